"""The steps in a funnel's reply, whichever of its shapes it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any, TypedDict, TypeGuard

TOTAL = "all"
"""The key a number has that is not one of a date."""
OVERALL = "$overall"
"""The segment of everyone."""

_NUMBERED = re.compile(r"(\d+)\.\s*(.*)", re.DOTALL)


class FunnelStepData(TypedDict):
    """A step's results: *count* entered it, ratios are 0 to 1, times are averages in seconds.

    ``step_conv_ratio`` and ``avg_time`` are from the step before, the others from the first step.
    """

    event: str
    count: int
    step_conv_ratio: float
    overall_conv_ratio: float
    avg_time: float
    avg_time_from_start: float


MEASURES = ("count", "step_conv_ratio", "overall_conv_ratio", "avg_time", "avg_time_from_start")


def steps_of(series: object) -> Sequence[FunnelStepData]:
    """The steps, in order. Of a reply that is split by segments or dates, those of the first block that has some."""
    if not isinstance(series, Mapping):
        return []
    for key in ("steps", OVERALL):
        if isinstance(series.get(key), list):
            return [step for step in series[key] if _is_step(step)]
    return next((_steps(block) for block in _blocks(series)), [])


def _is_step(listed: object) -> TypeGuard[FunnelStepData]:
    return isinstance(listed, dict)


def _blocks(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The mappings under *node* that hold measures, in the reply's order."""
    if isinstance(node.get("count"), Mapping):
        yield node
        return
    for inner in node.values():
        if isinstance(inner, Mapping):
            yield from _blocks(inner)


def _steps(block: Mapping[str, Any]) -> list[FunnelStepData]:
    return [_step(block, key) for key in sorted(block["count"], key=_place)]


def _step(block: Mapping[str, Any], key: str) -> FunnelStepData:
    numbered = _NUMBERED.fullmatch(key)
    count, step_ratio, overall_ratio, time, time_from_start = (_value(block, measure, key) for measure in MEASURES)
    return {
        "event": numbered[2] if numbered else key,
        "count": count,
        "step_conv_ratio": step_ratio,
        "overall_conv_ratio": overall_ratio,
        "avg_time": time,
        "avg_time_from_start": time_from_start,
    }


def _value(block: Mapping[str, Any], measure: str, key: str) -> Any:
    """A number of the step *key*; what the server does not say is 0."""
    values = block.get(measure)
    value = values.get(key) if isinstance(values, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get(TOTAL)
    return 0 if value is None else value


def _place(key: str) -> tuple[float, str]:
    """Steps sort by their number; names without one come last."""
    numbered = _NUMBERED.fullmatch(key)
    return (int(numbered[1]), key) if numbered else (inf, key)
