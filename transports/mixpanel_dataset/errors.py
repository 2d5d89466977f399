"""What goes wrong with events on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mixpanel_transports.errors import MixpanelError


class StoreError(MixpanelError):
    """The folder holds no events that can be read, or what would have changed them did not take place."""

    default_code = "LOCAL_STORE"


@contextmanager
def explained(problem: str) -> Iterator[None]:
    """Raise what the disk refuses as ``StoreError``, which says what the *problem* is and what to do."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{problem}: {error.strerror or error}; make room or mend it, then run the same again: "
            "what was in force before still is"
        ) from error


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Raise what polars cannot read as ``StoreError``, which says *where* it is and what to do."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise StoreError(f"a file in {where} {DAMAGED}: {str(error).partition(chr(10))[0]}; {AGAIN}") from error


DAMAGED = "is damaged or gone"
AGAIN = "import its dates again, or put a copy of it back"
