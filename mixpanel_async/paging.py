"""Rows that arrive in pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Stream(Generic[T]):
    """Rows as they arrive, one pass: ``async for row in stream``, or ``stream.pages()`` for lists of them.

    Ends with the last row, or with an error that says what broke. To stop early, use it as ``async with stream:`` or
    call ``close``, so that the connection is given back at once.
    """

    def __init__(self, pages: AsyncGenerator[Sequence[T], None]) -> None:
        self._pages = pages
        self._page: Iterator[T] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        for row in self._page:
            return row
        while not (page := await anext(self._pages)):
            pass
        self._page = iter(page)
        return next(self._page)

    async def pages(self) -> AsyncGenerator[Sequence[T], None]:
        """The rows not yet taken, a page at a time, of whatever size they arrive."""
        if rest := list(self._page):
            yield rest
        async for page in self._pages:
            yield page

    async def close(self) -> None:
        """Stop: what has not been read is dropped, the connection is given back."""
        self._page = iter(())
        await self._pages.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
