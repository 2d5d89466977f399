"""Rows in pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Feed(Generic[T]):
    """Rows, one pass: ``async for row in feed``."""

    def __init__(self, pages: AsyncGenerator[Sequence[T], None]) -> None:
        self._pages = pages
        self._page: Iterator[T] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        for row in self._page:
            return row
        self._page = iter(await anext(self._pages))
        return next(self._page)

    async def pages(self) -> AsyncGenerator[Sequence[T], None]:
        """Pages of rows."""
        if rest := list(self._page):
            yield rest
        async for page in self._pages:
            yield page

    async def close(self) -> None:
        """Stop."""
        await self._pages.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class NumberedFeed(Feed[int]):
    """A feed of numbers."""

    async def totals(self, *, start: int = 0) -> AsyncGenerator[int, None]:
        """The total after each row."""
        async for row in self:
            start += row
            yield start
