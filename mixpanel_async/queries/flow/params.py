"""A flow question as the JSON of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.queries.bookmark.spans import span_days
from mixpanel_async.queries.bookmark.splits import breakdown_clause
from mixpanel_async.queries.flow.modes import CHARTS, MERGES
from mixpanel_async.queries.flow.step_filters import step_filter

if TYPE_CHECKING:
    from mixpanel_async.queries.flow.spec import FlowQuery
    from mixpanel_async.specs.filters import Filter
    from mixpanel_async.specs.flow_steps import FlowStep

VERSION = 2


def build(query: FlowQuery, steps: tuple[FlowStep, ...], today: Callable[[], date]) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    params: dict[str, Any] = {
        "steps": [_step(step) for step in steps],
        "date_range": _dates(query, today),
        "chartType": CHARTS[query.mode],
        "flows_merge_type": MERGES[query.mode],
        "count_type": query.count_type,
        "cardinality_threshold": query.cardinality,
        "version": VERSION,
        "conversion_window": {"unit": query.conversion_window_unit, "value": query.conversion_window},
        "anchor_position": 1,
        "collapse_repeated": query.collapse_repeated,
        "show_custom_events": True,
        "hidden_events": list(query.hidden_events or ()),
        "exclusions": list(query.exclusions or ()),
    }
    if query.data_group_id is not None:
        params["data_group_id"] = query.data_group_id
    params |= _narrowed(several(query.where))
    if query.segments is not None:
        params["segments"] = [breakdown_clause(split, None, "segments") for split in several(query.segments)]
    return params


def _step(step: FlowStep) -> dict[str, Any]:
    entry = {
        "event": step.event,
        "step_label": step.label or step.event,
        "forward": step.forward,
        "reverse": step.reverse,
        "bool_op": "or" if step.filters_combinator == "any" else "and",
        "property_filter_params_list": [step_filter(condition) for condition in step.filters or ()],
    }
    return entry if step.session_event is None else entry | {"session_event": step.session_event}


def _dates(query: FlowQuery, today: Callable[[], date]) -> dict[str, Any]:
    if query.from_date is None:
        return {"type": "in the last", "from_date": {"unit": "day", "value": query.last}, "to_date": "$now"}
    first, last = span_days(query.from_date, query.to_date, today)
    return {"type": "between", "from_date": first, "to_date": last}


def _narrowed(conditions: Sequence[Filter]) -> dict[str, Any]:
    """The conditions, taken apart: the one cohort, and what is asked of properties."""
    entries = [condition.clause() for condition in conditions]
    cohorts = [_cohort(entry["filterValue"]) for entry in entries if _is_cohort(entry)]
    if len(cohorts) > 1:
        raise ParamValidationError(
            f"where names {len(cohorts)} cohorts; flows take one, so save a cohort that combines them",
            "BB5_FLOW_MULTIPLE_COHORT_FILTERS",
        )
    properties = [_property(entry) for entry in entries if not _is_cohort(entry)]
    narrowed: dict[str, Any] = {"filter_by_cohort": cohorts[0]} if cohorts else {}
    if properties:
        narrowed["filter_by_event"] = {"operator": "and", "children": properties}
    return narrowed


def _is_cohort(entry: dict[str, Any]) -> bool:
    return entry.get("value") == "$cohorts" and entry["filterType"] == "list"


def _cohort(value: Any) -> dict[str, Any]:
    """The cohort that a filter on cohorts compares with."""
    match value:
        case [{"cohort": dict(cohort)}]:
            return cohort
    raise ParamTypeError(f"where asks for the cohort {value!r}, which is none; make the filter with Filter.in_cohort")


def _property(entry: dict[str, Any]) -> dict[str, Any]:
    if "value" not in entry or "behavior" in entry:
        raise ParamTypeError(
            "where holds what asks about no plain property; flows take a Filter on a property's name, or a cohort",
            "BB3_FLOW_PROPERTY_FILTER_TYPE",
        )
    kept = {key: item for key, item in entry.items() if key not in ("value", "defaultType")}
    return kept | {"propertyName": entry["value"]}
