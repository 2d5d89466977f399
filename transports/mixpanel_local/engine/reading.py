"""Insights parameters, as the app compiles them, become a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.display_reading import read_display
from mixpanel_local.engine.event_reading import arms_of
from mixpanel_local.engine.filter_reading import read_filters
from mixpanel_local.engine.formula import parse_formula
from mixpanel_local.engine.group_reading import read_group
from mixpanel_local.engine.measurement_reading import read_measurement
from mixpanel_local.engine.plan import Arm, Filters, Formula, Metric, Plan
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_time
from mixpanel_local.errors import BadRequest

_ONE_EVENT: Final = ("event", "custom-event")
_MAX_LIMIT: Final = 50_000
_MAX_LETTERS: Final = 26


def read_insights(body: Mapping[str, Any], setting: Setting) -> Plan:
    """The plan of a request body ``{bookmark, project_id, queryLimits}``."""
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    if sections.get("globalDataGroupId"):
        raise refuse("analysis by group (globalDataGroupId)")
    first, last, unit = read_time(sections, setting.today)
    display = mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions")
    return Plan(
        clauses=_read_show(sections, setting),
        first=first,
        last=last,
        unit=unit,
        filters=read_filters(sections.get("filter") or [], "all", "sections.filter", setting),
        groups=tuple(read_group(group, setting) for group in entries(sections.get("group") or [], "sections.group")),
        limit=read_limit(body),
        **read_display(display),
    )


def _read_show(sections: Mapping[str, Any], setting: Setting) -> tuple[Metric | Formula, ...]:
    shown = entries(item(sections, "show", "sections"), "sections.show")
    if not shown:
        raise BadRequest("sections.show: a question needs at least one metric")
    clauses = tuple(_read_clause(clause, setting) for clause in shown)
    known = {chr(ord("A") + at) for at, clause in enumerate(clauses[:_MAX_LETTERS]) if isinstance(clause, Metric)}
    for clause in clauses:
        if isinstance(clause, Formula) and (unknown := sorted(clause.term.letters - known)):
            raise BadRequest(f"formula {clause.name!r}: no metric has the letter {unknown[0]}")
    return clauses


def _read_clause(clause: Mapping[str, Any], setting: Setting) -> Metric | Formula:
    kind = clause.get("type", "metric")
    hidden = bool(clause.get("isHidden", False))
    if "id" in clause:
        raise refuse(f"a saved {kind} (id {clause['id']})")
    if clause.get("referencedMetrics"):
        raise refuse("a formula over metrics of its own (referencedMetrics)")
    if kind == "formula":
        definition = text(item(clause, "definition", "sections.show"), "definition")
        return Formula(str(clause.get("name") or definition), parse_formula(definition), hidden)
    if kind != "metric":
        raise refuse(f"a clause of type {kind!r}")
    behavior = mapping(item(clause, "behavior", "sections.show"), "behavior")
    measurement = read_measurement(mapping(clause.get("measurement") or {}, "measurement"), setting)
    filters = read_filters_of(behavior, "behavior.filters", setting)
    name = clause.get("name") or behavior.get("renamed") or behavior.get("name") or ""
    return Metric(str(name), read_arms(behavior, setting), filters, measurement, hidden)


def read_arms(behavior: Mapping[str, Any], setting: Setting) -> tuple[Arm, ...]:
    """The events a behavior is about; filters of a single one stand beside it, in the behavior."""
    kind = behavior.get("type", "event")
    if kind in _ONE_EVENT:
        return _read_event(behavior, Filters(), setting)
    if kind == "simple" and "id" not in behavior:
        found: list[Arm] = []
        for arm in entries(item(behavior, "behaviors", "behavior"), "behavior.behaviors"):
            one_of(arm.get("type", "event"), _ONE_EVENT, "behavior.behaviors.type")
            found += _read_event(arm, read_filters_of(arm, "filters", setting), setting)
        return tuple(found)
    raise refuse(f"a metric of type {kind!r}" + (f" (id {behavior['id']})" if "id" in behavior else ""))


def _read_event(behavior: Mapping[str, Any], filters: Filters, setting: Setting) -> tuple[Arm, ...]:
    name = text(item(behavior, "name", "behavior"), "behavior.name")
    return arms_of(name, filters, setting, read_filters)


def read_filters_of(behavior: Mapping[str, Any], where: str, setting: Setting) -> Filters:
    """A behavior's own filters."""
    return read_filters(behavior.get("filters") or [], behavior.get("filtersDeterminer", "all"), where, setting)


def read_limit(body: Mapping[str, Any]) -> int:
    """How many segments a reply may have."""
    limits = mapping(body.get("queryLimits") or {}, "$.queryLimits")
    limit = integer(limits.get("limit", 3000), "$.queryLimits.limit")
    if not 1 <= limit <= _MAX_LIMIT:
        raise BadRequest(f"$.queryLimits.limit: {limit} is not between 1 and {_MAX_LIMIT}")
    return limit
