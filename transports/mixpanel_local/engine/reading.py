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
from mixpanel_local.engine.plan import Arm, Clause, Filters, Formula, Metric, Plan, letter
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_range
from mixpanel_local.errors import BadRequest

_ONE_EVENT: Final = ("event", "custom-event")
_MAX_LIMIT: Final = 50_000
_PROFILES: Final = "User profiles"
_TRAILING: Final = frozenset({"wau", "mau", "cumulative_unique"})


def read_insights(body: Mapping[str, Any], setting: Setting) -> Plan:
    """The plan of a request body ``{bookmark, project_id, queryLimits}``."""
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    if sections.get("globalDataGroupId"):
        raise refuse("analysis by group (globalDataGroupId)")
    when = read_range(sections, setting)
    display = mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions")
    plan = Plan(
        clauses=_read_show(sections, setting),
        first=when.first,
        last=when.last,
        unit=when.unit,
        within=when.within,
        filters=read_filters(sections.get("filter") or [], "all", "sections.filter", setting),
        groups=tuple(read_group(group, setting) for group in entries(sections.get("group") or [], "sections.group")),
        limit=read_limit(body),
        **read_display(display),
    )
    _refuse_together(plan)
    return plan


def _refuse_together(plan: Plan) -> None:
    """Raise for what can be answered each by itself, but not together."""
    if plan.comparison is not None and plan.within is not None:
        raise refuse("a comparison of a range of time that begins or ends within a day (timeComparison)")
    for measurement in (metric.measurement for metric in plan.metrics):
        if plan.groups and measurement.segments != "all" and measurement.math in _TRAILING:
            raise refuse(f"segmentMethod {measurement.segments!r} with math {measurement.math!r} and a breakdown")


def _read_show(sections: Mapping[str, Any], setting: Setting) -> tuple[Metric | Formula, ...]:
    shown = entries(item(sections, "show", "sections"), "sections.show")
    if not shown:
        raise BadRequest("sections.show: a question needs at least one metric")
    clauses = tuple(_read_clause(clause, setting) for clause in shown)
    known = {letter(at) for at, clause in enumerate(clauses) if isinstance(clause, Metric)}
    for clause in clauses:
        if isinstance(clause, Formula):
            _check_letters(clause, {letter(at) for at in range(len(clause.metrics))} or known)
    return clauses


def _check_letters(formula: Formula, known: set[str]) -> None:
    if unknown := sorted(formula.term.letters - known):
        raise BadRequest(f"formula {formula.name!r}: no metric has the letter {unknown[0]}")


def _read_clause(clause: Mapping[str, Any], setting: Setting) -> Clause:
    kind = clause.get("type", "metric")
    hidden = bool(clause.get("isHidden", False))
    if "id" in clause:
        raise refuse(f"a saved {kind} (id {clause['id']})")
    if kind == "formula":
        return _read_formula(clause, setting, hidden=hidden)
    if kind != "metric":
        raise refuse(f"a clause of type {kind!r}")
    behavior = mapping(item(clause, "behavior", "sections.show"), "behavior")
    measurement = read_measurement(mapping(clause.get("measurement") or {}, "measurement"), setting)
    filters = read_filters_of(behavior, "behavior.filters", setting)
    name = clause.get("name") or behavior.get("renamed") or behavior.get("name") or ""
    if behavior.get("type") == "people":
        return Metric(str(name or _PROFILES), (Arm(None),), filters, measurement, hidden, people=True)
    return Metric(str(name), read_arms(behavior, setting), filters, measurement, hidden)


def _read_formula(clause: Mapping[str, Any], setting: Setting, *, hidden: bool) -> Formula:
    definition = text(item(clause, "definition", "sections.show"), "definition")
    own = [_read_clause(one, setting) for one in entries(clause.get("referencedMetrics") or [], "referencedMetrics")]
    if any(isinstance(one, Formula) for one in own):
        raise BadRequest("referencedMetrics: a formula has no formula among its metrics")
    metrics = tuple(one for one in own if isinstance(one, Metric))
    return Formula(str(clause.get("name") or definition), parse_formula(definition), hidden, metrics)


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
