"""The lines of one export window become staged Parquet files, one per UTC date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mixpanel_dataset.days import Day, days_of
from mixpanel_dataset.decoding import Decoded, Decoder
from mixpanel_dataset.errors import explained
from mixpanel_dataset.gathering import Batch, core_types
from mixpanel_dataset.hands import processors
from mixpanel_dataset.layout import PartLayout
from mixpanel_dataset.lines import BadLine, event_of
from mixpanel_dataset.parts import write_part
from mixpanel_dataset.project_clock import in_utc
from mixpanel_dataset.spilled import Spill, days_of_spills
from mixpanel_dataset.staged import StagedPart, Written

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import polars as pl

MEMORY: Final = 32 << 20
"""So many bytes of events a writer holds before it puts them on disk, to be merged in the end."""

_PART: Final = MEMORY // 2
"""To hold much may save going to disk at all. Who goes there anyway does not gain by it, and holds at most this."""

_EPOCH: Final = date(1970, 1, 1)
_LEAST: Final = 1 << 20
_MOST: Final = 1 << 23
"""Bytes of lines that are worth a processor of their own, and as many as one takes at once."""


class WindowWriter:
    """Takes the lines of one window and leaves Parquet files in *staging*, none of them in force.

    In the dataset they are to be called ``date=YYYY-MM-DD/NAME.parquet``. With *clock*, times were recorded by the
    clocks of that zone and become UTC; each date they were recorded on has files of its own, that date behind NAME.
    With *deduplicate*, of events equal in (event, distinct_id, time, $insert_id) the one ingested last stays; those
    without ``$insert_id`` all stay. A *decoder* that other windows have used knows what is common in events. Every call
    works for a while and blocks; a writer is used by one thread at a time.
    It ends with ``finish`` or ``discard``.
    """

    def __init__(
        self,
        staging: Path,
        name: str,
        *,
        deduplicate: bool = True,
        memory: int = MEMORY,
        clock: ZoneInfo | None = None,
        decoder: Decoder | None = None,
    ) -> None:
        self._staging = staging
        self._name = name
        self._deduplicate = deduplicate
        self._room = memory
        self._clock = clock
        self._decoder = decoder or Decoder()
        self._frames: list[pl.DataFrame] = []
        self._spills: list[Spill] = []
        self._spilled: list[Path] = []
        self._parts: list[Path] = []
        self._number = 0
        self.lines = 0
        """How many lines came that were not blank."""
        self.size = 0
        """Bytes of the events, about, as they are in memory."""
        self._in_memory = 0
        self._rows = 0
        self._bad_lines = 0

    def feed(self, *blocks: bytes) -> list[BadLine]:
        """Take blocks of whole lines, blank lines passed over; several are worked on side by side.

        Returns those that are no events, numbered within the window.
        """
        size = min(max(sum(map(len, blocks)) // processors(), _LEAST), _MOST)
        pieces = [piece for block in blocks for piece in _pieces(block, size)]
        with explained(f"events could not be put into {self._staging}"):
            several = self._decoder.decode(pieces, self._number + 1)
            bad = [found for decoded in several for found in self._take(decoded)]
        self._bad_lines += len(bad)
        return bad

    def finish(self) -> Written:
        """Write what was taken. The files are the caller's from now on."""
        with explained(f"events could not be put into {self._staging}"):
            parts: list[StagedPart] = []
            unnamed = 0
            for day in self._days():
                parts += self._files(day)
                unnamed += day.facts.unnamed
            self._remove(self._spilled)
        kept = sum(each.part.rows for each in parts)
        return Written(tuple(parts), self.lines, kept, self._rows - kept, unnamed, self._bad_lines)

    def discard(self) -> None:
        """Remove everything this writer has put into *staging*."""
        self._frames.clear()
        self._spills.clear()
        self._remove(self._spilled)
        self._remove(self._parts)

    def _remove(self, files: list[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)
        files.clear()

    def _take(self, decoded: Decoded) -> list[BadLine]:
        slow = Batch(event_of, self._decoder.columned)
        bad = []
        good = []
        for number, line in decoded.left:
            if (found := slow.take(line, number)) is not None:
                bad.append(found)
            elif line.strip():
                good.append(line)
        self._decoder.learn(good)
        self.lines += slow.lines
        self._number += decoded.lines
        if decoded.frame is not None:
            self.lines += len(decoded.frame)
            self._hold(decoded.frame)
        if slow.height:
            self._hold(slow.frame())
        return bad

    def _hold(self, frame: pl.DataFrame) -> None:
        import polars as pl

        missing = [pl.lit(None, dtype).alias(name) for name, dtype in core_types().items() if name not in frame.columns]
        self._frames.append(frame.with_columns(missing) if missing else frame)
        self._rows += len(frame)
        size = int(frame.estimated_size())
        self.size += size
        self._in_memory += size
        if self._in_memory > self._room:
            self._spill()

    def _spill(self) -> None:
        files = [self._staging / f"{self._name}.{len(self._spills)}.{kind}" for kind in ("events", "deciding")]
        self._spilled += files
        self._spills.append(Spill.write(self._held(), *files))
        self._room = min(self._room, _PART)

    def _held(self) -> list[pl.DataFrame]:
        """What was held, and is no longer."""
        frames, self._frames, self._in_memory = self._frames, [], 0
        return frames

    def _days(self) -> Iterator[Day]:
        if not self._spills:
            return days_of(self._held(), deduplicate=self._deduplicate) if self._frames else iter(())
        if self._frames:
            self._spill()
        return days_of_spills(self._spills, deduplicate=self._deduplicate, memory=self._room)

    def _files(self, day: Day) -> Iterator[StagedPart]:
        recorded = _date(day.facts.day)
        if self._clock is None:
            yield self._write(day, self._name, recorded)
            return
        for each in in_utc(day, self._clock):
            yield self._write(each, f"{self._name}.{recorded}", recorded)

    def _write(self, day: Day, name: str, recorded: str) -> StagedPart:
        date_ = _date(day.facts.day)
        file = self._staging / f"{name}.{date_}.parquet"
        self._parts.append(file)
        part = write_part(day.frames, PartLayout(day.counts), file, f"date={date_}/{name}.parquet")
        return StagedPart(date_, recorded, part, file, day.facts.first_ms, day.facts.last_ms)


def _date(number: int) -> str:
    return (_EPOCH + timedelta(days=number)).isoformat()


def _pieces(block: bytes, size: int) -> Iterator[bytes]:
    """*block* in parts of about that *size* that end with a line."""
    start, size = 0, -(-len(block) // max(round(len(block) / size), 1))
    while start < len(block):
        end = block.find(b"\n", start + size - 1) + 1 or len(block)
        yield block[start:end]
        start = end
