"""Events that memory does not hold: on disk until their days are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.days import Day, Facts, Frames, by_day
from mixpanel_dataset.gathering import NUMBER, joined
from mixpanel_dataset.layout import census
from mixpanel_dataset.names import SEQ
from mixpanel_dataset.ranking import DAY_MS, deciding, ranked
from mixpanel_dataset.runs import SEGMENT, Run, merged

if TYPE_CHECKING:
    import polars as pl

_RANKED: Final = 300
"""So many bytes, about, a row takes while it is ranked."""

_COPIES: Final = 4
"""So often, about, a row is in memory while it is merged."""


@frozen
class _Day:
    """The rows of one day, in order of user and time, and how many have each property."""

    run: Run
    rows: int
    counts: Counter[Column]

    @classmethod
    def write(cls, events: pl.DataFrame, file: Path) -> _Day:
        """Add *events*, which are in that order, to *file*."""
        run = Run.write(events.iter_slices(SEGMENT), ["distinct_id", "time"], file)
        return cls(run, len(events), census(events))


@frozen
class Spill:
    """Events on disk: what decides on them in order of time, and all of each day.

    *size* is what they took in memory, *last_line* the largest number of their lines.
    """

    deciding: Run
    days: Mapping[int, _Day]
    rows: int
    size: int
    last_line: int

    @classmethod
    def write(cls, frames: list[pl.DataFrame], file: Path, beside: Path) -> Spill:
        """Put the rows of *frames*, which are used up, into *file*, and *beside* it what decides on them."""
        import polars as pl

        needed = deciding(frames)
        in_time = Run.write(needed.sort("time").iter_slices(SEGMENT), ["time"], beside)
        order = needed.select("distinct_id", "time", day=pl.col("time") // DAY_MS).with_row_index("row")
        order = order.sort("day", "distinct_id", "time")
        events = joined(frames, order["row"])
        days: dict[int, _Day] = {}
        at = 0
        for number, rows in order["day"].rle().struct.unnest().select("value", "len").rows():
            days[number] = _Day.write(events.slice(at, rows), file)
            at += rows
        last_line: Any = needed[NUMBER].max()
        return cls(in_time, days, len(events), int(events.estimated_size()), last_line)


def days_of_spills(spills: Sequence[Spill], *, deduplicate: bool, memory: int) -> Iterator[Day]:
    """The days of events on disk, with so many bytes of them in memory at once, about."""
    numbers, days = _ranked(spills, deduplicate=deduplicate, rows=memory // _RANKED)
    rows = memory * sum(spill.rows for spill in spills) // sum(spill.size for spill in spills) // _COPIES
    for facts in days:
        parts = [spill.days[facts.day] for spill in spills if facts.day in spill.days]
        counts = sum((part.counts for part in parts), Counter[Column]())
        frames = Frames(partial(_kept, parts, numbers, rows))
        if facts.rows < sum(part.rows for part in parts):
            counts = sum(map(census, frames), Counter[Column]())
        yield Day(facts, counts, frames)


def _ranked(spills: Sequence[Spill], *, deduplicate: bool, rows: int) -> tuple[pl.Series, Sequence[Facts]]:
    """``seq`` by the number of the line, null for what does not stay; and the days."""
    import polars as pl

    lines = 1 + max(spill.last_line for spill in spills)
    numbers = pl.repeat(None, lines, dtype=pl.Int64, eager=True)
    days: dict[int, Facts] = {}
    after = -1
    for events in merged([spill.deciding for spill in spills], rows):
        order = ranked(events, deduplicate=deduplicate, after=after)
        numbers = numbers.scatter(order[NUMBER], order[SEQ])
        after = order[SEQ][-1]
        for facts in by_day(order):
            known = days.get(facts.day)
            days[facts.day] = known.joined(facts) if known else facts
    return numbers, [facts for _, facts in sorted(days.items())]


def _kept(parts: Sequence[_Day], numbers: pl.Series, rows: int) -> Iterator[pl.DataFrame]:
    """The rows that stay, with ``seq`` in place of the number of the line, in order of users and of that."""
    import polars as pl

    for frame in merged([part.run for part in parts], rows):
        found = numbers.gather(frame[NUMBER]).alias(SEQ)
        yield frame.drop(NUMBER).with_columns(found).filter(pl.col(SEQ).is_not_null()).sort("distinct_id", SEQ)
