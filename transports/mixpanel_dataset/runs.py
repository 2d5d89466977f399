"""More events than are held in memory: sorted runs on disk, read again part by part."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.gathering import NUMBER
from mixpanel_dataset.layout import census
from mixpanel_dataset.ranking import DAY_MS, NEEDED

if TYPE_CHECKING:
    import polars as pl

_MARK_EVERY: Final = 1_024
_GROUP: Final = 8_192

Key = tuple[bool, str, int]
"""A user and a time, in the order of rows."""


@frozen
class DayOfRun:
    """The rows of one day in a run: where they begin, how many, and the key of every so-manieth of them."""

    offset: int
    rows: int
    marks: Sequence[Key]
    counts: Counter[Column]


@frozen
class Run:
    """Rows in a file, sorted by day, user and time. *times* are those of every so-manieth row, in order.

    *size* is what they took in memory, *last_line* the largest number of their lines.
    """

    file: Path
    rows: int
    size: int
    last_line: int
    days: Mapping[int, DayOfRun]
    times: Sequence[int]

    @classmethod
    def write(cls, frame: pl.DataFrame, file: Path) -> Run:
        """Write the rows of *frame*."""
        import polars as pl

        day = (pl.col("time") // DAY_MS).alias("day")
        ordered = frame.sort(day, "distinct_id", "time")
        ordered.write_parquet(file, compression="lz4", row_group_size=_GROUP, statistics=False)
        sizes = ordered.group_by(day, maintain_order=True).len().rows()
        days = {}
        offset = 0
        for number, rows in sizes:
            part = ordered.slice(offset, rows)
            marks = _keys(part.gather_every(_MARK_EVERY))
            days[number] = DayOfRun(offset, rows, marks, census(part))
            offset += rows
        times = ordered["time"].sort().gather_every(_MARK_EVERY).to_list()
        last_line: Any = frame[NUMBER].max()
        return cls(file, len(frame), int(frame.estimated_size()), last_line, days, times)

    def needed(self, first_ms: int, end_ms: int) -> pl.DataFrame:
        """What decides on the rows from one time to another, the latter not included."""
        import polars as pl

        time = pl.col("time")
        return self._scan().select(NEEDED).filter(time >= first_ms, time < end_ms).collect()

    def cut(self, day: int, keys: Sequence[Key]) -> list[tuple[int, int]]:
        """Offset and length of the rows of *day* before the first of *keys*, between them and after the last."""
        part = self.days.get(day)
        if part is None:
            return [(0, 0)] * (len(keys) + 1)
        found = self._scan().slice(part.offset, part.rows).select("distinct_id", "time").collect()
        users, times = found["distinct_id"], found["time"]
        places = [bisect_left(range(part.rows), key, key=lambda row: _key(users[row], times[row])) for key in keys]
        ends = [*places, part.rows]
        return [(part.offset + start, end - start) for start, end in zip([0, *places], ends, strict=True)]

    def slice(self, offset: int, rows: int) -> pl.DataFrame:
        """Some of its rows."""
        return self._scan().slice(offset, rows).collect()

    def _scan(self) -> pl.LazyFrame:
        import polars as pl

        return pl.scan_parquet(self.file, glob=False, hive_partitioning=False)


def time_ranges(runs: Sequence[Run], rows: int) -> list[tuple[int, int]]:
    """Spans of time that cover all *runs*, each with about so many *rows*."""
    marks = sorted(time for run in runs for time in run.times)
    starts = sorted(set(marks[:: max(1, rows // _MARK_EVERY)]))
    return list(zip(starts, [*starts[1:], 1 << 62], strict=True))


def user_ranges(runs: Sequence[Run], day: int, rows: int) -> Iterator[list[pl.DataFrame]]:
    """The rows of *day* in order of users and times, about so many *rows* at once, from each run those it has."""
    marks = sorted(mark for run in runs if day in run.days for mark in run.days[day].marks)
    step = max(1, rows // _MARK_EVERY)
    keys = sorted(set(marks[step::step]))
    cuts = [run.cut(day, keys) for run in runs]
    for place in range(len(keys) + 1):
        parts = [(run, *cut[place]) for run, cut in zip(runs, cuts, strict=True)]
        yield [run.slice(offset, length) for run, offset, length in parts if length]


def _keys(frame: pl.DataFrame) -> list[Key]:
    return [_key(user, time) for user, time in frame.select("distinct_id", "time").rows()]


def _key(user: str | None, time: Any) -> Key:
    return user is not None, user or "", time
