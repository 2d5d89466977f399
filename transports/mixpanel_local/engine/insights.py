"""A plan becomes a report: each metric is lowered to SQL per level of its breakdowns, run, and put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import DOCUMENTED, Assumptions
from mixpanel_local.engine import measures
from mixpanel_local.engine.calendar import Interval, Zone, day_key, earlier, interval_key, intervals
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.groups import segment_name, segments, spread
from mixpanel_local.engine.measures import KEY, USER, VALUE, Measure, PerUser, Sum
from mixpanel_local.engine.plan import Formula, Measurement, Metric, Plan
from mixpanel_local.engine.points import Path, Points, analysed, combine, points_of
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.scan import Scan, core_column
from mixpanel_local.engine.sql import Sql, alias, call, number, text
from mixpanel_local.engine.trailing import ActiveUsers, UsersSoFar

if TYPE_CHECKING:
    import polars as pl

Run: TypeAlias = Callable[[Sql], "pl.DataFrame"]
Levels: TypeAlias = Sequence[Points]
"""Points without breakdown, by the first one, by the first two ..."""

_WHOLE: Final = 0


@frozen
class Report:
    """The answer to a plan: for each visible clause its name and its points per level."""

    plan: Plan
    zone: Zone
    intervals: Sequence[Interval]
    clauses: Sequence[tuple[str, Levels]]
    cut: bool = False


def measure_of(measurement: Measurement) -> Measure:
    """The measure that *measurement* names."""
    outer = _plain_measure(measurement)
    return outer if measurement.per_user is None else PerUser(measurement.per_user, outer)


def _plain_measure(measurement: Measurement) -> Measure:
    if measurement.percentile is not None:
        return measures.percentile(measurement.percentile / 100)
    if measurement.math == "total" and measurement.property is not None:
        return Sum()
    known: dict[str, Measure] = {
        "total": measures.COUNT,
        "unique": measures.USERS,
        "dau": ActiveUsers(1),
        "wau": ActiveUsers(7),
        "mau": ActiveUsers(30),
        "cumulative_unique": UsersSoFar(),
        "average": Sum(mean=True),
        "unique_values": measures.DISTINCT_VALUES,
        "min": measures.least(),
        "max": measures.largest(),
    }
    return known[measurement.math]


@frozen
class Engine:
    """Answers plans from *store*. *run* executes SQL; *now* is the time of the question."""

    store: Store
    run: Run
    now: datetime
    assumptions: Assumptions = DOCUMENTED

    @cached_property
    def zone(self) -> Zone:
        """The project's time zone."""
        return Zone(self.store.time_zone, self.assumptions.week_start)

    def report(self, plan: Plan) -> Report:
        """The report *plan* asks for."""
        wide = self._with_history(plan)
        shown = intervals(self.zone, plan.unit, plan.first, plan.last) if plan.series else [self._whole(plan)]
        computed = intervals(self.zone, wide.unit, wide.first, wide.last) if plan.series else shown
        letters: dict[str, Levels] = {}
        clauses: list[tuple[str, Levels]] = []
        cut = False
        for at, clause in enumerate(plan.clauses):
            levels, over = self._clause(clause, wide, computed, letters)
            cut |= over
            letters[chr(ord("A") + at)] = levels
            if not clause.hidden:
                clauses.append((clause.name, _analysed(levels, plan, len(shown))))
        return Report(plan, self.zone, shown, clauses, cut)

    def _with_history(self, plan: Plan) -> Plan:
        """The plan over the earlier intervals that rolling averages need too."""
        if not (plan.series and plan.analysis == "rolling"):
            return plan
        return evolve(plan, first=earlier(self.zone, plan.unit, plan.first, plan.window - 1))

    def _whole(self, plan: Plan) -> Interval:
        begins = datetime.fromtimestamp(self.zone.start(plan.first) / 1000, self.zone.info)
        return Interval(_WHOLE, begins, plan.last)

    def _clause(
        self, clause: Metric | Formula, plan: Plan, shown: Sequence[Interval], letters: dict[str, Levels]
    ) -> tuple[Levels, bool]:
        if isinstance(clause, Metric):
            return self._metric(clause, plan, shown)
        return [
            combine(clause.term, {letter: levels[at] for letter, levels in letters.items()}, len(shown))
            for at in range(len(plan.groups) + 1)
        ], False

    def _metric(self, metric: Metric, plan: Plan, shown: Sequence[Interval]) -> tuple[Levels, bool]:
        measure = measure_of(metric.measurement)
        levels = [self._points(metric, plan, measure, shown, depth) for depth in range(len(plan.groups) + 1)]
        leaves = levels[-1].lines
        if len(leaves) <= plan.limit or not plan.groups:
            return levels, False
        whole = evolve(plan, series=False)
        ranks = self._points(metric, whole, measure.rank, [self._whole(plan)], len(plan.groups))
        return _cut(levels, [path for path in ranks.ranked() if path in leaves][: plan.limit]), True

    def _points(self, metric: Metric, plan: Plan, measure: Measure, shown: Sequence[Interval], depth: int) -> Points:
        keys = [interval.key for interval in shown]
        rows = self._rows(metric, plan, measure, depth)
        if rows is None:
            return Points({} if depth else {(): [measure.empty] * len(keys)}, measure.empty)
        names = [*map(segment_name, range(depth)), KEY]
        frame = measure.finish(self.run(measure.lower(rows, names)), shown)
        points = points_of(frame.select(*names, measures.RESULT), keys, measure.empty)
        return points if depth or points.lines else Points({(): [measure.empty] * len(keys)}, measure.empty)

    def _rows(self, metric: Metric, plan: Plan, measure: Measure, depth: int) -> exp.Select | None:
        """The rows of *metric*, with the first *depth* breakdowns; None when there are none to read."""
        days_before = measure.lookback or 0
        span = self.zone.span(plan.first - timedelta(days=days_before), plan.last)
        scan = Scan.of(self.store, span)
        where = self._matches(metric, plan, scan)
        if scan.empty:
            return None
        if measure.lookback is not None:
            key = day_key(self.zone, span)
        else:
            key = interval_key(self.zone, plan.unit, span) if plan.series else number(_WHOLE)
        groups = segments(scan, plan.groups[:depth])
        columns = [alias(segment, segment_name(at)) for at, (segment, _) in enumerate(groups)]
        user = call("nullif", core_column(USER_COLUMN), text(""))
        core = {USER: user, KEY: key, VALUE: self._value(metric, measure, scan)}
        columns += [alias(value, name) for name, value in core.items()]
        rows = scan.select(*columns, where=where)
        return spread(rows, [is_list for _, is_list in groups], list(core))

    def _value(self, metric: Metric, measure: Measure, scan: Scan) -> Sql:
        target = metric.measurement.property
        if target is None:
            return number(1)
        return measure.reads(scan.property(target.name, target.resource))

    def _matches(self, metric: Metric, plan: Plan, scan: Scan) -> Sql:
        return Conditions(scan, self.now).matches(metric.arms, metric.filters, plan.filters)


def _analysed(levels: Levels, plan: Plan, width: int) -> Levels:
    if not plan.series:
        return levels
    return [analysed(points, plan.analysis, plan.window).each(lambda line: line[-width:]) for points in levels]


def _cut(levels: Levels, kept: Sequence[Path]) -> Levels:
    """Only the segments of *kept*, and those that lead to them."""

    def shortened(points: Points, depth: int) -> Points:
        heads = {leaf[:depth] for leaf in kept}
        return Points({path: line for path, line in points.lines.items() if path in heads}, points.empty)

    return [shortened(points, depth) for depth, points in enumerate(levels)]
