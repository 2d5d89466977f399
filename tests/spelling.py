"""Questions with everything spelled out: what a ``from_params`` promises to take for the same is equal here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs

from mixpanel_async import Filter, FlowStep, GroupBy, Metric, RetentionEvent, UserQuery

TODAY = date(2026, 2, 1)

# What a class is called, beside its fields.
KIND = "class"
Spelled = dict[str, Any]

# A list of one is its item in these; in all of them an empty list is None.
_ONE_OR_MORE = ("event", "events", "group_by", "segments", "where")
_LISTS = (*_ONE_OR_MORE, "bucket_sizes", "event_filters", "exclusions", "filters", "hidden_events", "holding_constant")
_MEASUREMENT = {
    "math": "math",
    "property": "math_property",
    "per_user": "per_user",
    "percentile_value": "percentile_value",
}


def spelled(value: Any) -> Any:
    """A question, or a part of one, as plain data."""
    if isinstance(value, UserQuery):
        value = _sent(value)
    if isinstance(value, list | tuple):
        return [spelled(item) for item in value]
    if isinstance(value, date):
        return str(value)
    if isinstance(value, Mapping):
        return {key: spelled(item) for key, item in value.items()}
    if not attrs.has(type(value)):
        return value
    fields = {field.name.lstrip("_"): spelled(getattr(value, field.name)) for field in attrs.fields(type(value))}
    spec = {KIND: type(value).__name__} | {name: _listed(name, field) for name, field in fields.items()}
    for rule in _RULES.get(spec[KIND], ()):
        rule(spec)
    return spec


def _listed(name: str, field: Any) -> Any:
    if field == [] and name in _LISTS:
        return None
    return field[0] if isinstance(field, list) and len(field) == 1 and name in _ONE_OR_MORE else field


def _each(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _is(spec: Any, kind: str) -> bool:
    return isinstance(spec, dict) and spec.get(KIND) == kind


def _dates(query: Spelled) -> None:
    """An open end is today; the number of segments is in no report."""
    query["limit"] = None
    if query["from_date"] is not None:
        query["to_date"] = query["to_date"] or str(TODAY)


def _splits(query: Spelled) -> None:
    """A plain breakdown may go by its name."""
    name = "segments" if _is(query, "FlowQuery") else "group_by"
    query[name] = [spelled(GroupBy(split)) if isinstance(split, str) else split for split in _each(query[name])]


def _measured(query: Spelled) -> None:
    """Events by name are metrics with the question's measurement."""
    shared = {name: query.pop(option) for name, option in _MEASUREMENT.items()}
    query["events"] = [
        spelled(Metric(each)) | shared if isinstance(each, str) else each for each in _each(query["events"])
    ]


def _formulas(query: Spelled) -> None:
    """A formula in a keyword is one among the events, and what it speaks of is hidden."""
    text, label = query.pop("formula"), query.pop("formula_label")
    if text is not None:
        query["events"].append({KIND: "Formula", "expression": text, "label": label, "metrics": None})
    if any(_is(each, "Formula") and each["metrics"] is None for each in query["events"]):
        for each in query["events"]:
            each.pop("hidden", None)


def _used(spec: Spelled) -> None:
    """A custom property given on the spot has the type it is used as, and says itself what it belongs to."""
    if _is(prop := spec["property"], "InlineCustomProperty"):
        prop["property_type"] = spec["property_type"] = prop["property_type"] or spec["property_type"]
        spec["resource_type"] = prop["resource_type"]


def _several_events(metric: Spelled) -> None:
    """Events filtered alike are steps filtered alike."""
    if isinstance(metric["event"], list):
        filtered = {"filters": metric["filters"], "filters_combinator": metric["filters_combinator"]}
        members = [_member(event) | filtered for event in metric["event"]]
        metric |= {"event": _one(members, None), "filters": None, "filters_combinator": "all"}


def _one_event(behavior: Spelled) -> None:
    """A plain event may go by its name, and the usual name goes without saying."""
    behavior |= _one([_member(event) for event in _each(behavior["events"])], behavior["name"])


def _one(members: list[Spelled], name: str | None) -> Spelled:
    usual = " or ".join(member["label"] or member["event"] for member in members)
    return {KIND: "SimpleBehavior", "events": members, "name": name or usual}


def _member(event: Any) -> Spelled:
    if _is(event, "FunnelStep"):
        return event | {"order": None}
    name = f"$custom_event:{event['id']}" if _is(event, "CustomEventRef") else event
    return {
        KIND: "FunnelStep",
        "event": name,
        "label": None,
        "filters": None,
        "filters_combinator": "all",
        "order": None,
    }


def _funnel(spec: Spelled) -> None:
    """A step says its own order only where it differs, an exclusion its end where that is not the last step."""
    if isinstance(spec["steps"], list):
        for step in spec["steps"]:
            step["order"] = step["order"] or spec["order"]
    for exclusion in spec["exclusions"] or ():
        if exclusion["to_step"] is None:
            exclusion["to_step"] = len(spec["steps"]) - 1


def _reference(spec: Spelled) -> None:
    """Empty overrides are none."""
    spec["overrides"] = {name: over for name, over in (spec["overrides"] or {}).items() if over != {}} or None


def _retention(query: Spelled) -> None:
    """An event without filters may go by its name."""
    for name in ("born_event", "return_event"):
        if isinstance(query[name], str):
            query[name] = spelled(RetentionEvent(query[name]))


def _flow(query: Spelled) -> None:
    """Each event says how far the flow reaches from it; the cohort comes first."""
    reach = {name: query.pop(name) for name in ("forward", "reverse")}
    query["event"] = [_flow_step(each, reach) for each in _each(query["event"])]
    query["where"] = sorted(_each(query["where"]), key=lambda each: each["property"] != "$cohorts")


def _flow_step(given: Any, reach: Spelled) -> Spelled:
    step = spelled(FlowStep(given)) if isinstance(given, str) else given
    for name, shared in reach.items():
        step[name] = shared if step[name] is None else step[name]
    step["label"] = step["label"] or step["event"]
    for each in _each(step["filters"]):
        each["operator"] = each["operator"].replace("was not in the", "was in the")
    return step


def _sent(query: UserQuery) -> UserQuery:
    """What of *query* is sent: filters as an expression and a cohort, a day as its first second, no number of pages."""
    params = query.params(today=lambda: TODAY)
    filters = query.where if isinstance(query.where, tuple) else (query.where,)
    members = [
        each._value[0]["cohort"] for each in filters if isinstance(each, Filter) and each._property == "$cohorts"
    ]
    cohorts = [each["id"] if "id" in each else each["raw_cohort"] for each in members]
    return attrs.evolve(
        query,
        where=params.get("where"),
        cohort=next(iter(cohorts), query.cohort),
        as_of=params.get("as_of_timestamp"),
        segment_by=query.segment_by and tuple(sorted(set(query.segment_by))),
        sort_order=query.sort_order if query.sort_by else "descending",
        limit=1,
        parallel=False,
        workers=1,
        page_size=None,
    )


_RULES: Mapping[str, tuple[Callable[[Spelled], None], ...]] = {
    "Filter": (_used,),
    "FlowQuery": (_dates, _splits, _flow),
    "FunnelBehavior": (_funnel,),
    "FunnelQuery": (_dates, _splits, _funnel),
    "GroupBy": (_used,),
    "InsightsQuery": (_dates, _splits, _measured, _formulas),
    "Metric": (_several_events,),
    "MetricRef": (_reference,),
    "RetentionQuery": (_dates, _splits, _retention),
    "SimpleBehavior": (_one_event,),
}
