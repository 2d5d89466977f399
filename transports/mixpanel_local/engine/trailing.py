"""Measurements that look beyond one interval: users of the last days, and users so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval, day_number
from mixpanel_local.engine.measures import KEY, RESULT, USER, USERS, Measure, grouped
from mixpanel_local.engine.sql import Sql, alias, call, column, not_null, number
from mixpanel_local.engine.value import Value

if TYPE_CHECKING:
    import polars as pl


@frozen
class ActiveUsers:
    """Users seen in the *days* that end with the interval's last day: DAU, WAU, MAU (docs/reports/insights)."""

    days: int
    empty: int = 0

    @property
    def lookback(self) -> int:
        """The days before the first one that its window reaches."""
        return self.days - 1

    @property
    def rank(self) -> Measure:
        """Users."""
        return USERS

    def reads(self, value: Value) -> Sql:
        """Nothing in particular."""
        return value.label()

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """Per day, how many users begin and how many cease to be active.

        A user seen on a day is active for *days* days, or until seen again: each user's stretches never overlap, so no
        join of days with days is needed.
        """
        segment = [key for key in keys if key != KEY]
        seen = grouped(rows, [*segment, USER, KEY], where=not_null(column(USER)))
        stretches = exp.select("*", alias(_next_day(segment), "again")).from_(seen.subquery("d"))
        until = call("least", column(KEY) + number(self.days), column("again"))
        begin = _changes(stretches, segment, column(KEY), 1)
        cease = _changes(stretches, segment, until, -1)
        return grouped(exp.select("*").from_(begin.union(cease, distinct=False).subquery("c")), keys, _CHANGE)

    def finish(self, frame: pl.DataFrame, intervals: Sequence[Interval]) -> pl.DataFrame:
        """The running sum of the changes, on each interval's last day."""
        lasts = [day_number(interval.last) for interval in intervals]
        return _running(frame, intervals, lasts)


@frozen
class UsersSoFar:
    """Users seen since the range began."""

    empty: int = 0
    lookback: None = None

    @property
    def rank(self) -> Measure:
        """Users."""
        return USERS

    def reads(self, value: Value) -> Sql:
        """Nothing in particular."""
        return value.label()

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """Per interval, how many users are seen for the first time."""
        segment = [key for key in keys if key != KEY]
        first = alias(call("min", column(KEY)), KEY)
        users = grouped(rows, [*segment, USER], first, where=not_null(column(USER)))
        return grouped(users, keys, alias(exp.Count(this=exp.Star()), RESULT))

    def finish(self, frame: pl.DataFrame, intervals: Sequence[Interval]) -> pl.DataFrame:
        """The running sum."""
        return _running(frame, intervals, [interval.key for interval in intervals])


_CHANGE = alias(call("sum", column("change")), RESULT)


def _next_day(segment: Sequence[str]) -> Sql:
    return exp.Window(
        this=call("lead", column(KEY)),
        partition_by=[column(name) for name in (*segment, USER)],
        order=exp.Order(expressions=[exp.Ordered(this=column(KEY))]),
    )


def _changes(stretches: exp.Select, segment: Sequence[str], day: Sql, change: int) -> exp.Select:
    kept = [column(name) for name in segment]
    return exp.select(*kept, alias(day, KEY), alias(number(change), "change")).from_(stretches.subquery("x"))


def _running(frame: pl.DataFrame, intervals: Sequence[Interval], at: Sequence[int]) -> pl.DataFrame:
    """Per segment, the sum of all values up to each place of *at*, one row per interval."""
    import polars as pl

    segment = [name for name in frame.columns if name not in (KEY, RESULT)]
    rows: list[tuple[object, ...]] = []
    for path, days, values in _by_segment(frame, segment):
        sums = [0, *accumulate(values)]
        rows += [
            (*path, interval.key, sums[bisect_right(days, until)])
            for interval, until in zip(intervals, at, strict=True)
        ]
    schema = {**dict.fromkeys(segment, pl.String), KEY: pl.Int64, RESULT: pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _by_segment(frame: pl.DataFrame, segment: Sequence[str]) -> Iterator[tuple[tuple[str, ...], list[int], list[int]]]:
    ordered = frame.sort(KEY)
    parts = ordered.partition_by(segment, as_dict=True) if segment else {(): ordered}
    for path, part in parts.items():
        yield path, part[KEY].to_list(), [int(change) for change in part[RESULT]]
