"""A sign of life, given while a run goes on, however that waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beating(beat: Callable[[], object], every: float) -> Iterator[None]:
    """Call *beat* every so many seconds, from a thread of its own; never again once this has been left."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(every):
            beat()

    # A daemon: a program that is interrupted does not stay for it.
    thread = threading.Thread(target=go_on, name="mixpanel-export-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
