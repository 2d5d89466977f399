"""A retention becomes SQL: who was born when, what they came back for, and integers by row, segment and bucket.

The events that count are read once; what each depth of breakdowns makes of them stands beside it in common tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from attrs import field, frozen
from sqlglot import exp

from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.funnel.plan import Occurrence, between
from mixpanel_local.engine.grouping import By, grouped
from mixpanel_local.engine.groups import Segments, segment_name, spread
from mixpanel_local.engine.measures import COUNT, RESULT, USER, VALUE
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.retention.after import After, frequencies
from mixpanel_local.engine.retention.plan import Retention
from mixpanel_local.engine.scan import TIME, core_column
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.sql import (
    Sql,
    alias,
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    floor_to,
    is_null,
    null,
    number,
    text,
    union,
)
from mixpanel_local.engine.sums import PARTS, Sum

DEPTH: Final = "depth"
ROW: Final = "row"
BUCKET: Final = "k"
SIZE: Final = -1
"""In place of a bucket: how many users a row has."""
BIRTHS: Final = -2
"""In place of a bucket: how often they did the first event."""

_EVENTS: Final = "events"
_STARTED: Final = "started"
_RETURNED: Final = "returned"
_PLACE: Final = "o"
_CLOCK: Final = "c"
_CELL: Final = "cell"
_COUNT: Final = "births"
_BORN: Final = "a"
_BACK: Final = "r"
_EXTREME: Final = {"on or after": "max", "on or before": "min"}


@frozen
class Lowering:
    """Writes the queries of *asked* about the events *tests* are about, in the segments of so many groups: *depths*."""

    asked: Retention
    tests: Conditions
    depths: Sequence[int] = field(default=(0,))

    def counts(self, users: Sql) -> exp.Query:
        """How many of the *users*, a condition, each row has, and how many came back by bucket, for ``totals``."""
        tables = self._tables(users, amounts=False)
        parts = [part for depth in self.depths for part in self._counted(depth)]
        return _with(union(parts), tables)

    def amounts(self, users: Sql) -> exp.Query:
        """What was measured of the *users*, a condition, by the bucket it happened in: the parts of sums."""
        tables = self._tables(users, amounts=True)
        return _with(union([self._measured(depth) for depth in self.depths]), tables)

    def nobodys(self) -> exp.Select:
        """How many events count for nobody; one that is of both kinds twice."""
        nobody = any_of([is_null(core_column(USER_COLUMN)), core_column(USER_COLUMN).eq(text(""))])
        kinds = [exp.Filter(this=call("count"), expression=exp.Where(this=kind)) for kind in (self._born, self._back)]
        return self.tests.scan.select(alias(kinds[0] + kinds[1], RESULT), where=nobody)

    @cached_property
    def _born(self) -> Sql:
        """SQL: whether an event can be a birth."""
        in_time = core_column(TIME) < number(self.asked.rows.span.end)
        return all_of([in_time, self._matching(self.asked.born)])

    @cached_property
    def _back(self) -> Sql:
        """SQL: whether an event can be a return."""
        return self._matching(self.asked.back)

    def _matching(self, wanted: Occurrence) -> Sql:
        return self.tests.matches(wanted.arms, wanted.filters)

    @cached_property
    def _groups(self) -> Sequence[tuple[Sql, bool]]:
        """Segments of events, and whether each is a list of segments."""
        segments = Segments(self.tests, self.asked.rows.zone)
        return [
            segments.of([group])[0]
            if (target := between(group.property)) is None
            # It stands beside the events when they are counted.
            else segments.of_value(group, self._after.value(target))
            for group in self.asked.groups[: max(self.depths)]
        ]

    @cached_property
    def _after(self) -> After:
        reach = self.asked.buckets.reach if self.asked.after_end else None
        return After(frequencies(self.asked), _PLACE, _CLOCK, reach)

    def _named(self, read: Sql, *, counted: bool) -> dict[str, Sql]:
        """Segments of events that *read* holds for, by column: of those that are *counted* after them, or the others.

        Segments of events on which no breakdown is read may cost much, and mean nothing.
        """
        groups = enumerate(zip(self.asked.groups, self._groups, strict=False))
        return {
            segment_name(at): case((read, segment))
            for at, (group, (segment, _)) in groups
            if (between(group.property) is not None) is counted
        }

    def _lists(self, depth: int) -> Sequence[bool]:
        return [is_list for _, is_list in self._groups[:depth]]

    def _tables(self, users: Sql, *, amounts: bool) -> Iterator[tuple[str, exp.Query]]:
        """The common tables: all events that count, and births and returns at every depth."""
        yield _EVENTS, self._events(users, amounts=amounts)
        for depth in self._born_depths:
            yield f"{_BORN}{depth}", self._births(depth)
        for depth in self._back_depths:
            yield f"{_BACK}{depth}", self._returns(depth, amounts=amounts)

    @property
    def _born_depths(self) -> Sequence[int]:
        return (0,) if self.asked.by_return else self.depths

    @property
    def _back_depths(self) -> Sequence[int]:
        return self.depths if self.asked.by_return else (0,)

    def _events(self, users: Sql, *, amounts: bool) -> exp.Query:
        """The *users'* events that can be births or returns."""
        asked, scan = self.asked, self.tests.scan
        read = self._back if asked.by_return else self._born
        columns = {
            USER: core_column(USER_COLUMN),
            _PLACE: scan.place(),
            _CLOCK: asked.buckets.clock(asked.rows.zone, scan.span),
            ROW: asked.rows.key(scan.span),
            _STARTED: self._born,
            _RETURNED: self._back,
            **({VALUE: self._amount} if amounts else {}),
            **self._named(read, counted=False),
            **self._after.flags(self.tests),
        }
        parts = (alias(value, name) for name, value in columns.items())
        read_once = scan.select(*parts, where=users).subquery("x")
        counted = list(self._after.flags(self.tests))
        events = exp.select("*").from_(read_once).where(any_of(map(column, (_STARTED, _RETURNED, *counted))))
        return self._with_counts(events) if counted else events

    def _with_counts(self, events: exp.Query) -> exp.Query:
        """The same births and returns, with what is counted after each; births only where that passes."""
        counted = exp.select("*", *self._after.counts()).from_(events.subquery("y"))
        conditions = ((one, between(one.property)) for one in self.asked.after)
        passing = [self.tests.on(self._after.value(target), one) for one, target in conditions if target is not None]
        started = alias(all_of([column(_STARTED), *passing]), _STARTED)
        segments = (alias(each, name) for name, each in self._named(column(_STARTED), counted=True).items())
        kept = exp.select(exp.Star(replace=[started]), *segments).from_(counted.subquery("z"))
        return kept.where(any_of([column(_STARTED), column(_RETURNED)]))

    @property
    def _amount(self) -> Sql:
        wanted = self.asked.amount
        return number(1.0) if wanted is None else value_of(self.tests.scan, wanted).as_number()

    def _births(self, depth: int) -> exp.Query:
        """One row per user, row and segment: when its clock starts."""
        names = _segments(depth)
        born = exp.select(*map(column, [USER, _PLACE, _CLOCK, ROW, *names])).from_(exp.to_table(_EVENTS))
        born = born.where(column(_STARTED))
        if self.asked.recurring:
            pick = "min" if self.asked.early else "max"
            each = spread(born, self._lists(depth), [USER, _PLACE, _CLOCK, ROW])
            return grouped(each, [*names, ROW, USER], *_picked(pick, _PLACE, _CLOCK), _COUNTED)
        # One birth per user, whose segment is that of the event itself.
        parts = [alias(call("arg_min", column(name), column(_PLACE)), name) for name in names]
        once = grouped(born, [USER], *parts, *_picked("min", ROW, _PLACE, _CLOCK), _COUNTED)
        return spread(once, self._lists(depth), [USER, ROW, _PLACE, _CLOCK, _COUNT])

    def _returns(self, depth: int, *, amounts: bool) -> exp.Query:
        """What users came back to do: every time, or no more often than it takes to know in which buckets."""
        names, others = _segments(depth), [USER, _PLACE, _CLOCK, *([VALUE] if amounts else [])]
        every = exp.select(*map(column, [*others, *names])).from_(exp.to_table(_EVENTS)).where(column(_RETURNED))
        every = spread(every, self._lists(depth), others)
        return every if amounts else self._told(every, [*names, USER])

    def _told(self, every: exp.Query, user: Sequence[str]) -> exp.Query:
        """The first and the last return in each cell of the clock, which are as long as the shortest bucket.

        A bucket that begins inside a cell has a return there if the last one is not before it, and one in the next cell
        if the first one there is not behind it. So a busy user makes no more rows than time has cells.
        """
        cell = alias(floor_to(column(_CLOCK), self.asked.buckets.step), _CELL)
        celled = exp.select("*", cell).from_(every.subquery("x"))
        ends = (_ends(name) for name in (_PLACE, _CLOCK))
        by_cell = By((*user, _CELL)).group(celled, *ends)
        return exp.select(*map(column, [*user, _PLACE, _CLOCK])).from_(by_cell.subquery("y"))

    def _counted(self, depth: int) -> Iterator[exp.Query]:
        names = self._born_names(depth)
        if depth in self._born_depths:
            births = exp.to_table(f"{_BORN}{depth}")
            for bucket, value in ((SIZE, exp.Count(this=exp.Star())), (BIRTHS, call("sum", column(_COUNT)))):
                whole = exp.select(
                    *self._keys(depth, names), alias(number(bucket), BUCKET), alias(cast(value, "BIGINT"), RESULT)
                )
                yield whole.from_(births.copy()).group_by(*map(column, [*names, ROW]))
        yield self._shown(depth, COUNT.lower(self._cells(depth), By.of(*_segments(depth), ROW, BUCKET)), RESULT)

    def _born_names(self, depth: int) -> Sequence[str]:
        return () if self.asked.by_return else _segments(depth)

    def _cells(self, depth: int) -> exp.Query:
        """One row per user, row, segment and bucket that their criterion begins or ends to hold in."""
        returns, user = self._buckets(depth, amounts=False), [*_segments(depth), ROW, USER]
        if self.asked.criterion in _EXTREME:
            return grouped(returns, user, alias(call(_EXTREME[self.asked.criterion], column(BUCKET)), BUCKET))
        cells = grouped(returns, [*user, BUCKET])
        return _streaks(cells, user) if self.asked.criterion == "streak" else cells

    def _measured(self, depth: int) -> exp.Query:
        returns = self._buckets(depth, amounts=True)
        if self.asked.criterion == "streak":
            returns = _of_streaks(returns, [*_segments(depth), ROW, USER])
        return self._shown(depth, Sum().lower(returns, By.of(*_segments(depth), ROW, BUCKET)), *PARTS)

    def _shown(self, depth: int, results: exp.Query, *names: str) -> exp.Query:
        shown = exp.select(*self._keys(depth, _segments(depth)), column(BUCKET), *map(column, names))
        return shown.from_(results.subquery("z"))

    def _keys(self, depth: int, names: Sequence[str]) -> Iterator[Sql]:
        """The depth, its segments, none in place of deeper ones, and the row."""
        yield alias(number(depth), DEPTH)
        for name in _segments(max(self.depths)):
            yield column(name) if name in names else alias(null(), name)
        yield column(ROW)

    def _buckets(self, depth: int, *, amounts: bool) -> exp.Query:
        """One row per return of a born user, with its bucket."""
        by_return = self.asked.by_return
        passed = column(_CLOCK, _BACK) - column(_CLOCK, _BORN)
        later = exp.GTE if self._event_counts else exp.GT
        same = column(USER, _BORN).eq(column(USER, _BACK))
        on = exp.and_(same, later(this=column(_PLACE, _BACK), expression=column(_PLACE, _BORN)))
        kept = [column(name, _BORN) for name in (ROW, USER)]
        kept += [column(name, _BACK if by_return else _BORN) for name in _segments(depth)]
        kept += [column(VALUE, _BACK)] if amounts else []
        key = alias(self.asked.buckets.key(passed), BUCKET)
        born, back = (0, depth) if by_return else (depth, 0)
        found = exp.select(*kept, key).from_(exp.to_table(f"{_BORN}{born}", alias=_BORN))
        joined = found.join(exp.to_table(f"{_BACK}{back}", alias=_BACK), on=on)
        return joined if self.asked.goes_on else _within(joined, self.asked.buckets.count)

    @property
    def _event_counts(self) -> bool:
        # docs/reports/retention, Streak mode: where both events are the same, the first one counts.
        return self.asked.event_counts or self.asked.criterion == "streak"


