"""Insights parameters, as the app compiles them, become a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve

from mixpanel_local.engine.behavior_reading import described, read_arms
from mixpanel_local.engine.cohorts.reading import data_group_of
from mixpanel_local.engine.cohorts.tree import CohortSize
from mixpanel_local.engine.comparing import shifts_weekends
from mixpanel_local.engine.data_group_reading import check_of_groups, read_data_group
from mixpanel_local.engine.display_reading import read_display, read_limit
from mixpanel_local.engine.filter_reading import cohort_reader, read_filters, read_filters_of
from mixpanel_local.engine.formula import parse_formula
from mixpanel_local.engine.group_reading import read_group
from mixpanel_local.engine.measurement_reading import read_measurement
from mixpanel_local.engine.plan import (
    Arm,
    Behaved,
    Clause,
    Formula,
    Metric,
    Plan,
    letter,
)
from mixpanel_local.engine.saved_metrics import saved_clause
from mixpanel_local.engine.setting import Counting, Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_range
from mixpanel_local.errors import BadRequest

if TYPE_CHECKING:
    from mixpanel_local.engine.funnel.plan import FunnelMetric
    from mixpanel_local.engine.retention.plan import RetentionMetric

_Body: TypeAlias = Mapping[str, Any]

_PROFILES: Final = "User profiles"
_COHORT: Final = "Cohort"
_TRAILING: Final = frozenset({"wau", "mau", "cumulative_unique"})


def read_insights(body: Mapping[str, Any], setting: Setting) -> Plan:
    """The plan of a request body ``{bookmark, project_id, queryLimits}``."""
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    when = read_range(sections, setting)
    display = read_display(mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions"))
    counting = Counting(when.unit if display["series"] else None)
    setting = evolve(setting, counting=counting, data_group=read_data_group(sections))
    plan = Plan(
        clauses=_read_show(sections, setting),
        first=when.first,
        last=when.last,
        unit=when.unit,
        within=when.within,
        filters=read_filters(sections.get("filter") or [], "all", "sections.filter", setting),
        groups=tuple(read_group(group, setting) for group in entries(sections.get("group") or [], "sections.group")),
        limit=read_limit(body),
        data_group=setting.data_group,
        **display,
    )
    _refuse_together(plan)
    return plan


def _refuse_together(plan: Plan) -> None:
    """Raise for what can be answered each by itself, but not together."""
    if plan.data_group is not None:
        check_of_groups(plan.clauses, plan.filters, plan.groups)
    if plan.within is not None and shifts_weekends(plan):
        raise refuse("a comparison with days of a year ago, of a range of time that begins or ends within a day")
    for measurement in (metric.measurement for metric in plan.events_measured):
        if plan.groups and measurement.segments != "all" and measurement.math in _TRAILING:
            raise refuse(f"segmentMethod {measurement.segments!r} with math {measurement.math!r} and a breakdown")


def _read_show(sections: _Body, setting: Setting) -> tuple[Clause, ...]:
    shown = entries(item(sections, "show", "sections"), "sections.show")
    if not shown:
        raise BadRequest("sections.show: a question needs at least one metric")
    clauses = tuple(_read_clause(clause, sections, setting) for clause in shown)
    known = {letter(at) for at, clause in enumerate(clauses) if not isinstance(clause, Formula)}
    for clause in clauses:
        if isinstance(clause, Formula):
            _check_letters(clause, {letter(at) for at in range(len(clause.metrics))} or known)
    return clauses


def _check_letters(formula: Formula, known: set[str]) -> None:
    if unknown := sorted(formula.term.letters - known):
        raise BadRequest(f"formula {formula.name!r}: no metric has the letter {unknown[0]}")


def _read_clause(clause: _Body, sections: _Body, setting: Setting) -> Clause:
    kind = clause.get("type", "metric")
    hidden = bool(clause.get("isHidden", False))
    if clause.get("id") is not None:
        return _read_clause(saved_clause(clause, setting), sections, setting)
    if kind == "formula":
        return _read_formula(clause, sections, setting, hidden=hidden)
    if kind != "metric":
        raise refuse(f"a clause of type {kind!r}")
    behavior = mapping(item(clause, "behavior", "sections.show"), "behavior")
    if behavior.get("type") in ("funnel", "retention"):
        return _read_behavior(clause, str(behavior["type"]), sections, setting)
    if behavior.get("type") == "cohort":
        return _read_cohort(clause, behavior, setting)
    behavior = described(behavior, "simple", setting) if behavior.get("type") == "simple" else behavior
    measurement = read_measurement(mapping(clause.get("measurement") or {}, "measurement"), setting)
    filters = read_filters_of(behavior, "behavior.filters", setting)
    name = clause.get("name") or behavior.get("renamed") or behavior.get("name") or ""
    if behavior.get("type") == "people":
        return Metric(str(name or _PROFILES), (Arm(None),), filters, measurement, hidden, people=True)
    return Metric(str(name), read_arms(behavior, setting), filters, measurement, hidden)


def _read_behavior(clause: _Body, kind: str, sections: _Body, setting: Setting) -> Behaved:
    # Each is loaded where it is asked for: a process that answers its first question waits for what it needs alone.
    if kind == "funnel":
        from mixpanel_local.engine.funnel.reading import read_funnel_metric

        asked: FunnelMetric | RetentionMetric = read_funnel_metric(clause, setting)
    else:
        from mixpanel_local.engine.retention.metric_reading import read_retention_metric

        asked = read_retention_metric(clause, sections, setting)
    return Behaved(kind, asked.name, asked, bool(clause.get("isHidden", False)))


def _read_cohort(clause: _Body, behavior: _Body, setting: Setting) -> Behaved:
    measurement = mapping(clause.get("measurement") or {}, "measurement")
    one_of(measurement.get("math", "unique"), ("unique",), "measurement.math")
    for key in ("property", "perUserAggregation"):
        if measurement.get(key) is not None:
            raise BadRequest(f"measurement.{key}: the size of a cohort has none")
    saved = {} if "raw_cohort" in behavior else setting.saved("cohort", item(behavior, "id", "behavior"))
    if setting.data_group is None:
        # A cohort of groups has groups as members, whoever the question is about.
        setting = evolve(setting, data_group=data_group_of(saved))
    cohort = cohort_reader(setting).named(behavior, "behavior")
    size = CohortSize(cohort, read_filters_of(behavior, "behavior.filters", setting), setting.data_group)
    name = clause.get("name") or behavior.get("renamed") or behavior.get("name") or saved.get("name") or _COHORT
    return Behaved("cohort", str(name), size, bool(clause.get("isHidden", False)))


def _read_formula(clause: _Body, sections: _Body, setting: Setting, *, hidden: bool) -> Formula:
    definition = text(item(clause, "definition", "sections.show"), "definition")
    own = [
        _read_clause(one, sections, setting)
        for one in entries(clause.get("referencedMetrics") or [], "referencedMetrics")
    ]
    metrics = tuple(one for one in own if not isinstance(one, Formula))
    if len(metrics) < len(own):
        raise BadRequest("referencedMetrics: a formula has no formula among its metrics")
    return Formula(str(clause.get("name") or definition), parse_formula(definition), hidden, metrics)
