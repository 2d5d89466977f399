"""Waiting on an event loop: asyncio or trio, whichever runs."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from itertools import chain
from typing import TypeVar

import anyio
import anyio.to_thread
from attrs import frozen

from mixpanel_transports._jobs import Jobs

T = TypeVar("T")


@frozen
class AnyioRuntime:
    """The ``Runtime`` of async code. Its locks may be made before any loop runs."""

    blocking = False

    def now(self) -> float:
        """Seconds of a monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run for *seconds*."""
        await anyio.sleep(seconds)

    async def gather(self, jobs: Iterable[Awaitable[T]], *, limit: int | None = None) -> list[T]:
        """Run *jobs* as tasks, at most *limit* at once; the first failure cancels the rest and is raised as it is."""
        queue = Jobs(jobs)
        failure: BaseException | None = None
        try:
            await _run_all(queue, limit)
        except BaseExceptionGroup as several:
            failure = _first_real(several)
        finally:
            queue.discard()
        if failure is not None:
            raise failure
        return queue.results()

    def lock(self) -> AbstractAsyncContextManager[None]:
        """A new lock among tasks."""
        return anyio.Lock()

    def limiter(self, capacity: int) -> AbstractAsyncContextManager[None]:
        """A new limiter among tasks; one task may hold several of its places."""
        return _Places(anyio.Semaphore(capacity))

    async def offload(self, work: Callable[[], T]) -> T:
        """Run *work* in a worker thread; a cancelled caller still waits for it to end."""
        return await anyio.to_thread.run_sync(work)

    async def settle(self, work: Callable[[], T]) -> T:
        """Run *work* in a worker thread to its end, whether or not the caller is being cancelled."""
        done: list[T] = []
        with anyio.CancelScope(shield=True):
            done.append(await anyio.to_thread.run_sync(work))
        return done[0]


@frozen
class _Places:
    """A semaphore as a plain context manager."""

    _semaphore: anyio.Semaphore

    async def __aenter__(self) -> None:
        await self._semaphore.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._semaphore.release()


async def _run_all(queue: Jobs[T], limit: int | None) -> None:
    async def work(position: int, job: Awaitable[T]) -> None:
        for at, task in chain([(position, job)], queue):
            queue.finish(at, await task)

    async with anyio.create_task_group() as group:
        for position, job in queue.take(limit):
            group.start_soon(work, position, job)


def _first_real(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The failure that came first; cancellations only followed from it."""
    cancelled = anyio.get_cancelled_exc_class()
    return next((error for error in several.exceptions if not isinstance(error, cancelled)), several.exceptions[0])
