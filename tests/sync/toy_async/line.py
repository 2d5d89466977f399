"""What the shop waits by; not public, so it has no face."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import TypeVar

from mixpanel_transports.runtime import Runtime

T = TypeVar("T")


class Line:
    """Writes down every wait."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.waits: list[str] = []

    async def wait(self, name: str) -> None:
        """Wait a moment."""
        await self.runtime.sleep(0)
        self.waits.append(name)

    async def gather(self, count: int) -> list[int]:
        """Wait for *count* numbers at once."""

        async def number(value: int) -> int:
            await self.wait("number")
            return value

        return await self.runtime.gather([number(value) for value in range(count)], limit=2)

    async def pages(self, pages: Sequence[Sequence[T]]) -> AsyncGenerator[Sequence[T], None]:
        """The *pages*, each waited for."""
        try:
            for page in pages:
                await self.wait("page")
                yield page
        finally:
            await self.wait("pages closed")
