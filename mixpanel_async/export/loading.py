"""What writes windows, loaded with the native libraries told how to behave in a process that exports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Final

from attrs import frozen


@frozen
class _Word:
    """What the library that *module* brings is told by the variable *name*, which it reads once, as it is loaded."""

    module: str
    name: str
    value: str


_ALL_SIZES: Final = "oversize_threshold:0"
_DECAY: Final = "dirty_decay_ms:1000,muzzy_decay_ms:0"
_WORDS: Final = (
    # For so many ticks, as a power of two, an idle thread looks out for work before it sleeps. With OpenBLAS's own 26
    # each of its threads, one a processor, spends up to a tenth of a second of it. (seen 2026-11, numpy 2)
    _Word("numpy", "OPENBLAS_THREAD_TIMEOUT", "20"),
    # One arena a processor, in place of jemalloc's own four: each keeps memory at hand that other threads do not find.
    # What is large comes from them, too; what is not used for a second goes back. (seen 2026-12, polars 2)
    _Word("polars", "_RJEM_MALLOC_CONF", f"narenas:{os.cpu_count() or 1},{_ALL_SIZES},{_DECAY}"),
)


def load(environ: MutableMapping[str, str] = os.environ) -> None:
    """Have the modules there that decode and write; at first it takes a moment, and blocks."""
    with _told(environ):
        import_module("mixpanel_dataset.window")
        import_module("polars")


@contextmanager
def _told(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Say what there is to say in *environ*, unless somebody has said it or the library is there."""
    words = [word for word in _WORDS if word.name not in environ and word.module not in sys.modules]
    environ.update((word.name, word.value) for word in words)
    try:
        yield
    finally:
        for word in words:
            environ.pop(word.name, None)
