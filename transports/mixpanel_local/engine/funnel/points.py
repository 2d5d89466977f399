"""A funnel among the metrics of an insights report: one number per interval and segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from attrs import frozen

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.gathering import OTHER
from mixpanel_local.engine.funnel.plan import HISTOGRAM, FunnelMetric, FunnelPlan
from mixpanel_local.engine.funnel.report import FunnelReport, Numbers
from mixpanel_local.engine.funnel.values import Told
from mixpanel_local.engine.measuring import Measured
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Behaved, Plan
from mixpanel_local.engine.points import Path, Points

_RATES = ("conversion_rate_unique", "conversion_rate_total", "conversion_rate_session")


@frozen
class FunnelMeasuring:
    """Measures funnels by *engine*."""

    engine: FunnelEngine

    def __call__(self, metric: Behaved, plan: Plan, shown: Sequence[Interval], notes: Notes) -> Measured:
        """The points of *metric* over the intervals *shown*, and whether there were more segments."""
        asked = FunnelPlan(
            cast("FunnelMetric", metric.asked),
            plan.first,
            plan.last,
            plan.unit,
            # Over time each interval is a funnel of its own, as the assumption about trends has it.
            series=notes.take("funnel_trends") if plan.series else "whole",
            filters=plan.filters,
            groups=plan.groups,
            limit=plan.limit,
            within=plan.within,
            again=notes.assumptions.funnel_time_segments == "each",
            data_group=plan.data_group,
        )
        report = self.engine.report(asked)
        notes.join(report.notes)
        places = {interval.key: at for at, interval in enumerate(report.intervals)}
        taken = [places[interval.key] for interval in shown]
        levels = [_points(report, depth, taken) for depth in range(len(plan.groups) + 1)]
        if asked.measured.math == HISTOGRAM:
            levels.append(_ranged(report, len(plan.groups), taken))
        return levels, report.cut


def _points(report: FunnelReport, depth: int, taken: Sequence[int]) -> Points:
    lines = {path: [_told(report.plan, report.at(path, at)) for at in taken] for path in _paths(report, depth)}
    return Points(lines, _told(report.plan, report.levels[depth].nobody))


def _ranged(report: FunnelReport, depth: int, taken: Sequence[int]) -> Points:
    """The counts of a distribution: its ranges are one more breakdown."""
    lines: dict[Path, Sequence[Number]] = {}
    for path in _paths(report, depth):
        counts = [_ranges(report.plan, report.at(path, at)) for at in taken]
        lines |= {(*path, name): [each[name] for each in counts] for name in next(iter(counts), {})}
    return Points(lines)


def _paths(report: FunnelReport, depth: int) -> Sequence[Path]:
    # Insights leave out what there is no room for: docs/reports, Limits.
    return [path for path in report.levels[depth].segments if OTHER not in path] if depth else [()]


def _told(plan: FunnelPlan, numbers: Numbers) -> Number:
    """What is measured, of the step that is measured."""
    measured = plan.measured
    if measured.math == HISTOGRAM:
        return sum(_ranges(plan, numbers).values())
    if numbers.further:
        return cast("Number", _further(plan, numbers))
    step = _step(plan)
    return numbers.overall_ratio(step) if measured.math in _RATES else numbers.counts[step]


def _ranges(plan: FunnelPlan, numbers: Numbers) -> Mapping[str, int]:
    return cast("Mapping[str, int]", _further(plan, numbers))


def _further(plan: FunnelPlan, numbers: Numbers) -> Told:
    # Of times, the one from the start.
    return list(numbers.further.values())[-1][_step(plan)]


def _step(plan: FunnelPlan) -> int:
    """The last step unless another is named."""
    return len(plan.funnel.steps) - 1 if plan.measured.step is None else plan.measured.step
