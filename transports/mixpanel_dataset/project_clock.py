"""Days that a project's own clock has recorded become UTC dates.

Projects made before 2023 keep what their clocks said as if it were UTC. Of an hour that clocks went through twice the
first is meant: which of the two it was is not recorded. A time that clocks skipped becomes the moment they did; as
it was recorded it stays a property, so that nothing of it is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mixpanel_dataset.columns import Column
from mixpanel_dataset.days import Day, Facts, Frames
from mixpanel_dataset.gathering import dtype_of
from mixpanel_dataset.layout import census
from mixpanel_dataset.lines import LAST_MS
from mixpanel_dataset.names import column_name
from mixpanel_dataset.offsets import offsets
from mixpanel_dataset.ranking import DAY_MS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import polars as pl

_TIME: Final = column_name("time", "n")
"""Where a time stays as it was sent."""
_DATE: Final = "date"


def in_utc(day: Day, clock: ZoneInfo) -> Iterator[Day]:
    """The events of *day*, whose times the clocks of *clock* have recorded, by UTC dates."""
    known = _offsets(day.facts.day, clock)
    moved = Frames(lambda: (_moved(frame, known) for frame in day.frames))
    facts: dict[int, Facts] = {}
    counts: dict[int, Counter[Column]] = {}
    for frame in moved:
        for date, rows in _by_date(frame):
            found = _facts(date, rows)
            facts[date] = facts[date].joined(found) if date in facts else found
            counts.setdefault(date, Counter()).update(census(rows))
    for date in sorted(facts):
        yield Day(facts[date], counts[date], Frames(partial(_of_date, moved, date)))


def _offsets(day: int, clock: ZoneInfo) -> list[tuple[int, int]]:
    """Offsets of that day and those beside it, in milliseconds, each with the instant at which it ends.

    At the end of the calendar, those of days before: nothing changes there.
    """
    start = min((day - 1) * DAY_MS, LAST_MS - 5 * DAY_MS)
    return offsets(clock, start, start + 3 * DAY_MS)


def _moved(frame: pl.DataFrame, known: list[tuple[int, int]]) -> pl.DataFrame:
    """*frame* with its times in UTC."""
    import polars as pl

    recorded = pl.col("time")
    utc = recorded - known[-1][1]
    skipped = pl.lit(value=False)
    # From the last change to the first, as the one asked first has the word.
    for (change, before), (_, after) in reversed(list(pairwise(known))):
        between = recorded.is_between(change + before, change + after, closed="left")
        utc = pl.when(recorded < change + before).then(recorded - before).when(between).then(change).otherwise(utc)
        skipped |= between
    # At the ends of the calendar there is no other date to go to.
    inside = pl.when(utc.is_between(0, LAST_MS, closed="left")).then(utc).otherwise(recorded)
    kept = frame.select(pl.when(skipped).then(recorded).cast(dtype_of("n")).alias(_TIME))[_TIME]
    moved = frame.with_columns(inside.alias("time"))
    if kept.null_count() == len(kept):
        return moved
    # One that is finer than milliseconds stands there already.
    return moved.with_columns(pl.coalesce(_TIME, kept) if _TIME in frame.columns else kept)


def _by_date(frame: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    import polars as pl

    dates = frame.with_columns((pl.col("time") // DAY_MS).alias(_DATE))
    for (date,), rows in dates.partition_by(_DATE, as_dict=True, maintain_order=True, include_key=False).items():
        yield date, rows


def _of_date(moved: Frames, date: int) -> Iterator[pl.DataFrame]:
    return (rows for frame in moved for found, rows in _by_date(frame) if found == date)


def _facts(date: int, rows: pl.DataFrame) -> Facts:
    times = rows["time"].sort()
    return Facts(date, len(rows), rows["insert_id"].null_count(), times[0], times[-1])
