"""Funnel reports as the JSON Mixpanel sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.report import FunnelReport, Numbers
from mixpanel_local.engine.funnel.values import Told
from mixpanel_local.engine.points import Path
from mixpanel_local.engine.reply import OVERALL, compared_name, day_range
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

    A block is ``{measure: {"1. Signup": {"all": number}}}``; segments and dates lead to blocks of their own. A
    distribution has ``{range: count}`` in place of a number. What is compared stands behind, by the dates of the funnel
    itself.
    """
    plan, name = report.plan, report.plan.metric.name
    series = {name: _tree(report, report.intervals, ())}
    if report.compared is not None:
        series[compared_name(name, plan.comparison)] = _tree(report.compared, report.intervals, ())
    return {
        "computed_at": setting.now.astimezone(UTC).isoformat(),
        "date_range": day_range(setting.zone, plan.first, plan.last),
        "headers": ["$funnel", *(group.property.name for group in plan.groups)],
        "series": series,
        "meta": _meta(report, setting),
    }


def _meta(report: FunnelReport, setting: Setting) -> dict[str, Any]:
    other, notes = report.compared, report.notes
    if report.plan.series != "whole":
        notes.take("funnel_trends")
    cut = report.cut or (other is not None and other.cut)
    meta = {"min_sampling_factor": 1, "is_segmentation_limit_hit": cut, **notes.meta()}
    if other is not None:
        meta["compared_date_range"] = day_range(setting.zone, other.plan.first, other.plan.last)
    return meta


def _tree(report: FunnelReport, shown: Sequence[Interval], path: Path) -> dict[str, Any]:
    own = _over_time(report, shown, path)
    if len(path) == report.plan.splits:
        return own
    under = [child for child in report.levels[len(path) + 1].segments if child[:-1] == path]
    return {OVERALL: own, **{child[-1]: _tree(report, shown, child) for child in under}}


def _over_time(report: FunnelReport, shown: Sequence[Interval], path: Path) -> dict[str, Any]:
    blocks = [_block(report.plan, report.at(path, at)) for at in range(len(report.intervals))]
    if report.plan.series == "whole":
        return blocks[0]
    # Months differ in length: the other time may have fewer or more days.
    return {each.begins.isoformat(): block for each, block in zip(shown, blocks, strict=False)}


def _block(plan: FunnelPlan, numbers: Numbers) -> dict[str, Any]:
    steps = range(len(plan.funnel.steps))
    told: dict[str, Sequence[Told]] = {
        name: [measure(numbers, step) for step in steps] for name, measure in _MEASURES.items()
    }
    labels = [f"{step + 1}. {plan.funnel.steps[step].name}" for step in steps]
    return {
        name: {label: {_TOTAL: value} for label, value in zip(labels, values, strict=True)}
        for name, values in {**told, **numbers.further}.items()
    }
