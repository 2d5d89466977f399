"""The shop itself."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import Self, TypedDict, Unpack

from toy_async.line import Line
from toy_async.orders import Orders

from mixpanel_transports.runtime import Runtime


class Place(TypedDict, total=False):
    """Where the shop is."""

    street: str


class ShopOptions(Place, total=False):
    """What a shop is made of."""

    runtime: Runtime


class Shop(Orders):
    """A shop of ``toy_async``; use it with ``async with``. To await the tea is wise."""

    def __init__(self, **options: Unpack[ShopOptions]) -> None:
        from mixpanel_transports.anyio_runtime import AnyioRuntime

        self._street = options.get("street", "High Street")
        self._line = Line(options.get("runtime") or AnyioRuntime())

    @classmethod
    def local(cls, street: str, *, runtime: Runtime | None = None) -> Self:
        """A shop round the corner."""
        return cls(street=street, runtime=runtime) if runtime else cls(street=street)

    def moved(self, street: str) -> Self:
        """The same shop elsewhere."""
        return type(self)(street=street, runtime=self._line.runtime)

    @property
    def street(self) -> str:
        """Where it is."""
        return self._street

    @cached_property
    def waits(self) -> list[str]:
        """What was waited for, in order."""
        return self._line.waits

    async def aclose(self) -> None:
        """Close the shop."""
        await self._line.wait("closed")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __len__(self) -> int:
        return len(self._line.waits)

    def __repr__(self) -> str:
        return f"<Shop in {self._street}>"
