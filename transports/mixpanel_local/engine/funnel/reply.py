"""Funnel reports as the JSON Mixpanel sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.report import FunnelReport, Numbers
from mixpanel_local.engine.points import Path
from mixpanel_local.engine.reply import OVERALL, day_range
from mixpanel_local.engine.setting import Setting

_TOTAL: Final = "all"
_MEASURES: Final[Mapping[str, Callable[[Numbers, int], Number]]] = {
    "count": lambda numbers, step: numbers.counts[step],
    "step_conv_ratio": Numbers.step_ratio,
    "overall_conv_ratio": Numbers.overall_ratio,
    "avg_time": Numbers.seconds,
    "avg_time_from_start": Numbers.seconds_from_start,
}


def funnel_reply(report: FunnelReport, setting: Setting) -> dict[str, Any]:
    """``{computed_at, date_range, headers, series, meta}``: series are blocks of numbers per step.

    A block is ``{measure: {"1. Signup": {"all": number}}}``; segments and dates lead to blocks of their own.
    """
    plan = report.plan
    if plan.series != "whole":
        report.notes.take("funnel_trends")
    return {
        "computed_at": setting.now.astimezone(UTC).isoformat(),
        "date_range": day_range(setting.zone, plan.first, plan.last),
        "headers": ["$funnel", *(group.property.name for group in plan.groups)],
        "series": {plan.metric.name: _tree(report, ())},
        "meta": {
            "min_sampling_factor": 1,
            "is_segmentation_limit_hit": report.cut,
            **report.notes.meta(),
        },
    }


def _tree(report: FunnelReport, path: Path) -> dict[str, Any]:
    own = _over_time(report, path)
    if len(path) == report.plan.splits:
        return own
    under = [child for child in report.levels[len(path) + 1].segments if child[:-1] == path]
    return {OVERALL: own, **{child[-1]: _tree(report, child) for child in under}}


def _over_time(report: FunnelReport, path: Path) -> dict[str, Any]:
    blocks = [_block(report.plan, report.at(path, at)) for at in range(len(report.intervals))]
    if report.plan.series == "whole":
        return blocks[0]
    return {each.begins.isoformat(): block for each, block in zip(report.intervals, blocks, strict=True)}


def _block(plan: FunnelPlan, numbers: Numbers) -> dict[str, Any]:
    steps = range(len(plan.funnel.steps))
    told: dict[str, Sequence[Number]] = {
        name: [measure(numbers, step) for step in steps] for name, measure in _MEASURES.items()
    }
    labels = [f"{step + 1}. {plan.funnel.steps[step].name}" for step in steps]
    return {
        name: {label: {_TOTAL: value} for label, value in zip(labels, values, strict=True)}
        for name, values in {**told, **numbers.further}.items()
    }
