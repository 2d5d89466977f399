"""Work that is done side by side, on some of the processors that polars uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST: Final = 4


class Hands:
    """Threads that go with the object, at most as many as there are *processors*.

    What they call must let go of the interpreter to gain anything. Memory that a thread has used stays at hand for it
    alone: heavy work that is always done by the same ones takes less of it.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._pool: ThreadPoolExecutor | None = None

    def call(self, work: Callable[[], R]) -> R:
        """What *work* makes, which is called in one of the threads."""
        return self._threads().submit(work).result()

    def map(self, work: Callable[[T], R], parts: Sequence[T]) -> list[R]:
        """What *work* makes of each of *parts*, in their order."""
        if min(len(parts), processors()) <= 1:
            return [work(part) for part in parts]
        return list(self._threads().map(work, parts))

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._most or processors(), "mixpanel-dataset")
        return self._pool


def processors() -> int:
    """How many things are worth doing at once, at most four: each takes memory."""
    import polars as pl

    return min(pl.thread_pool_size(), _MOST)
