"""The rows that metrics measured alike are computed from: who, when, in which segments, of which metric, how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from attrs import field, frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Zone, day_key, interval_key
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.data_groups import by_group, group_key
from mixpanel_local.engine.groups import Segments, segment_name, spread
from mixpanel_local.engine.measures import KEY, METRIC, ORDER, SESSION, USER, VALUE, Measure
from mixpanel_local.engine.plan import Group, Metric, Plan, goes_by_user
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.scan import Scan, Span, core_column
from mixpanel_local.engine.sessions import ASSUMED, END, START, Sessions, session
from mixpanel_local.engine.sql import Sql, alias, any_of, call, case, column, is_null, not_null, number, text

LACK: Final = "k"
"""Why a row has no number: 0 it has one, 1 its property is no number, 2 it has no property."""
WHOLE: Final = 0
"""The one interval of what is not computed over time."""
_FLAG: Final = "f"


@frozen
class MetricRows:
    """Events of *plan* that any of *metrics* counts, which have one measurement, *measure*."""

    plan: Plan
    metrics: Sequence[Metric]
    measure: Measure
    scan: Scan
    zone: Zone
    tests: Conditions = field(repr=False)

    @classmethod
    def of(
        cls, plan: Plan, metrics: Sequence[Metric], measure: Measure, sessions: Sessions, tests: Conditions
    ) -> MetricRows:
        """The rows, with sessions and session events where they are asked for. *tests* is replaced over its scan."""
        scan = Scan.of(tests.scan.store, _span(plan, measure, sessions.zone))
        if plan.data_group is not None:
            key = group_key(tests.scan.store, plan.data_group)
            scan = by_group(scan, key, several=any(goes_by_user(metric.measurement) for metric in metrics))
        if any(metric.people for metric in metrics):
            scan = scan.of_profiles()
        elif any(arm.event in (START, END) for metric in metrics for arm in metric.arms):
            scan = sessions.events(scan)
            tests.notes.take_all(ASSUMED)
        if SESSION in measure.needs:
            scan = sessions.beside(scan)
            tests.notes.take_all(ASSUMED)
        return cls(plan, metrics, measure, scan, sessions.zone, tests.over(scan))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return self.scan.empty

    @property
    def keys(self) -> tuple[str, ...]:
        """What rows are always grouped by."""
        return (KEY,) if self._are_same else (METRIC, KEY)

    @cached_property
    def _are_same(self) -> bool:
        """Whether all metrics count the same events, so that each row is for every one of them."""
        first = self.metrics[0]
        return all((metric.arms, metric.filters) == (first.arms, first.filters) for metric in self.metrics)

    @cached_property
    def where(self) -> Sql:
        """Whether an event is one that any of the metrics counts."""
        return any_of(self._matches(metric) for metric in self.metrics)

    @cached_property
    def lists(self) -> Sequence[bool]:
        """Which breakdowns are lists of segments, so that an event has several rows."""
        return [is_list for _, is_list in self._segments]

    @cached_property
    def _segments(self) -> Sequence[tuple[Sql, bool]]:
        return Segments(self.tests, self.zone).of(self.plan.groups)

    def query(self, depth: int) -> exp.Select:
        """The rows with the first *depth* breakdowns; events in several segments are there for each."""
        core = self._core()
        found = {segment_name(at): segment for at, (segment, _) in enumerate(self._segments[:depth])}
        flags = self._flags()
        columns = {**found, **core, **flags}
        rows = self.scan.select(*(alias(value, name) for name, value in columns.items()), where=self.where)
        rows = self._attributed(self._by_metric(rows, [*found, *core], len(flags)), [*found, *core])
        return spread(rows, self.lists[:depth], [*core, *([METRIC] if flags else [])])

    def numbers(self, group: Group) -> exp.Select:
        """The numbers that a breakdown has, as ``v``."""
        value = value_of(self.scan, group.property)
        return self.scan.select(alias(value.as_number(), VALUE), where=self.where)

    def _core(self) -> dict[str, Sql]:
        core = {USER: call("nullif", core_column(USER_COLUMN), text("")), KEY: self._key(), VALUE: number(1)}
        target = self.metrics[0].measurement.property
        if target is not None:
            value = value_of(self.scan, target)
            core[VALUE] = self.measure.reads(value)
            core[LACK] = case((not_null(core[VALUE]), number(0)), (value.is_set(), number(1)), default=number(2))
        if SESSION in self.measure.needs:
            core[SESSION] = session()
        if ORDER in self.measure.needs or self._attribution != "all":
            core[ORDER] = call("row", *map(core_column, self.scan.order))
        return core

    def _key(self) -> Sql:
        if self.measure.lookback is not None:
            return day_key(self.zone, self.scan.span)
        return interval_key(self.zone, self.plan.unit, self.scan.span) if self.plan.series else number(WHOLE)

    def _matches(self, metric: Metric) -> Sql:
        return self.tests.matches(metric.arms, metric.filters, self.plan.filters)

    def _flags(self) -> dict[str, Sql]:
        """For each of several metrics, if they are of different events, whether an event is one of its."""
        if self._are_same:
            return {}
        return {f"{_FLAG}{at}": self._matches(metric) for at, metric in enumerate(self.metrics)}

    def _by_metric(self, rows: exp.Select, kept: Sequence[str], flags: int) -> exp.Select:
        if not flags:
            return rows
        places = [(column(f"{_FLAG}{at}"), number(at)) for at in range(flags)]
        if _are_apart(self.metrics):
            place = case(*places)
        else:
            several = exp.Array(expressions=[case(one) for one in places])
            place = call("unnest", several)
        each = exp.select(*map(column, kept), alias(place, METRIC)).from_(rows.subquery("a"))
        return exp.select("*").from_(each.subquery("d")).where(not_null(column(METRIC)))

    @property
    def _attribution(self) -> str:
        return self.metrics[0].measurement.segments

    def _attributed(self, rows: exp.Select, kept: Sequence[str]) -> exp.Select:
        """Only the first, or the last, row of each user in each interval: docs/reports/insights, uniques by segment."""
        if self._attribution == "all":
            return rows
        keys = [column(name) for name in (*self.keys, USER)]
        order = exp.Ordered(this=column(ORDER), desc=self._attribution == "last")
        rank = exp.Window(this=call("row_number"), partition_by=keys, order=exp.Order(expressions=[order]))
        names = [*kept, *([METRIC] if METRIC in self.keys else [])]
        ranked = exp.select(*map(column, names), alias(rank, "n")).from_(rows.subquery("w"))
        # Events of nobody are nobody's first: they stay, to be told of, and have no value.
        chosen = any_of([is_null(column(USER)), column("n").eq(number(1))])
        own = {VALUE: case((not_null(column(USER)), column(VALUE)))}
        columns = (alias(own.get(name, column(name)), name) for name in names)
        return exp.select(*columns).from_(ranked.subquery("x")).where(chosen)


def _span(plan: Plan, measure: Measure, zone: Zone) -> Span:
    """The time that is read."""
    whole = zone.span(plan.first - timedelta(days=measure.lookback or 0), plan.last)
    if plan.within is None:
        return whole
    start = whole.start if measure.lookback else max(whole.start, plan.within.start)
    return Span(start, min(whole.end, plan.within.end))


def _are_apart(metrics: Sequence[Metric]) -> bool:
    """Whether no event can be of two metrics, because its name says whose it is."""
    names = [{arm.event for arm in metric.arms} for metric in metrics]
    every = [name for found in names for name in found]
    return None not in every and len(every) == len(set(every))
