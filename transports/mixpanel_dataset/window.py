"""The lines of one export window become staged Parquet files, one per UTC date."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.gathering import Batch, lines_of
from mixpanel_dataset.lines import BadLine, event_of
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.parts import ORDINAL, newest_events, numbered_events, write_part

if TYPE_CHECKING:
    import polars as pl

_DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)


@frozen
class StagedPart:
    """A Parquet file that is not in force yet: *part* is how the manifest will know it, *file* where it lies.

    Its events are of the UTC date *day* (YYYY-MM-DD), from *first_ms* to *last_ms*, both included.
    """

    day: str
    part: Part
    file: Path
    first_ms: int
    last_ms: int


@frozen
class Written:
    """What a window's *lines* became: *parts*, in order of their dates, of *rows* events.

    *duplicates* counts events left out, *without_insert_id* those kept that could not be compared, *bad_lines* the
    lines that were no events.
    """

    parts: tuple[StagedPart, ...]
    lines: int
    rows: int
    duplicates: int
    without_insert_id: int
    bad_lines: int


class WindowWriter:
    """Takes the lines of one window and leaves Parquet files in *staging*, none of them in force.

    In the dataset they are to be called ``date=YYYY-MM-DD/NAME.parquet``. With *deduplicate*, of events equal in
    (event, distinct_id, time, $insert_id) the one ingested last stays; those without ``$insert_id`` all stay. Every
    call works for a while and blocks; a writer is used by one thread at a time. It ends with ``finish`` or ``discard``.
    """

    def __init__(self, staging: Path, name: str, *, deduplicate: bool = True) -> None:
        self._staging = staging
        self._name = name
        self._deduplicate = deduplicate
        self._batch = Batch(event_of)
        self._frames: list[pl.DataFrame] = []
        self._columns: set[Column] = set()
        self._files: list[Path] = []
        self._number = 0
        self.lines = 0
        """How many lines came that were not blank."""
        self._bad_lines = 0

    def feed(self, block: bytes) -> list[BadLine]:
        """Take whole lines, blank ones passed over. Returns those that are no events, numbered within the window."""
        bad = []
        for line in lines_of(block):
            self._number += 1
            if stripped := line.strip():
                self.lines += 1
                try:
                    self._batch.add(event_of(stripped))
                except ValueError as error:
                    bad.append(BadLine(self._number, str(error), line))
            if self._batch.full:
                self._gather()
        self._bad_lines += len(bad)
        return bad

    def finish(self) -> Written:
        """Write what was taken. The files are the caller's from now on."""
        import polars as pl

        self._gather()
        everything = pl.concat(self._frames, how="diagonal").with_columns((pl.col("time") // _DAY_MS).alias("day"))
        days = everything.partition_by("day", as_dict=True, include_key=False)
        staged = tuple(self._write(day, rows) for (day,), rows in sorted(days.items()))
        kept = sum(each.part.rows for each in staged)
        unnamed = everything["insert_id"].null_count()
        return Written(staged, self.lines, kept, len(everything) - kept, unnamed, self._bad_lines)

    def discard(self) -> None:
        """Remove everything this writer has put into *staging*."""
        for file in self._files:
            with contextlib.suppress(FileNotFoundError):
                file.unlink()
        self._files.clear()
        self._frames.clear()
        self._batch = Batch(event_of)

    def _gather(self) -> None:
        self._columns |= self._batch.columns
        offset = sum(map(len, self._frames))
        self._frames.append(self._batch.frame().with_row_index(ORDINAL, offset=offset))
        self._batch = Batch(event_of)

    def _write(self, number: int, rows: pl.DataFrame) -> StagedPart:
        import polars as pl

        day = (_EPOCH + timedelta(days=number)).isoformat()
        file = self._staging / f"{self._name}.{day}.parquet"
        self._files.append(file)
        kept = newest_events(rows) if self._deduplicate else rows
        part = write_part(numbered_events(kept), self._columns, file, f"date={day}/{self._name}.parquet")
        first, last = kept.select(pl.min("time").alias("first"), pl.max("time").alias("last")).row(0)
        return StagedPart(day, part, file, first_ms=first, last_ms=last)
