"""What decodes and writes, loaded by way of settings under which an export costs less."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Final

_SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    # For how many ticks, as a power of two, an idle thread of OpenBLAS looks out for work before it sleeps. With the
    # usual 26 each of them, one a processor, spends up to a tenth of a second of it as numpy is loaded.
    "numpy": ("OPENBLAS_THREAD_TIMEOUT", "20"),
    # For how many milliseconds polars keeps memory for its next use. With the usual 500 an export gives back to the
    # system, and asks for again, so much that it takes a twelfth of its time.
    "polars": ("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000"),
}
"""What libraries look up in the environment as they are loaded, never again. (seen 2026-11, numpy 2.4, polars 2.1)"""


def load(environ: MutableMapping[str, str] = os.environ) -> None:
    """Load them: at first it takes a moment, and blocks. What is there already, or set by somebody, stays as it is."""
    for library, (name, value) in _SETTINGS.items():
        if library not in sys.modules:
            with _setting(environ, name, value):
                import_module(library)


@contextmanager
def _setting(environ: MutableMapping[str, str], name: str, value: str) -> Iterator[None]:
    """Have *value* in *environ* meanwhile, unless there is one; a library may put its own before it, which stays."""
    if name in environ:
        yield
        return
    environ[name] = value
    try:
        yield
    finally:
        left = environ.pop(name, value)
        if left != value:
            environ[name] = left.removesuffix(f",{value}")
