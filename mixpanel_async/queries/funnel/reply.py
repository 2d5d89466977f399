"""The steps in a funnel's reply, whichever of its shapes it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any, TypedDict, cast

from mixpanel_async.answer import Answer
from mixpanel_async.place import Number

TOTAL = "all"
"""The key a number has that is not one of a date."""
OVERALL = "$overall"
"""The segment of everyone."""

_NUMBERED = re.compile(r"(\d{1,9})\.\s*(.*)", re.DOTALL)


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


def steps_of(series: Answer) -> Sequence[FunnelStepData]:
    """The steps, in order. Of a reply that is split by segments or dates, those of the first block that has some."""
    for key in ("steps", OVERALL):
        listed = series.get(key)
        if isinstance(listed.value, list):
            return [_listed(step) for step in listed.items()]
    block = _first_block(series)
    return [] if block is None else _steps(block)


def _listed(step: Answer) -> FunnelStepData:
    """A step that stands in a list, as it was sent."""
    step.get("event").if_given(Answer.text)
    for measure in MEASURES:
        step.get(measure).if_given(Answer.number)
    return cast("FunnelStepData", step.object())


def _first_block(series: Answer) -> Answer | None:
    """The first object under *series* that holds measures, in the reply's order; None where there is nothing at all."""
    for node in _objects(series):
        if not node.object().keys().isdisjoint(MEASURES):
            node.required("count").object()
            return node
    for node in _objects(series):
        for _, inner in node.entries():
            if not isinstance(inner.value, dict):
                raise inner.refusal(f"{inner.shown} stands where a step's 'count' should")
    return None


def _objects(series: Answer) -> Iterator[Answer]:
    """*series* and the objects in it, each before what it holds."""
    open_nodes = [series]
    while open_nodes:
        node = open_nodes.pop()
        yield node
        open_nodes += [inner for _, inner in node.entries() if isinstance(inner.value, dict)][::-1]


def _steps(block: Answer) -> list[FunnelStepData]:
    measures = [_measured(block.get(measure)) for measure in MEASURES]
    return [_step(key, [measure.get(key, 0) for measure in measures]) for key in sorted(measures[0], key=_place)]


def _measured(measure: Answer) -> Mapping[str, Number]:
    """A number for each step; what the server does not say is 0."""
    return {key: _number(value) for key, value in measure.entries()}


def _number(value: Answer) -> Number:
    if not isinstance(value.value, dict):
        return value.number_or()
    if value.value and TOTAL not in value.value:
        raise value.refusal(f"there is no {TOTAL!r}")
    return value.get(TOTAL).number_or()


def _step(key: str, measures: Sequence[Any]) -> FunnelStepData:
    numbered = _NUMBERED.fullmatch(key)
    count, step_ratio, overall_ratio, time, time_from_start = measures
    return {
        "event": numbered[2] if numbered else key,
        "count": count,
        "step_conv_ratio": step_ratio,
        "overall_conv_ratio": overall_ratio,
        "avg_time": time,
        "avg_time_from_start": time_from_start,
    }


def _place(key: str) -> tuple[float, str]:
    """Steps sort by their number; names without one come last."""
    numbered = _NUMBERED.fullmatch(key)
    return (int(numbered[1]), key) if numbered else (inf, key)
