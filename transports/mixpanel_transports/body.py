"""The chunks of a streamed reply: an async generator whose ``aclose`` runs also when nothing was read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import NoReturn


class Chunks(AsyncGenerator[bytes, None]):
    """The bytes of *source*; *release* is awaited once, at the end of them, at an error, or at ``aclose``.

    A generator function would not do: closing one that was never started skips its ``finally``.
    """

    def __init__(self, source: AsyncIterator[bytes], release: Callable[[], Awaitable[None]]) -> None:
        self._source = source
        self._release: Callable[[], Awaitable[None]] | None = release

    async def asend(self, _: None = None, /) -> bytes:
        """The next chunk."""
        if self._release is None:
            raise StopAsyncIteration
        try:
            return await anext(self._source)
        except BaseException:
            await self.aclose()
            raise

    async def athrow(self, typ: type[BaseException] | BaseException, /, *_: object) -> NoReturn:
        """Close, then raise what was thrown."""
        await self.aclose()
        raise typ

    async def aclose(self) -> None:
        """Release what the stream holds; later reads find its end."""
        release, self._release = self._release, None
        if release is not None:
            await release()
