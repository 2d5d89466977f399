"""Waiting for other threads and processes: until something is so, and long enough for a machine that is busy."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

LONGEST = 60.0
"""Seconds after which a test gives up on what should have happened long ago."""
LOOK = 0.002
"""Seconds between two looks."""


def until(so: Callable[[], bool]) -> None:
    """Look again and again until it is *so*."""
    given_up, pause = time.monotonic() + LONGEST, threading.Event()
    while not so():
        assert time.monotonic() < given_up, f"not so after {LONGEST:g} seconds"
        pause.wait(LOOK)


@contextmanager
def started(*command: str, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process that does not outlive a test, however the test ends."""
    with subprocess.Popen(command, **options) as run:
        try:
            yield run
        finally:
            run.kill()


@contextmanager
def no_thread_stays() -> Iterator[None]:
    """Whoever starts threads within has ended them; threads of others may come to their end meanwhile."""
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before
