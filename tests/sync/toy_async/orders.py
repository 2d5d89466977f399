"""A group of operations."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypedDict, Unpack, overload

from attrs import frozen
from toy_async.feed import Feed, NumberedFeed
from toy_async.linked import Linked

if TYPE_CHECKING:
    from toy_async.line import Line


class Unset(Enum):
    """The type of ``UNSET``."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class SpoiltError(Exception):
    """The order cannot be served."""


@frozen
class Order:
    """A value: no face."""

    item: str
    amount: int = 1

    async def authorization(self) -> str:
        """The core awaits this itself."""
        return self.item


class OrderOptions(TypedDict, total=False):
    """How an order is made."""

    amount: int
    note: str | None


class Orders(Linked):
    """Orders: ``await shop.place("tea")``."""

    _line: Line

    @overload
    async def place(self, order: Order, /) -> Order: ...
    @overload
    async def place(self, order: str, /, **options: Unpack[OrderOptions]) -> str: ...
    async def place(self, order: Order | str, /, **options: Unpack[OrderOptions]) -> Order | str:
        """Place an order.

        >>> import anyio
        >>> async def main():
        ...     async with toy_async.Shop() as shop:
        ...         await shop.place("tea", amount=2)
        >>> anyio.run(main)
        """
        await self._line.wait("place")
        if isinstance(order, Order):
            return order
        return f"{options.get('amount', 1)} {order}"

    async def echo(
        self, first: str, /, second: int = 2, *rest: str, third: str | Unset = UNSET, **more: int
    ) -> tuple[object, ...]:
        """The arguments as the core got them."""
        await self._line.wait("echo")
        return (first, second, rest, third, more)

    async def spoil(self) -> None:
        """Raises."""
        await self._line.wait("spoil")
        raise SpoiltError("spoilt")

    async def several(self, count: int) -> list[int]:
        """Waits for *count* things at once."""
        return await self._line.gather(count)

    def numbers(self, *pages: Sequence[int]) -> NumberedFeed:
        """A feed that belongs to this shop."""
        return NumberedFeed(self._line.pages(pages))

    def feed(self, *pages: Sequence[str]) -> Feed[str]:
        """A feed of anything."""
        return Feed(self._line.pages(pages))

    async def ticks(self, count: int) -> AsyncGenerator[int, None]:
        """Numbers from 0, one at a time."""
        try:
            for number in range(count):
                await self._line.wait("tick")
                yield number
        finally:
            await self._line.wait("ticks closed")

    @asynccontextmanager
    async def reserved(self, table: int) -> AsyncIterator[str]:
        """A table for the length of a block."""
        await self._line.wait("reserve")
        try:
            yield f"table {table}"
        finally:
            await self._line.wait("release")

    def label(self, *, style: Literal["short", "long"] = "short") -> Mapping[str, str]:
        """Waits for nothing."""
        return {"style": style}

    @staticmethod
    def motto() -> str:
        """Needs no shop."""
        return "tea first"
