"""Runs the core's coroutines in the calling thread, without an event loop."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def drive(work: Awaitable[T]) -> T:
    """What *work* comes to, computed here and now; whatever it waits for must block, as a ``BlockingRuntime`` does."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()
    raise RuntimeError(
        "something below this call waits on an event loop, and none runs here; "
        "lend an async-only transport to blocking code with mixpanel_transports.Portal(transport)"
    )


def drive_each(pages: AsyncGenerator[Sequence[T], None]) -> Iterator[T]:
    """The rows of *pages*, each page fetched when its first row is wanted; leaving the loop early closes *pages*."""
    try:
        while (page := drive(anext(pages, None))) is not None:
            yield from page
    finally:
        drive(pages.aclose())
