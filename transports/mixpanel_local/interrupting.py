"""Waiting for a query in a way that cancelling or a deadline ends the query too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

import duckdb

from mixpanel_local.engine.database import Query
from mixpanel_transports.errors import DeadlineExceeded
from mixpanel_transports.runtime import Runtime

T = TypeVar("T")

_AGAIN: Final = 0.02
"""Seconds between two interrupts."""


async def interruptible(runtime: Runtime, query: Query, work: Callable[[], T], deadline: float) -> T:
    """What *work* gives, which runs *query*. When it is cancelled or late, the query is stopped and waited for.

    A blocking runtime cannot look at the clock meanwhile: there only Ctrl-C ends the query.
    """
    if runtime.blocking:
        return await runtime.offload(work)
    return await _Watched(runtime, query, work, deadline).result()


class _Finished(Exception):  # noqa: N818 - no error: it ends the watch
    """The work is done."""


class _Watched(Generic[T]):
    """Work in a worker thread beside a task that stops its query."""

    def __init__(self, runtime: Runtime, query: Query, work: Callable[[], T], deadline: float) -> None:
        self._runtime = runtime
        self._query = query
        self._work = work
        self._deadline = deadline
        self._results: list[T] = []
        self._over = threading.Event()

    async def result(self) -> T:
        """The work's result."""
        with suppress(_Finished):
            await self._runtime.gather([self._run(), self._watch()])
        return self._results[0]

    async def _run(self) -> None:
        try:
            self._results.append(await self._runtime.offload(self._work))
        except duckdb.InterruptException:
            # The watch stopped it, and says why.
            return
        finally:
            self._over.set()
        raise _Finished

    async def _watch(self) -> None:
        try:
            await self._runtime.sleep(self._deadline)
        finally:
            if not self._over.is_set():
                threading.Thread(target=self._stop, daemon=True).start()
        raise DeadlineExceeded(f"the embedded Mixpanel did not answer within {self._deadline:g} seconds")

    def _stop(self) -> None:
        """Interrupt until the work is over: an interrupt while a statement is only being planned is lost."""
        with suppress(duckdb.Error):
            self._query.stop()
            while not self._over.wait(_AGAIN):
                self._query.stop()