_COUNTED: Final = alias(exp.Count(this=exp.Star()), _COUNT)


def _segments(depth: int) -> list[str]:
    """The columns that name a segment."""
    return [segment_name(at) for at in range(depth)]


def _with(query: exp.Query, tables: Iterator[tuple[str, exp.Query]]) -> exp.Query:
    """*query* with common *tables* that are made once each."""
    for name, table in tables:
        query = query.with_(name, as_=table, materialized=True, copy=False)
    return query


def _streaks(cells: exp.Query, user: Sequence[str]) -> exp.Query:
    """Of each user's buckets those that have all buckets before them."""
    before = exp.Window(
        this=call("row_number"),
        partition_by=[column(name) for name in user],
        order=exp.Order(expressions=[exp.Ordered(this=column(BUCKET))]),
    )
    counted = exp.select("*", alias(before - number(1), "before")).from_(cells.subquery("x"))
    return exp.select("*").from_(counted.subquery("y")).where(column("before").eq(column(BUCKET)))


def _of_streaks(returns: exp.Query, user: Sequence[str]) -> exp.Query:
    """The returns in buckets of streaks."""
    keys = [*user, BUCKET]
    streaks = _streaks(grouped(returns, keys), user).subquery("z")
    same = all_of(column(name, "z").eq(column(name, _BACK)) for name in keys)
    kept = [column(name, _BACK) for name in (*keys, VALUE)]
    return exp.select(*kept).from_(returns.subquery(_BACK)).join(streaks, on=same)


def _ends(name: str) -> Sql:
    """The least and the largest value of that column, in two rows; in one, if there is no other event."""
    least, most = (call(function, column(name)) for function in ("min", "max"))
    first, last = (call(function, column(_PLACE)) for function in ("min", "max"))
    values = case((first.eq(last), call("list_value", least)), default=call("list_value", least, most))
    return alias(call("unnest", values), name)


def _picked(function: str, *names: str) -> list[Sql]:
    return [alias(call(function, column(name)), name) for name in names]


def _within(returns: exp.Select, count: int) -> exp.Select:
    return exp.select("*").from_(returns.subquery("w")).where(column(BUCKET) < number(count))
