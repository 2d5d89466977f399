"""Metrics become points: those measured alike together, with the segments that a report has room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, TypeAlias

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.buckets import Automatic, Buckets
from mixpanel_local.engine.calendar import Interval, Zone, intervals
from mixpanel_local.engine.choosing import likeness, measure_of
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.histogram import Histogram
from mixpanel_local.engine.measures import COUNT, VALUE, Measure, distinct
from mixpanel_local.engine.metric_rows import WHOLE, MetricRows
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.passes import Passes
from mixpanel_local.engine.per_user import PerUser
from mixpanel_local.engine.plan import Behaved, Group, Metric, Plan
from mixpanel_local.engine.plan import Measured as Asked
from mixpanel_local.engine.points import Levels, Path, cut
from mixpanel_local.engine.scan import Scan
from mixpanel_local.engine.sessions import Sessions
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.sql import alias, call, column
from mixpanel_local.engine.table import Run

Measured: TypeAlias = tuple[Levels, bool]
"""Points per level, and whether there were more segments than they have."""


Behaviors: TypeAlias = Callable[[Behaved, Plan, Sequence[Interval], Notes], Measured]
"""Measures a funnel or a retention over intervals."""


def no_behaviors(metric: Behaved, *_: object) -> Measured:
    """Measures neither."""
    raise refuse(f"the behavior {metric.name!r}")


# So many rows of aggregates are held at once; beyond, only those of the segments that a report has room for.
_MOST_POINTS: Final = 250_000


@frozen
class Measuring:
    """Measures what is in *store*, asked at *now*. No more than *most* points are looked at to choose among them.

    *hidden* events are no part of sessions.
    """

    store: Store
    run: Run
    now: datetime
    zone: Zone
    notes: Notes
    behaviors: Behaviors = no_behaviors
    most: int = _MOST_POINTS
    hidden: Sequence[str] = ()

    def intervals(self, plan: Plan) -> Sequence[Interval]:
        """The intervals of *plan*; one where it is not about time."""
        if not plan.series:
            return [self._whole(plan)]
        found = intervals(self.zone, plan.unit, plan.first, plan.last)
        if plan.within is None:
            return found
        moments = [*(round(each.begins.timestamp() * 1000) for each in found), plan.within.end]
        inside = ((begin < plan.within.end and end > plan.within.start) for begin, end in pairwise(moments))
        return [each for each, touched in zip(found, inside, strict=True) if touched]

    def settled(self, plan: Plan) -> Plan:
        """The plan with ranges in place of those that depend on the numbers there are."""
        return evolve(plan, groups=tuple(self._settled(group, plan) for group in plan.groups))

    def levels(self, metrics: Sequence[Asked], plan: Plan, shown: Sequence[Interval]) -> Sequence[Measured]:
        """The points of each of *metrics* over the intervals *shown*."""
        found: dict[int, Measured] = {}
        for places, alike in _alike(metrics):
            of_these = self._of_people if alike[0].people else self._of_events
            found.update(zip(places, of_these(alike, plan, shown), strict=True))
        for at, metric in enumerate(metrics):
            if isinstance(metric, Behaved):
                found[at] = self.behaviors(metric, plan, shown, self.notes)
        return [found[at] for at in range(len(metrics))]

    def _of_people(self, metrics: Sequence[Metric], plan: Plan, shown: Sequence[Interval]) -> Sequence[Measured]:
        """Profiles are as they are now: each interval has the same points (docs/reports/insights, Profiles)."""
        whole = self._of_events(metrics, evolve(plan, series=False, within=None), [self._whole(plan)])
        width = len(shown)
        return [([points.each(lambda line: [*line] * width) for points in levels], over) for levels, over in whole]

    def _of_events(self, metrics: Sequence[Metric], plan: Plan, shown: Sequence[Interval]) -> Sequence[Measured]:
        measure = self._measure(metrics, plan)
        notes = Notes(self.notes.assumptions)
        levels = Passes(self._rows(metrics, plan, measure), self.run, shown, notes).levels(self.most)
        if levels is None:
            return [self._of_important(metric, plan, shown) for metric in metrics]
        self.notes.join(notes)
        return [self._fitting(metric, plan, measure, points) for metric, points in zip(metrics, levels, strict=True)]

    def _of_important(self, metric: Metric, plan: Plan, shown: Sequence[Interval]) -> Measured:
        """The points of the most important segments alone, where all would be too many to hold."""
        measure = self._measure([metric], plan)
        ranked = self._ranked(metric, plan, measure)
        heads = ranked[: plan.limit]
        passes = Passes(self._rows([metric], plan, measure), self.run, shown, self.notes, heads)
        return _only(passes.levels()), len(ranked) > len(heads)

    def _rows(self, metrics: Sequence[Metric], plan: Plan, measure: Measure) -> MetricRows:
        sessions = Sessions(self.store, self.zone, self.notes.assumptions, self.hidden)
        scan = Scan.of(self.store, self.zone.span(plan.first, plan.last))
        return MetricRows.of(plan, metrics, measure, sessions, Conditions(scan, self.now, self.notes))

    def _fitting(self, metric: Metric, plan: Plan, measure: Measure, levels: Levels) -> Measured:
        """As many segments as the plan has room for, the most important ones."""
        depth = len(plan.groups)
        leaves = levels[depth].lines
        if depth == 0 or len(leaves) <= plan.limit:
            return levels, False
        kept = [path for path in self._ranked(metric, plan, measure) if path in leaves][: plan.limit]
        return cut(levels, kept), True

    def _ranked(self, metric: Metric, plan: Plan, measure: Measure) -> Sequence[Path]:
        """The segments, the most important ones first."""
        whole = evolve(plan, series=False)
        rows, notes = self._rows([metric], whole, measure.rank), Notes(self.notes.assumptions)
        ranks = _only(Passes(rows, self.run, [self._whole(plan)], notes).levels())
        return ranks[len(plan.groups)].ranked()

    def _measure(self, metrics: Sequence[Metric], plan: Plan) -> Measure:
        asked = metrics[0].measurement
        if asked.math != "histogram" or asked.per_user is None:
            return measure_of([metric.measurement for metric in metrics], self.notes)
        inner = PerUser(asked.per_user, COUNT)
        rows = self._rows(metrics, plan, inner)
        if rows.empty:
            return Histogram(inner)
        users = inner.users(rows.query(0), By(rows.keys))
        return Histogram(inner, self._ranges(users, None))

    def _settled(self, group: Group, plan: Plan) -> Group:
        if group.kind == "datetime" and group.unit is None:
            return evolve(group, unit="day") if self.notes.take("date_breakdown") == "day" else group
        if not isinstance(group.buckets, Automatic):
            return group
        # Of metrics over profiles and over events those over events decide, where there are both.
        asked = plan.events_measured
        people = all(metric.people for metric in asked)
        metrics = [metric for metric in asked if metric.people == people]
        if not metrics:
            return evolve(group, buckets=None)
        rows = self._rows(metrics, evolve(plan, series=False, groups=()), COUNT)
        if rows.empty:
            return evolve(group, buckets=None)
        return evolve(group, buckets=self._ranges(rows.numbers(group), group.buckets.size))

    def _ranges(self, values: exp.Select, size: float | None) -> Buckets | None:
        """The ranges of the column ``v`` of *values*."""
        if size is None and self.notes.take("number_breakdown") == "values":
            return None
        found = {"low": call("min", column(VALUE)), "high": call("max", column(VALUE)), "n": distinct(column(VALUE))}
        query = exp.select(*(alias(value, name) for name, value in found.items())).from_(values.subquery("r"))
        low, high, several = next(self.run(query).rows(*found))
        return None if low is None else Buckets.automatic(low, high, several, size)

    def _whole(self, plan: Plan) -> Interval:
        return Interval(WHOLE, datetime.fromtimestamp(self.zone.start(plan.first) / 1000, self.zone.info), plan.last)


def _only(levels: Sequence[Levels] | None) -> Levels:
    """The points of the one metric there is, which were not too many."""
    return levels[0] if levels else ()


def _alike(metrics: Sequence[Asked]) -> Iterator[tuple[Sequence[int], Sequence[Metric]]]:
    """Metrics that are measured alike, with their places."""
    alike: dict[object, list[tuple[int, Metric]]] = defaultdict(list)
    for at, metric in enumerate(metrics):
        if isinstance(metric, Metric):
            alike[likeness(metric.measurement), metric.people].append((at, metric))
    for several in alike.values():
        places, found = zip(*several, strict=True)
        yield places, found
