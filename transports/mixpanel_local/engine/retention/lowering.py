"""A retention becomes SQL: who was born when, what they came back for, and integers by row, segment and bucket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.grouping import By, grouped
from mixpanel_local.engine.groups import Segments, segment_name, spread
from mixpanel_local.engine.measures import COUNT, RESULT, USER, VALUE
from mixpanel_local.engine.retention.plan import OfEvents, Retention
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.scan import Scan, Span, core_column
from mixpanel_local.engine.sql import Sql, alias, all_of, call, cast, column, is_null, not_null, number, text
from mixpanel_local.engine.sums import Sum

ROW: Final = "row"
BUCKET: Final = "k"
SIZE: Final = "size"
BIRTHS: Final = "births"
_PLACE: Final = "o"
_CLOCK: Final = "c"
_BORN: Final = "a"
_BACK: Final = "r"

Found: TypeAlias = Sequence[tuple[Sql, bool]]
"""Segments of events, and whether each is a list of segments."""


@frozen
class Lowering:
    """Writes the queries of *asked*, in the segments of its first *depth* groups."""

    store: Store
    now: datetime
    asked: Retention
    depth: int

    @property
    def segment(self) -> list[str]:
        """The columns that name a segment."""
        return [segment_name(at) for at in range(self.depth)]

    @property
    def _born_segment(self) -> list[str]:
        return [] if self.asked.by_return else self.segment

    def sizes(self) -> exp.Select | None:
        """How many users each row has, and how often they did the first event; None without events."""
        born = self._births()
        if born is None:
            return None
        size = alias(exp.Count(this=exp.Star()), SIZE)
        return grouped(
            born, [*self._born_segment, ROW], size, alias(cast(call("sum", column(BIRTHS)), "BIGINT"), BIRTHS)
        )

    def users(self) -> exp.Select | None:
        """How many users came back by bucket: where their criterion begins or ends to hold, for ``totals``."""
        returns = self._returns(amounts=False)
        if returns is None:
            return None
        user = [*self.segment, ROW, USER]
        if self.asked.criterion in _EXTREME:
            extreme = alias(call(_EXTREME[self.asked.criterion], column(BUCKET)), BUCKET)
            return COUNT.lower(grouped(returns, user, extreme), self._cells)
        cells = grouped(returns, [*user, BUCKET])
        if self.asked.criterion == "streak":
            cells = self._streaks(cells)
        return COUNT.lower(cells, self._cells)

    def amounts(self) -> exp.Select | None:
        """What was measured, by the bucket it happened in."""
        returns = self._returns(amounts=True)
        if returns is None:
            return None
        if self.asked.criterion == "streak":
            returns = self._of_streaks(returns)
        return (COUNT if self.asked.amount is None else Sum()).lower(returns, self._cells)

    @property
    def _cells(self) -> By:
        return By.of(*self.segment, ROW, BUCKET)

    def nobodys(self) -> list[exp.Select]:
        """The events of each kind that count for nobody."""
        asked = self.asked
        scans = (self.asked.scan(self.store, span) for span in (asked.rows.span, self._back_span()))
        nobody = is_null(_user())
        return [
            scan.select(alias(call("count"), RESULT), where=all_of([nobody, match(scan)]))
            for scan, match in zip(scans, (asked.born, asked.back), strict=True)
            if not scan.empty
        ]

    def _births(self) -> exp.Select | None:
        """One row per user, row and segment: when its clock starts."""
        asked = self.asked
        span = asked.rows.span
        scan = asked.scan(self.store, span)
        if scan.empty:
            return None
        columns = {ROW: asked.rows.key(span), _CLOCK: asked.buckets.clock(asked.rows.zone, span)}
        groups = self._segments(scan, here=not asked.by_return)
        return self._each_row(scan, columns, groups) if asked.recurring else self._first(scan, columns, groups)

    def _segments(self, scan: Scan, *, here: bool) -> Found:
        """The segments of events, where they are read on these."""
        groups = self.asked.groups[: self.depth] if here else ()
        return Segments(Conditions(scan, self.now), self.asked.rows.zone).of(groups)

    def _each_row(self, scan: Scan, columns: dict[str, Sql], groups: Found) -> exp.Select:
        pick = "min" if self.asked.early else "max"
        born = _events(scan, self.asked.born, columns, groups)
        return grouped(born, [*self._born_segment, ROW, USER], *_picked(pick, _PLACE, _CLOCK), _COUNTED)

    def _first(self, scan: Scan, columns: dict[str, Sql], groups: Found) -> exp.Select:
        """One birth per user, whose segment is that of the event itself."""
        born = _rows(scan, self.asked.born, columns, groups)
        parts = [alias(call("arg_min", column(name), column(_PLACE)), name) for name in self._born_segment]
        once = grouped(born, [USER], *parts, *_picked("min", ROW, _PLACE, _CLOCK), _COUNTED)
        return spread(once, [is_list for _, is_list in groups], [USER, ROW, _PLACE, _CLOCK, BIRTHS])

    def _returns(self, *, amounts: bool) -> exp.Select | None:
        """One row per return of a born user, with its bucket."""
        born, back = self._births(), self._back(amounts=amounts)
        if born is None or back is None:
            return None
        passed = column(_CLOCK, _BACK) - column(_CLOCK, _BORN)
        later = exp.GTE if self._event_counts else exp.GT
        same = column(USER, _BORN).eq(column(USER, _BACK))
        on = exp.and_(same, later(this=column(_PLACE, _BACK), expression=column(_PLACE, _BORN)))
        kept = [column(name, _BORN) for name in (*self._born_segment, ROW, USER)]
        kept += [column(name, _BACK) for name in self.segment[len(self._born_segment) :]]
        extra = [column(VALUE, _BACK)] if amounts else []
        key = alias(self.asked.buckets.key(passed), BUCKET)
        found = exp.select(*kept, *extra, key).from_(born.subquery(_BORN))
        joined = found.join(back.subquery(_BACK), on=on)
        return joined if self._open_end else _within(joined, self.asked.buckets.count)

    def _back(self, *, amounts: bool) -> exp.Select | None:
        asked = self.asked
        scan = asked.scan(self.store, self._back_span())
        if scan.empty:
            return None
        columns = {_CLOCK: asked.buckets.clock(asked.rows.zone, scan.span)}
        if amounts:
            columns[VALUE] = number(1) if asked.amount is None else asked.amount(scan)
        groups = self._segments(scan, here=asked.by_return)
        return _events(scan, asked.back, columns, groups)

    def _back_span(self) -> Span:
        asked = self.asked
        span = asked.buckets.span(asked.rows)
        if not (self._open_end and self.store.days):
            return span
        last = self.store.days[-1]
        return Span(span.start, max(span.end, Zone("UTC").span(last, last).end))

    def _streaks(self, cells: exp.Select) -> exp.Select:
        """Of each user's buckets those that have all buckets before them."""
        before = exp.Window(
            this=call("row_number"),
            partition_by=[column(name) for name in (*self.segment, ROW, USER)],
            order=exp.Order(expressions=[exp.Ordered(this=column(BUCKET))]),
        )
        counted = exp.select("*", alias(before - number(1), "before")).from_(cells.subquery("x"))
        return exp.select("*").from_(counted.subquery("y")).where(column("before").eq(column(BUCKET)))

    def _of_streaks(self, returns: exp.Select) -> exp.Select:
        """The returns in buckets of streaks."""
        user = [*self.segment, ROW, USER, BUCKET]
        streaks = self._streaks(grouped(returns, user)).subquery("z")
        same = all_of(column(name, "z").eq(column(name, _BACK)) for name in user)
        kept = [column(name, _BACK) for name in (*user, VALUE)]
        return exp.select(*kept).from_(returns.subquery(_BACK)).join(streaks, on=same)

    @property
    def _event_counts(self) -> bool:
        # docs/reports/retention, Streak mode: where both events are the same, the first one counts.
        return self.asked.event_counts or self.asked.criterion == "streak"

    @property
    def _open_end(self) -> bool:
        return self.asked.open_end and self.asked.criterion == "on or after"


_COUNTED: Final = alias(exp.Count(this=exp.Star()), BIRTHS)
_EXTREME: Final = {"on or after": "max", "on or before": "min"}


def _events(scan: Scan, match: OfEvents, columns: dict[str, Sql], groups: Found) -> exp.Select:
    """The users' events that *match*, once in each of their segments."""
    return spread(_rows(scan, match, columns, groups), [is_list for _, is_list in groups], [USER, _PLACE, *columns])


def _rows(scan: Scan, match: OfEvents, columns: dict[str, Sql], groups: Found) -> exp.Select:
    user = _user()
    parts = [alias(segment, segment_name(at)) for at, (segment, _) in enumerate(groups)]
    named = {USER: user, _PLACE: scan.place(), **columns}
    parts += [alias(value, name) for name, value in named.items()]
    return scan.select(*parts, where=all_of([not_null(user), match(scan)]))


def _user() -> Sql:
    return call("nullif", core_column(USER_COLUMN), text(""))


def _picked(function: str, *names: str) -> list[Sql]:
    return [alias(call(function, column(name)), name) for name in names]


def _within(returns: exp.Select, count: int) -> exp.Select:
    return exp.select("*").from_(returns.subquery("w")).where(column(BUCKET) < number(count))
