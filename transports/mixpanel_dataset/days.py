"""The events of a window by UTC date, each date's in the order they are stored in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.gathering import NUMBER, joined
from mixpanel_dataset.layout import census
from mixpanel_dataset.names import SEQ
from mixpanel_dataset.ranking import DAY_MS, deciding, ranked

if TYPE_CHECKING:
    import polars as pl

_ROW: Final = "row"


@frozen
class Facts:
    """A UTC date, counted from 1970, its *rows*, how many of them have no ``$insert_id``, the first and last time."""

    day: int
    rows: int
    unnamed: int
    first_ms: int
    last_ms: int

    def joined(self, more: Facts) -> Facts:
        """The facts of these events and of *more* of the same day."""
        first, last = min(self.first_ms, more.first_ms), max(self.last_ms, more.last_ms)
        return Facts(self.day, self.rows + more.rows, self.unnamed + more.unnamed, first, last)


@frozen
class Frames:
    """Frames that are made anew for each who goes through them."""

    make: Callable[[], Iterator[pl.DataFrame]]

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return self.make()


@frozen
class Day:
    """The events of a day, sorted by user and number, in one frame or more; how many have each property."""

    facts: Facts
    counts: Counter[Column]
    frames: Frames


def days_of(frames: list[pl.DataFrame], *, deduplicate: bool, beside: int | None = None) -> Iterator[Day]:
    """The days of the events in *frames*, which are used up; *beside* is that of ``ranked``."""
    import polars as pl

    order = ranked(deciding(frames).with_row_index(_ROW), deduplicate=deduplicate, beside=beside)
    order = order.select("time", "insert_id", "distinct_id", _ROW, SEQ)
    days = by_day(order)
    starts = [0, *accumulate(facts.rows for facts in days)]
    parts = [order.slice(start, facts.rows) for start, facts in zip(starts, days, strict=False)]
    stored = pl.concat([part.sort("distinct_id", SEQ) for part in parts])
    events = joined(frames, stored[_ROW]).drop(NUMBER).with_columns(stored[SEQ])
    for start, facts in zip(starts, days, strict=False):
        part = events.slice(start, facts.rows)
        yield Day(facts, census(part), Frames(partial(iter, [part])))


def by_day(order: pl.DataFrame) -> list[Facts]:
    """The days of ranked events."""
    import polars as pl

    time = pl.col("time")
    days = order.group_by((time // DAY_MS).alias("day"), maintain_order=True)
    unnamed = pl.col("insert_id").is_null().sum()
    found = days.agg(pl.len().alias("rows"), unnamed, time.min().alias("first"), time.max().alias("last"))
    return [Facts(*facts) for facts in found.rows()]
