# Generated from mixpanel_async.paging by mixpanel_sync._generate: edit that module, not this one.
"""Rows that arrive in pages."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self

from mixpanel_async.paging import T
from mixpanel_sync._face import Face, drive_items, drive_next, drive_rows
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async import paging as core


class Stream(Face, Generic[T]):
    """Rows as they arrive, one pass: ``for row in stream``, or ``stream.pages()`` for lists of them.

    Ends with the last row, or with an error that says what broke. To stop early, use it as ``with stream:`` or
    call ``close``, so that the connection is given back at once.
    """

    _core: core.Stream[T]

    def __iter__(self) -> Iterator[T]:
        return drive_rows(self._core)

    def __next__(self) -> T:
        return drive_next(self._core)

    def pages(self) -> Generator[Sequence[T], None, None]:
        """The rows not yet taken, a page at a time, of whatever size they arrive."""
        return drive_items(self._core.pages())

    def close(self) -> None:
        """Stop: what has not been read is dropped, the connection is given back."""
        drive(self._core.close())

    def __enter__(self) -> Self:
        drive(self._core.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        drive(self._core.__aexit__(kind, error, trace))
