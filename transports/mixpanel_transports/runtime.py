"""The only ways the core may wait: asyncio and trio, or a plain thread, stand behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

T = TypeVar("T")


class Runtime(Protocol):
    """Six ways to wait, and a clock that does not."""

    @property
    def blocking(self) -> bool:
        """Whether waiting holds the calling thread, so that no event loop is needed."""
        ...

    def now(self) -> float:
        """Seconds of a monotonic clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds*."""
        ...

    async def gather(self, jobs: Iterable[Awaitable[T]], *, limit: int | None = None) -> list[T]:
        """Run all *jobs*, at most *limit* at once; results in the order given. The first failure stops the rest."""
        ...

    def lock(self) -> AbstractAsyncContextManager[None]:
        """A new lock: ``async with lock:`` lets one in at a time."""
        ...

    def limiter(self, capacity: int) -> AbstractAsyncContextManager[None]:
        """A new limiter: ``async with limiter:`` lets *capacity* in at a time."""
        ...

    async def offload(self, work: Callable[[], T]) -> T:
        """Run blocking *work* so that nothing else waits for it."""
        ...

    async def settle(self, work: Callable[[], T]) -> T:
        """Like ``offload``, but done to its end also where the caller is being cancelled: for what must be put away."""
        ...
