"""A queue of awaitables for ``gather``: handed out in order, results kept in that order, none left unawaited."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")


class Jobs(Generic[T]):
    """Iterates over (position, job); takes the jobs from their source one by one, as they are wanted."""

    def __init__(self, jobs: Iterable[Awaitable[T]]) -> None:
        self._source = iter(jobs)
        self._open: dict[int, Awaitable[T]] = {}
        self._taken = 0
        self._results: dict[int, T] = {}

    def __iter__(self) -> Iterator[tuple[int, Awaitable[T]]]:
        return self

    def __next__(self) -> tuple[int, Awaitable[T]]:
        job = next(self._source)
        position, self._taken = self._taken, self._taken + 1
        self._open[position] = job
        return position, job

    def take(self, count: int | None) -> list[tuple[int, Awaitable[T]]]:
        """The next *count* jobs, or all of them."""
        return list(islice(self, count))

    def finish(self, position: int, result: T) -> None:
        """Keep the *result* of the job at *position*."""
        del self._open[position]
        self._results[position] = result

    def results(self) -> list[T]:
        """Every result, in the order of the jobs."""
        return [self._results[position] for position in range(self._taken)]

    def discard(self) -> None:
        """Close what did not finish; a generator of jobs is closed instead of asked for those it never made."""
        unmade = [self._source] if hasattr(self._source, "close") else list(self._source)
        for job in [*self._open.values(), *unmade]:
            close = getattr(job, "close", None)
            # One that another thread is just running cannot be closed, and need not be.
            with suppress(ValueError):
                if close is not None:
                    close()
