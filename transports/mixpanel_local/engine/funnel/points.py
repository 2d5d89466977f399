"""A funnel among the metrics of an insights report: one number per interval and segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from attrs import frozen

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.gathering import OTHER
from mixpanel_local.engine.funnel.plan import FunnelMetric, FunnelPlan
from mixpanel_local.engine.funnel.report import FunnelReport, Numbers
from mixpanel_local.engine.measuring import Measured
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Behaved, Plan
from mixpanel_local.engine.points import Points

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
            data_group=plan.data_group,
        )
        report = self.engine.report(asked)
        notes.join(report.notes)
        places = {interval.key: at for at, interval in enumerate(report.intervals)}
        taken = [places[interval.key] for interval in shown]
        return [_points(report, depth, taken) for depth in range(len(plan.groups) + 1)], report.cut


def _points(report: FunnelReport, depth: int, taken: Sequence[int]) -> Points:
    # Insights leave out what there is no room for: docs/reports, Limits.
    paths = [path for path in report.levels[depth].segments if OTHER not in path] if depth else [()]
    lines = {path: [_told(report.plan, report.at(path, at)) for at in taken] for path in paths}
    return Points(lines, _told(report.plan, Numbers.none(report.plan)))


def _told(plan: FunnelPlan, numbers: Numbers) -> Number:
    """What is measured, of the step that is measured: the last one unless another is named."""
    measured = plan.measured
    step = len(plan.funnel.steps) - 1 if measured.step is None else measured.step
    if numbers.further:
        # Of times, the one from the start.
        return list(numbers.further.values())[-1][step]
    return numbers.overall_ratio(step) if measured.math in _RATES else numbers.counts[step]
