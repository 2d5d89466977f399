"""Sorted rows on disk, and several of them merged without having more than a part in memory."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    import polars as pl

SEGMENT: Final = 1_024
"""So many rows are read at once, and as many of each run are in memory while a large day is merged."""

Key: TypeAlias = tuple[Any, ...]


@frozen
class _Segment:
    """Some rows of a run, the first of which has the key *first*: where in the file they are."""

    offset: int
    size: int
    first: Key


@frozen
class Run:
    """Rows in *file*, in the order of the columns *by*, null first."""

    file: Path
    by: Sequence[str]
    segments: Sequence[_Segment]

    @classmethod
    def write(cls, frames: Iterable[pl.DataFrame], by: Sequence[str], file: Path) -> Run:
        """Add the rows of *frames*, which are in that order, to *file*."""
        segments = []
        with file.open("ab") as out:
            for rows in frames:
                packed = io.BytesIO()
                rows.write_ipc_stream(packed, compression="uncompressed")
                segments.append(_Segment(out.tell(), packed.tell(), _key(rows.select(by).row(0))))
                out.write(packed.getbuffer())
        return cls(file, by, segments)

    def read(self, segment: _Segment) -> pl.DataFrame:
        """The rows of one of its segments."""
        import polars as pl

        with self.file.open("rb") as opened:
            opened.seek(segment.offset)
            return pl.read_ipc_stream(opened.read(segment.size))


def merged(runs: Sequence[Run], rows: int) -> Iterator[pl.DataFrame]:
    """The rows of all *runs*, about so many *rows* at once: unordered, but none belongs after those of the next."""
    import polars as pl

    firsts = sorted(segment.first for run in runs for segment in run.segments)
    step = max(1, rows // SEGMENT)
    cursors = [_Cursor(run) for run in runs]
    for end in [*sorted(set(firsts[step::step])), None]:
        parts = [part for cursor in cursors for part in cursor.before(end)]
        if parts:
            yield pl.concat(parts, how="diagonal", rechunk=True)


class _Cursor:
    """A place in a run, and what has been read beyond it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._next = 0
        self._read: list[pl.DataFrame] = []

    def before(self, end: Key | None) -> list[pl.DataFrame]:
        """The rows from here to the key *end*, or all that are left; then the place is there."""
        found = self._read
        self._read = []
        segments = self._run.segments
        while self._next < len(segments) and (end is None or segments[self._next].first < end):
            found.append(self._run.read(segments[self._next]))
            self._next += 1
        if found and end is not None:
            place = _place(found[-1].select(self._run.by), end)
            self._read = [found[-1][place:]] if place < len(found[-1]) else []
            found[-1] = found[-1][:place]
        return [frame for frame in found if len(frame)]


def _place(keys: pl.DataFrame, end: Key) -> int:
    """How many of *keys*, which are in order, come before *end*."""
    columns = keys.get_columns()
    return bisect_left(range(len(keys)), end, key=lambda row: _key([column[row] for column in columns]))


def _key(values: Sequence[Any]) -> Key:
    """Values that can be compared, null being the least."""
    return tuple(part for value in values for part in (value is not None, 0 if value is None else value))
