"""Work that is done side by side, on some of the processors that polars uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST: Final = 4


class Hands:
    """Threads that go with the object. What they call must let go of the interpreter to gain anything."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def map(self, work: Callable[[T], R], parts: Sequence[T]) -> list[R]:
        """What *work* makes of each of *parts*, in their order."""
        if min(len(parts), processors()) <= 1:
            return [work(part) for part in parts]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(processors(), "mixpanel-decode")
        return list(self._pool.map(work, parts))


def processors() -> int:
    """How many things are worth doing at once, at most four: each takes memory."""
    import polars as pl

    return min(pl.thread_pool_size(), _MOST)
