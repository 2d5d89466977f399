"""What writes windows, loaded without the moment for which OpenBLAS's threads spin."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Final

_PATIENCE: Final = "OPENBLAS_THREAD_TIMEOUT"
_BRIEF: Final = "20"
"""Ticks, as a power of two, for which an idle thread looks out for work before it sleeps. With OpenBLAS's own 26 each
of its threads, one a processor, spends up to a tenth of a second of it as numpy is loaded. (seen 2026-11, numpy 2)"""


def load(environ: MutableMapping[str, str] = os.environ) -> None:
    """Have the modules there that decode and write, numpy with them; at first it takes a moment, and blocks."""
    with _brief_spin(environ):
        import_module("mixpanel_dataset.window")


@contextmanager
def _brief_spin(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Tell OpenBLAS, which looks into *environ* as numpy is loaded, unless somebody has told it or it is there."""
    if _PATIENCE in environ or "numpy" in sys.modules:
        yield
        return
    environ[_PATIENCE] = _BRIEF
    try:
        yield
    finally:
        environ.pop(_PATIENCE, None)
