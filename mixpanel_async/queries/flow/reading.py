"""A flow report read back into the options of a question."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from mixpanel_async.queries.bookmark.reading import Options
from mixpanel_async.queries.flow.modes import mode_of
from mixpanel_async.queries.flow.step_reading import read_step
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.flow_steps import FlowStep
from mixpanel_async.specs.reading.filters import read_cohort_entry, read_filter
from mixpanel_async.specs.reading.groups import read_breakdown
from mixpanel_async.specs.reading.place import Place, only
from mixpanel_async.specs.words import FlowChartType


def read(given: Place) -> Options:
    """The options that make the question."""
    window = given.get("conversion_window")
    return {
        **_anchors([read_step(step) for step in given.get("steps").items()]),
        **_days(given.get("date_range")),
        "conversion_window": window.get("value").whole(),
        "conversion_window_unit": window.get("unit").text(),
        "count_type": given.get("count_type").text(),
        "cardinality": given.get("cardinality_threshold").whole(),
        "collapse_repeated": given.get("collapse_repeated").flag(),
        "hidden_events": _names(given.get("hidden_events")),
        "exclusions": _names(given.get("exclusions")),
        "mode": _mode(given),
        "where": only([*_cohort(given.get("filter_by_cohort")), *_properties(given.get("filter_by_event"))]),
        "data_group_id": given.get("data_group_id").if_given(Place.whole),
        "segments": given.get("segments").if_given(_segments),
    }


def _anchors(steps: list[FlowStep]) -> Options:
    """Events and directions; what is the same at every step is the question's."""
    forward, reverse = (_shared([getattr(step, name) for step in steps]) for name in ("forward", "reverse"))
    rest = [
        evolve(
            step,
            forward=step.forward if forward is None else None,
            reverse=step.reverse if reverse is None else None,
        )
        for step in steps
    ]
    shared = {"forward": forward, "reverse": reverse}
    directions = {name: reach for name, reach in shared.items() if reach is not None}
    return {"event": only([_plain(step) for step in rest]) or (), **directions}


def _shared(reaches: list[int | None]) -> int | None:
    return reaches[0] if len(set(reaches)) == 1 else None


def _plain(step: FlowStep) -> str | FlowStep:
    return step.event if step == FlowStep(step.event) else step


def _days(place: Place) -> Options:
    first = place.get("from_date")
    match place.get("type").value:
        case "in the last":
            return {"last": first.get("value").whole()}
        case "between":
            return {"from_date": first.text(), "to_date": place.get("to_date").text()}
    raise place.get("type").refusal("a span of time is 'in the last' days, or 'between' two days")


def _segments(place: Place) -> Any:
    """The breakdowns; an empty list of them is sent, and stays one."""
    return only([read_breakdown(split) for split in place.items()]) or ()


def _mode(given: Place) -> FlowChartType:
    words = {name: given.get(name).if_given(Place.text) for name in ("chartType", "flows_merge_type")}
    return mode_of(words, None)


def _names(place: Place) -> tuple[str, ...] | None:
    return tuple(name.text() for name in place.items()) or None


def _cohort(place: Place) -> list[Filter]:
    if place.value is None:
        return []
    operator: Any = "does not contain" if place.get("negated").flag() else "contains"
    return [place.made(Filter, "$cohorts", operator, [{"cohort": read_cohort_entry(place)}], "list")]


def _properties(place: Place) -> list[Filter]:
    return [read_filter(child) for child in place.get("children").items()]
