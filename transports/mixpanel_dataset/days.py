"""The events of a window by UTC date, each date's in the order they are stored in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.gathering import NUMBER
from mixpanel_dataset.layout import census
from mixpanel_dataset.names import SEQ
from mixpanel_dataset.ranking import DAY_MS, NEEDED, ranked
from mixpanel_dataset.runs import Run, time_ranges, user_ranges

if TYPE_CHECKING:
    import polars as pl

_NARROW: Final = 150
"""So many bytes, about, a row has in the columns that decide."""

_ROW: Final = "row"


@frozen
class Facts:
    """A UTC date, counted from 1970, its *rows*, how many of them have no ``$insert_id``, the first and last time."""

    day: int
    rows: int
    unnamed: int
    first_ms: int
    last_ms: int

    def joined(self, later: Facts) -> Facts:
        """The facts of these events and of *later* ones of the same day."""
        return Facts(self.day, self.rows + later.rows, self.unnamed + later.unnamed, self.first_ms, later.last_ms)


@frozen
class Day:
    """The events of a day, sorted by user and number, in one frame or more; how many have each property."""

    facts: Facts
    counts: Counter[Column]
    frames: Iterable[pl.DataFrame]


def days_of(events: pl.DataFrame, *, deduplicate: bool) -> Iterator[Day]:
    """The days of events in memory."""
    order = ranked(events.select(NEEDED).with_row_index(_ROW), deduplicate=deduplicate)
    offset = 0
    for facts in _by_day(order):
        part = order.slice(offset, facts.rows).select("distinct_id", _ROW, SEQ).sort("distinct_id", SEQ)
        frame = events.drop(NUMBER)[part[_ROW]].with_columns(part[SEQ])
        yield Day(facts, census(frame), [frame])
        offset += facts.rows


def days_of_runs(runs: Sequence[Run], *, deduplicate: bool, memory: int) -> Iterator[Day]:
    """The days of events on disk, with so many bytes of them in memory at once, about."""
    numbers, days = _ranked_runs(runs, deduplicate=deduplicate, rows=memory // _NARROW)
    rows_at_once = memory * sum(run.rows for run in runs) // sum(run.size for run in runs) // 2
    for facts in days:
        read = sum(run.days[facts.day].rows for run in runs if facts.day in run.days)
        counts = _counts(runs, facts.day, numbers if facts.rows < read else None)
        yield Day(facts, counts, _merged(runs, facts.day, numbers, rows_at_once))


def _by_day(order: pl.DataFrame) -> list[Facts]:
    """The days of ranked events."""
    import polars as pl

    time = pl.col("time")
    days = order.group_by((time // DAY_MS).alias("day"), maintain_order=True)
    unnamed = pl.col("insert_id").is_null().sum()
    found = days.agg(pl.len().alias("rows"), unnamed, time.min().alias("first"), time.max().alias("last"))
    return [Facts(*facts) for facts in found.rows()]


def _ranked_runs(runs: Sequence[Run], *, deduplicate: bool, rows: int) -> tuple[pl.Series, Sequence[Facts]]:
    """``seq`` by the number of the line, null for what does not stay; and the days."""
    import polars as pl

    lines = 1 + max(run.last_line for run in runs)
    numbers = pl.repeat(None, lines, dtype=pl.Int64, eager=True)
    days: dict[int, Facts] = {}
    after = -1
    for span in time_ranges(runs, rows):
        order = ranked(pl.concat([run.needed(*span) for run in runs]), deduplicate=deduplicate, after=after)
        numbers = numbers.scatter(order[NUMBER], order[SEQ])
        after = order[SEQ][-1]
        for facts in _by_day(order):
            known = days.get(facts.day)
            days[facts.day] = known.joined(facts) if known else facts
    return numbers, [facts for _, facts in sorted(days.items())]


def _counts(runs: Sequence[Run], day: int, numbers: pl.Series | None) -> Counter[Column]:
    """How often each property stands in the rows of *day*; with *numbers*, in those that stay."""
    found: Counter[Column] = Counter()
    for run in runs:
        if (part := run.days.get(day)) is None:
            continue
        found += part.counts if numbers is None else census(_numbered(run.slice(part.offset, part.rows), numbers))
    return found


def _merged(runs: Sequence[Run], day: int, numbers: pl.Series, rows: int) -> Iterator[pl.DataFrame]:
    import polars as pl

    for parts in user_ranges(runs, day, rows):
        if parts:
            yield _numbered(pl.concat(parts, how="diagonal", rechunk=True), numbers).sort("distinct_id", SEQ)


def _numbered(frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """The rows that stay, with ``seq`` in place of the number of the line."""
    import polars as pl

    found = numbers.gather(frame[NUMBER])
    return frame.drop(NUMBER).with_columns(found.alias(SEQ)).filter(pl.col(SEQ).is_not_null())
