"""Saved funnels as the older API replies them: steps by date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from mixpanel_local.engine.funnel.plan import Step
from mixpanel_local.engine.funnel.report import FunnelReport, Numbers
from mixpanel_local.engine.reply import OVERALL

_CUSTOM: Final = "$custom_event:"


def buckets_reply(report: FunnelReport) -> dict[str, Any]:
    """``{meta: {dates}, data: {date: {steps, analysis}}}``, or lists of steps by segment in place of the latter two."""
    dates = [f"{interval.begins:%Y-%m-%d}" for interval in report.intervals]
    relative = report.notes.take("funnel_worst") == "relative"
    data = {date: _bucket(report, at, relative=relative) for at, date in enumerate(dates)}
    return {"meta": {"dates": dates, **report.notes.meta()}, "data": data}


def _bucket(report: FunnelReport, interval: int, *, relative: bool) -> dict[str, Any]:
    overall, named = report.at((), interval), report.plan.funnel.steps
    if not report.plan.splits:
        return {"steps": _steps(overall, named), "analysis": _analysis(overall, relative=relative)}
    segments = {path[0]: report.at(path, interval) for path in report.levels[1].segments}
    return {OVERALL: _steps(overall, named)} | {name: _steps(found, named) for name, found in segments.items()}


def _steps(numbers: Numbers, named: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "count": numbers.counts[at],
            "avg_time": numbers.seconds(at) if at else None,
            "avg_time_from_start": numbers.seconds_from_start(at) if at else None,
            "step_conv_ratio": numbers.step_ratio(at),
            "overall_conv_ratio": numbers.overall_ratio(at),
            "goal": step.event,
            "event": step.event,
            **_label(step),
        }
        for at, step in enumerate(named)
    ]


def _label(step: Step) -> dict[str, Any]:
    label = {} if step.name == step.event else {"step_label": step.name}
    number = step.event.removeprefix(_CUSTOM)
    return label if number == step.event else {"custom_event": True, "custom_event_id": int(number), **label}


def _analysis(numbers: Numbers, *, relative: bool) -> dict[str, int]:
    counts = numbers.counts
    lost = [before - after for before, after in pairwise(counts)]
    losses = [1 - numbers.step_ratio(at + 1) if relative else float(users) for at, users in enumerate(lost)]
    worst = losses.index(max(losses)) + 1 if losses else 0
    return {"completion": counts[-1], "starting_amount": counts[0], "steps": len(counts), "worst": worst}
