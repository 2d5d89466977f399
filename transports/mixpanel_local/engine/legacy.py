"""Legacy reports: events per interval, by event or by the value of an expression; and numbers of an expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.buckets import Buckets, bucket
from mixpanel_local.engine.calendar import (
    Interval,
    Unit,
    Zone,
    day_key,
    day_number,
    interval_key,
    intervals,
    intervals_of_days,
)
from mixpanel_local.engine.expression import condition
from mixpanel_local.engine.formula import Arithmetic, parse_formula
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.groups import segment_name, spread, value_segment
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.measures import COUNT, KEY, RESULT, USER, USERS, VALUE, Measure
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.points import Line, Points, combine, points_of
from mixpanel_local.engine.scan import EVENT, Scan, core_column
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.sql import Sql, alias, all_of, call, modulo, not_null, number, text
from mixpanel_local.engine.sums import Sum
from mixpanel_local.engine.table import Run
from mixpanel_local.engine.value import Value

Counting: TypeAlias = Literal["general", "unique", "average"]
On: TypeAlias = Callable[[Scan], Value]

_CLOCK: Final = ("minute", "hour")
_SEGMENT: Final = segment_name(0)


@frozen
class LegacyPlan:
    """How often *events* happened per *unit* or *interval* of days, by the value of *on*, or by event without one.

    *values* are the only segments wanted; else the *limit* largest ones are. *until* leaves out what begins later, and
    with *latest* only so many of the last intervals stay.
    """

    events: tuple[str, ...]
    first: date
    last: date
    unit: Unit = "day"
    interval: int | None = None
    counting: Counting = "general"
    on: On | None = None
    where: Node | None = None
    values: tuple[str, ...] = ()
    limit: int = 60
    until: datetime | None = None
    latest: int | None = None


@frozen
class Legacy:
    """Answers *plan* from *store*; *run* executes SQL."""

    store: Store
    run: Run
    zone: Zone
    plan: LegacyPlan

    def counts(self) -> dict[str, Any]:
        """``{data: {series, values}, legend_size}``: dates, and counts by segment and date."""
        return self._told(self._counted(self._segmented))

    def ranges(self) -> dict[str, Any]:
        """The same by ranges of the numbers that *on* has."""
        return self._told(self._counted(self._ranged))

    def sums(self, *, mean: bool) -> dict[str, Any]:
        """``{status, computed_at, results}``: by date the sum of *on*, or its *mean*, what is no number being 0."""
        amount = call("coalesce", self._on.numeric(), number(0.0))
        points = self._points(self._rows({VALUE: amount}), Sum(mean=mean), [])
        return self._by_label(points.lines.get((), [0] * len(self._shown)))

    @cached_property
    def _scan(self) -> Scan:
        return Scan.of(self.store, self.zone.span(self.plan.first, self.plan.last))

    @cached_property
    def _on(self) -> Value:
        return Value() if self.plan.on is None else self.plan.on(self._scan)

    @cached_property
    def _shown(self) -> Sequence[Interval]:
        plan = self.plan
        if plan.interval is not None:
            return intervals_of_days(self.zone, plan.first, plan.last, plan.interval)
        found = intervals(self.zone, plan.unit, plan.first, plan.last)
        begun = [each for each in found if plan.until is None or each.begins <= plan.until]
        return begun[-plan.latest :] if plan.latest else begun

    def _counted(self, rows: Callable[[], exp.Select | None]) -> Points:
        found = rows()
        if found is None:
            return Points({})
        if self.plan.counting == "average":
            several = {name: self._points(found, measure, [_SEGMENT]) for name, measure in _PER_USER.items()}
            # Events per user who did them; without users there are no events of users either.
            return combine(parse_formula("A/B"), several, len(self._shown), Arithmetic(Notes().take))
        return self._points(found, USERS if self.plan.counting == "unique" else COUNT, [_SEGMENT])

    def _segmented(self) -> exp.Select | None:
        where = self._where
        if self._scan.empty:
            return None
        segment, is_list = (core_column(EVENT), False) if self.plan.on is None else value_segment(self._on)
        rows = self._scan.select(*_aliased({_SEGMENT: segment, **self._core}), where=where)
        return spread(rows, [is_list], list(self._core))

    def _ranged(self) -> exp.Select | None:
        """Events by the range their number is in; what is no number is in none."""
        amount = self._on.numeric()
        where = all_of([self._where, not_null(amount)])
        if self._scan.empty:
            return None
        bounds = {"low": call("min", amount), "high": call("max", amount), "n": call("count")}
        low, high, several = next(self.run(self._scan.select(*_aliased(bounds), where=where)).rows(*bounds))
        if not several:
            return None
        label = bucket(Value(number=amount), Buckets.around(low, high))
        return self._scan.select(*_aliased({_SEGMENT: label, **self._core}), where=where)

    def _rows(self, columns: dict[str, Sql]) -> exp.Select | None:
        where = self._where
        return None if self._scan.empty else self._scan.select(*_aliased({**self._core, **columns}), where=where)

    @cached_property
    def _where(self) -> Sql:
        return all_of([core_column(EVENT).isin(*map(text, self.plan.events)), condition(self.plan.where, self._scan)])

    @cached_property
    def _core(self) -> dict[str, Sql]:
        user = call("nullif", core_column(USER_COLUMN), text(""))
        return {USER: user, KEY: self._key(), VALUE: number(1)}

    def _key(self) -> Sql:
        if self.plan.interval is None:
            return interval_key(self.zone, self.plan.unit, self._scan.span)
        day = day_key(self.zone, self._scan.span)
        return day - modulo(day - number(day_number(self.plan.first)), self.plan.interval)

    def _points(self, rows: exp.Select | None, measure: Measure, segments: Sequence[str]) -> Points:
        if rows is None:
            return Points({})
        table = measure.finish(self.run(measure.lower(rows, By.of(*segments, KEY))), self._shown)
        values = ((tuple(path), key, value) for *path, key, value in table.rows(*segments, KEY, RESULT))
        return points_of(values, [interval.key for interval in self._shown], 0)

    def _told(self, points: Points) -> dict[str, Any]:
        plan = self.plan
        by_event = plan.on is None
        wanted = plan.values or (plan.events if by_event else [path[0] for path in points.ranked()[: plan.limit]])
        nothing = [0] * len(self._shown)
        values = {name: self._by_label(points.lines.get((name,), nothing)) for name in wanted}
        labels = list(dict.fromkeys(map(self._label, self._shown)))
        return {"data": {"series": labels, "values": values}, "legend_size": len(values)}

    def _by_label(self, line: Line) -> dict[str, float]:
        """Counts by label; in an autumn night two hours have one name."""
        found: dict[str, float] = {}
        for interval, value in zip(self._shown, line, strict=True):
            label = self._label(interval)
            found[label] = found.get(label, 0) + (value or 0)
        return found

    def _label(self, interval: Interval) -> str:
        clock = self.plan.interval is None and self.plan.unit in _CLOCK
        return f"{interval.begins:%Y-%m-%d %H:%M:%S}" if clock else f"{interval.begins:%Y-%m-%d}"


_PER_USER: Final[dict[str, Measure]] = {"A": COUNT, "B": USERS}


def _aliased(columns: dict[str, Sql]) -> list[Sql]:
    return [alias(value, name) for name, value in columns.items()]
