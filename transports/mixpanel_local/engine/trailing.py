"""Measurements that look beyond one interval: users of the last days, and users so far."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval, day_number
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import KEY, METRIC, RESULT, USER, USERS, Measure
from mixpanel_local.engine.sql import Sql, alias, call, case, cast, column, not_null, number
from mixpanel_local.engine.table import Table
from mixpanel_local.engine.value import Value


@frozen
class ActiveUsers:
    """Users seen in the days that end with the interval's last day: DAU, WAU, MAU (docs/reports/insights).

    *days* says how many they are, of each metric: their events are read once, whatever the windows.
    """

    days: tuple[int, ...]
    empty: int = 0
    further: int = 0
    needs: frozenset[str] = frozenset()
    of_users: bool = True
    of_numbers: bool = False

    @property
    def lookback(self) -> int:
        """The days before the first one that its longest window reaches."""
        return max(self.days) - 1

    @property
    def rank(self) -> Measure:
        """Users."""
        return USERS

    def reads(self, value: Value) -> Sql:
        """Nothing in particular."""
        return value.label()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Per day, how many users begin and how many cease to be active.

        A user seen on a day is active for so many days, or until seen again: each user's stretches never overlap, so no
        join of days with days is needed.
        """
        segment = [name for name in by.names if name != KEY]
        seen = by.also(USER).group(rows)
        stretches = exp.select("*", alias(_next_day(segment), "again")).from_(seen.subquery("d"))
        if METRIC not in by.keys and len(self.days) > 1:
            # The metrics are of the same events: only their windows are each one's own.
            each = call("unnest", exp.Array(expressions=[number(at) for at in range(len(self.days))]))
            stretches = exp.select("*", alias(each, METRIC)).from_(stretches.subquery("e"))
            segment, by = [*segment, METRIC], by.also(METRIC)
        until = call("least", column(KEY) + self._window(), column("again"))
        begin = _changes(segment, column(KEY), 1, {name: column(name) for name in by.tallies})
        cease = _changes(segment, until, -1, dict.fromkeys(by.tallies, number(0)))
        changes = by.rolled().group(begin.union(cease, distinct=False), _CHANGE)
        return changes.with_(_STRETCHES, as_=stretches, materialized=True, copy=False)

    def _window(self) -> Sql:
        """How many days users stay active."""
        if len(self.days) == 1:
            return number(self.days[0])
        return case(*((column(METRIC).eq(number(at)), number(days)) for at, days in enumerate(self.days)))

    def finish(self, table: Table, intervals: Sequence[Interval]) -> Table:
        """The running sum of the changes, on each interval's last day."""
        lasts = [day_number(interval.last) for interval in intervals]
        return _running(table, intervals, lasts)


@frozen
class UsersSoFar:
    """Users seen since the range began."""

    empty: int = 0
    further: int = 0
    lookback: None = None
    needs: frozenset[str] = frozenset()
    of_users: bool = True
    of_numbers: bool = False

    @property
    def rank(self) -> Measure:
        """Users."""
        return USERS

    def reads(self, value: Value) -> Sql:
        """Nothing in particular."""
        return value.label()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Per interval, how many users are seen for the first time."""
        first = alias(call("min", column(KEY)), KEY)
        others = tuple(key for key in by.keys if key != KEY)
        users = evolve(by, keys=(*others, USER)).group(rows, first)
        return by.rolled().group(users, alias(call("count", column(USER)), RESULT))

    def finish(self, table: Table, intervals: Sequence[Interval]) -> Table:
        """The running sum."""
        return _running(table, intervals, [interval.key for interval in intervals])


_STRETCHES: Final = "stretches"
_CHANGE: Final = alias(cast(call("sum", column("change")), "BIGINT"), RESULT)


def _next_day(segment: Sequence[str]) -> Sql:
    return exp.Window(
        this=call("lead", column(KEY)),
        partition_by=[column(name) for name in (*segment, USER)],
        order=exp.Order(expressions=[exp.Ordered(this=column(KEY))]),
    )


def _changes(segment: Sequence[str], day: Sql, change: int, tallies: Mapping[str, Sql]) -> exp.Select:
    """What a stretch changes on *day*; one of nobody changes nothing."""
    columns = {
        **{name: column(name) for name in segment},
        KEY: day,
        "change": case((not_null(column(USER)), number(change)), default=number(0)),
        **tallies,
    }
    return exp.select(*(alias(value, name) for name, value in columns.items())).from_(exp.to_table(_STRETCHES))


def _running(table: Table, intervals: Sequence[Interval], at: Sequence[int]) -> Table:
    """Per segment, the sum of all values up to each place of *at*, one row per interval."""
    segment = [name for name in table.columns if name not in (KEY, RESULT)]
    rows: list[tuple[Any, ...]] = []
    for path, days, values in _by_segment(table, segment):
        sums = [0, *accumulate(values)]
        rows += [
            (*path, interval.key, sums[bisect_right(days, until)])
            for interval, until in zip(intervals, at, strict=True)
        ]
    return Table.of([*segment, KEY, RESULT], rows)


def _by_segment(table: Table, segment: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], list[int], list[int]]]:
    parts: dict[tuple[Any, ...], list[tuple[int, int]]] = defaultdict(list)
    for *path, day, change in table.rows(*segment, KEY, RESULT):
        parts[tuple(path)].append((day, change))
    for found, changes in parts.items():
        changes.sort()
        yield found, [day for day, _ in changes], [change for _, change in changes]
