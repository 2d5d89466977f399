"""A flow in a report's parameters becomes a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.behavior_reading import read_arms
from mixpanel_local.engine.data_group_reading import check_of_groups, of_users, read_data_group
from mixpanel_local.engine.event_reading import CUSTOM
from mixpanel_local.engine.filter_reading import read_filters
from mixpanel_local.engine.flow.custom_reading import read_customs
from mixpanel_local.engine.flow.exclusion_reading import read_excluded, read_hidden
from mixpanel_local.engine.flow.plan import Anchor, FlowPlan, Shape
from mixpanel_local.engine.flow.range_reading import counting_in, read_flow_range
from mixpanel_local.engine.flow.step_filters import read_step_filters
from mixpanel_local.engine.funnel.plan import Counting, Occurrence, Window
from mixpanel_local.engine.group_reading import read_group
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Filters, Property, PropertyRef
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.sessions import END, START
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

Body = Mapping[str, Any]

SHAPES: Final[Mapping[str, Shape]] = {"flows_sankey": "sankey", "flows_top_paths": "paths", "flows": "tree"}
"""What a reply looks like, by ``query_type``."""

_CALL: Final = "flows"
_REFUSED: Final = {
    "time_percentiles_enabled": "percentiles of time",
    "group_by": 'events told apart by a property; "segments" break flows down',
}
_COUNTINGS: Final[Mapping[str, Counting]] = {"unique": "uniques", "total": "totals", "session": "sessions"}
_UNITS: Final = ("day", "week", "month", "session")
_SESSION_EVENTS: Final = {"start": START, "end": END}
_JOINS: Final = {"and": "all", "or": "any"}
_MOST_ANCHORS: Final = 100
_MOST_STEPS: Final = 50
_MOST_EVENTS: Final = 1_000
_LONGEST: Final = {"day": 36_600, "week": 5_200, "month": 1_200, "session": 1}


def read_flow(bookmark: Body, query_type: object, setting: Setting, notes: Notes) -> FlowPlan:
    """The plan of the params *bookmark*, to be replied as *query_type* says."""
    shape = SHAPES[one_of(query_type, tuple(SHAPES), "$.query_type")]
    _refuse_unknown(bookmark)
    when = read_flow_range(bookmark, setting)
    setting = evolve(setting, counting=counting_in(when, setting), data_group=read_data_group(bookmark, _CALL))
    counting, window = _counted(bookmark)
    groups = entries(bookmark.get("segments") or [], "segments")
    plan = FlowPlan(
        anchors=_anchors(bookmark, setting, notes),
        first=when.first,
        last=when.last,
        within=when.within,
        shape=shape,
        counting=counting,
        window=window,
        cardinality=_whole(bookmark, "cardinality_threshold", 3, 1, _MOST_EVENTS),
        collapse=_collapses(bookmark, notes),
        hidden=read_hidden(bookmark, setting, notes),
        excluded=read_excluded(bookmark, setting),
        held=tuple(_held(one, setting) for one in bookmark.get("aggregate_by") or ()),
        filters=_filters(bookmark, setting),
        groups=tuple(read_group(group, setting) for group in groups),
        data_group=setting.data_group,
        customs=read_customs(bookmark, setting, notes),
    )
    if plan.data_group is not None:
        _refuse_sessions(plan)
    return plan


def _refuse_unknown(bookmark: Body) -> None:
    """Raise for what no document gives a meaning to."""
    for key in (key for key in _REFUSED if bookmark.get(key)):
        raise refuse(f"{_REFUSED[key]} ({key})", _CALL)


def _refuse_sessions(plan: FlowPlan) -> None:
    """Raise for sessions, which groups have not."""
    check_of_groups(plan, call=_CALL)
    if plan.in_sessions:
        raise of_users("sessions", _CALL)


def _counted(bookmark: Body) -> tuple[Counting, Window]:
    counting = _COUNTINGS[one_of(bookmark.get("count_type") or "unique", tuple(_COUNTINGS), "count_type")]
    window = _window(bookmark)
    if counting == "sessions" and window.unit != "session":
        raise BadRequest(
            f"conversion_window: flows counted by session keep to one, not to {window.length} {window.unit}s"
        )
    return counting, window


def _anchors(bookmark: Body, setting: Setting, notes: Notes) -> tuple[Anchor, ...]:
    steps = entries(item(bookmark, "steps", "bookmark"), "steps")
    if not 1 <= len(steps) <= _MOST_ANCHORS:
        raise BadRequest(f"steps: a flow leads through 1 to {_MOST_ANCHORS} events, not {len(steps)}")
    return tuple(_anchor(step, setting, notes) for step in steps)


def _anchor(step: Body, setting: Setting, notes: Notes) -> Anchor:
    name = _anchor_name(step)
    if (session := step.get("session_event")) is not None:
        name = _SESSION_EVENTS[one_of(session, tuple(_SESSION_EVENTS), "steps.session_event")]
    occurrence = Occurrence(read_arms({"name": name}, setting), read_step_filters(step, setting, notes))
    forward, reverse = (_whole(step, way, 0, 0, _MOST_STEPS) for way in ("forward", "reverse"))
    custom = name.startswith(CUSTOM)
    return Anchor(str(step.get("step_label") or name), occurrence, forward, reverse, is_custom=custom)


def _anchor_name(step: Body) -> str:
    """The event of a step; reports that the app saved have custom events by their ids."""
    if (custom := step.get("custom_event")) is not None:
        return f"{CUSTOM}{custom}"
    return text(item(step, "event", "steps"), "steps.event")


def _window(bookmark: Body) -> Window:
    asked = mapping(bookmark.get("conversion_window") or {}, "conversion_window")
    unit = one_of(asked.get("unit") or "day", _UNITS, "conversion_window.unit")
    return Window(_whole(asked, "value", 1 if unit == "session" else 30, 1, _LONGEST[unit]), unit)


def _collapses(bookmark: Body, notes: Notes) -> bool:
    asked = bookmark.get("collapse_repeated")
    return bool(notes.take("flow_collapse_repeats") if asked is None else asked)


def _held(value: object, setting: Setting) -> Property:
    """A property held constant, said alone or in an object."""
    if isinstance(value, str):
        return PropertyRef(value)
    entry = mapping(value, "aggregate_by")
    known = next((key for key in ("value", "propertyName", "name") if key in entry), "value")
    return read_property(entry, known, setting)


def _filters(bookmark: Body, setting: Setting) -> Filters:
    """What all events of a flow have to pass."""
    asked = bookmark.get("filter_by_cohort")
    cohort = [_cohort(mapping(asked, "filter_by_cohort"))] if asked else []
    events = mapping(bookmark.get("filter_by_event") or {}, "filter_by_event")
    several = entries(events.get("children") or [], "filter_by_event.children")
    join = _JOINS[one_of(events.get("operator") or "and", tuple(_JOINS), "filter_by_event.operator")]
    read: Sequence[Filters] = (
        read_filters(cohort, "all", "filter_by_cohort", setting),
        read_filters([_event_filter(one) for one in several], join, "filter_by_event", setting),
    )
    return Filters(tuple(one for one in read if one.conditions))


def _cohort(entry: Body) -> Body:
    return {"value": "$cohorts", "filterOperator": "contains", "filterValue": [{"cohort": entry}]}


def _event_filter(entry: Body) -> Body:
    return {"value": entry.get("propertyName"), **entry} if "propertyName" in entry else entry


def _whole(entry: Body, key: str, default: int, least: int, most: int) -> int:
    value = integer(entry.get(key, default), key)
    if not least <= value <= most:
        raise BadRequest(f"{key}: {value} is not between {least} and {most}")
    return value
