"""Waiting by holding the calling thread: no event loop, and nothing that outlives a call."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from contextvars import copy_context
from typing import Generic, TypeVar

from attrs import frozen

from mixpanel_transports._jobs import Jobs
from mixpanel_transports.drive import drive

T = TypeVar("T")

LOOK_UP = 0.1
"""Seconds after which a thread that waits for others sees what else there is.

polars has signals restart a wait without end, and Ctrl-C would be noticed after it.
"""


@frozen
class BlockingRuntime:
    """The ``Runtime`` of plain scripts and threads. ``gather`` uses at most *threads* threads, made for that call."""

    blocking = True
    threads: int = 32

    def now(self) -> float:
        """Seconds of a monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Hold this thread for *seconds*."""
        time.sleep(seconds)  # noqa: ASYNC251 - async by form only

    async def gather(self, jobs: Iterable[Awaitable[T]], *, limit: int | None = None) -> list[T]:
        """Run *jobs* in threads. A failure lets no further job start and is raised when those under way have ended."""
        queue = Jobs(jobs)
        try:
            _Crew(queue).run(min(limit or self.threads, self.threads))
        finally:
            queue.discard()
        return queue.results()

    def lock(self) -> AbstractAsyncContextManager[None]:
        """A new lock among threads."""
        return _Gate(threading.Lock())

    def limiter(self, capacity: int) -> AbstractAsyncContextManager[None]:
        """A new limiter among threads."""
        return _Gate(threading.Semaphore(capacity))

    async def offload(self, work: Callable[[], T]) -> T:
        """Run *work* right here: a blocked thread holds up nobody else."""
        return work()

    async def settle(self, work: Callable[[], T]) -> T:
        """Run *work* right here."""
        return work()


@frozen
class _Gate:
    """A threading lock in the form the core waits for."""

    _gate: threading.Lock | threading.Semaphore

    async def __aenter__(self) -> None:
        self._gate.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._gate.release()


class _Crew(Generic[T]):
    """Threads that share one queue of jobs until it is empty or one of them has failed.

    They are daemons and are made for one call, so an interrupted or forked program waits for none of them.
    """

    def __init__(self, queue: Jobs[T]) -> None:
        self._queue = queue
        self._guard = threading.Lock()
        self._failures: list[BaseException] = []
        self._stopped = False

    def run(self, size: int) -> None:
        """Work through the queue with at most *size* threads; one alone is the calling thread."""
        first = self._queue.take(size)
        if len(first) < 2 or size < 2:
            return self._work_here(first)
        crew = [threading.Thread(target=copy_context().run, args=(self._work, *job), daemon=True) for job in first]
        try:
            for thread in crew:
                thread.start()
            for thread in crew:
                while thread.is_alive():
                    thread.join(LOOK_UP)
        finally:
            self._stopped = True
        if self._failures:
            raise self._failures[0]
        return None

    def _work_here(self, first: list[tuple[int, Awaitable[T]]]) -> None:
        for position, job in first:
            self._queue.finish(position, drive(job))
        for position, job in self._queue:
            self._queue.finish(position, drive(job))

    def _work(self, position: int, job: Awaitable[T]) -> None:
        task: tuple[int, Awaitable[T]] | None = (position, job)
        try:
            while task is not None:
                at, work = task
                self._queue.finish(at, drive(work))
                task = self._next()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that called gather
            self._stopped = True
            self._failures.append(error)

    def _next(self) -> tuple[int, Awaitable[T]] | None:
        with self._guard:
            return None if self._stopped else next(self._queue, None)
