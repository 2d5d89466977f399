"""A funnel in a report's parameters becomes a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.behavior_reading import described, read_arms
from mixpanel_local.engine.data_group_reading import check_of_groups, read_data_group
from mixpanel_local.engine.display_reading import read_comparison, read_limit
from mixpanel_local.engine.filter_reading import read_filters, read_filters_of
from mixpanel_local.engine.funnel.plan import (
    HISTOGRAM,
    Exclusion,
    Funnel,
    FunnelMetric,
    FunnelPlan,
    Measured,
    Occurrence,
    Reentry,
    Series,
    Step,
    Window,
)
from mixpanel_local.engine.group_reading import read_counted_group
from mixpanel_local.engine.measurement_reading import PERCENTILES, read_percentile
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.setting import Counting, Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_range
from mixpanel_local.errors import BadRequest

_CALL: Final = "funnels"
_AMONG: Final = "ask insights, with the funnel as one of its metrics"
_ORDERS: Final = ("loose", "any")
_UNITS: Final = ("second", "minute", "hour", "day", "week", "month", "session")
# "basic" is the name of the default in saved funnels; the documents have neither it nor "aggressive".
_REENTRIES: Final[Mapping[str, Reentry]] = {
    "default": "default",
    "basic": "default",
    "optimized": "optimized",
    "aggressive": "aggressive",
}
_COUNTED: Final = ("conversion_rate_unique", "conversion_rate_total", "conversion_rate_session", "unique", "total")
_AGGREGATED: Final = ("average", "min", "max", "custom_percentile", HISTOGRAM, *PERCENTILES)
_STEPS_CHARTS: Final = ("funnel-steps", "table", "bar", "metric", "insights-metric")
_SERIES_CHARTS: Final = ("line", "column", "stacked-line", "stacked-column")
_MAX_STEPS: Final = 100
# Longer than any store; milliseconds of it still are exact.
_MAX_WINDOW_DAYS: Final = 36_600
_DAY: Final = {"second": 86_400, "minute": 1440, "hour": 24, "day": 1, "week": 1 / 7, "month": 1 / 31, "session": 1}


def read_funnel_report(body: Mapping[str, Any], setting: Setting) -> FunnelPlan:
    """The plan of a request body ``{bookmark, project_id, queryLimits}`` that asks for one funnel."""
    bookmark = mapping(item(body, "bookmark", "$"), "$.bookmark")
    sections = mapping(item(bookmark, "sections", "$.bookmark"), "$.bookmark.sections")
    display = mapping(bookmark.get("displayOptions") or {}, "$.bookmark.displayOptions")
    chart = one_of(
        display.get("chartType", "funnel-steps"), (*_STEPS_CHARTS, *_SERIES_CHARTS), "displayOptions.chartType"
    )
    when = read_range(sections, setting)
    setting = evolve(setting, data_group=read_data_group(sections))
    whole = evolve(setting, counting=Counting(between=True))
    plan = FunnelPlan(
        read_funnel_metric(_only_clause(sections), setting),
        when.first,
        when.last,
        when.unit,
        series=series_of(setting) if chart in _SERIES_CHARTS else "whole",
        filters=read_filters(sections.get("filter") or [], "all", "sections.filter", whole),
        groups=tuple(
            read_counted_group(group, whole) for group in entries(sections.get("group") or [], "sections.group")
        ),
        limit=read_limit(body),
        within=when.within,
        comparison=read_comparison(display),
        again=setting.assumptions.funnel_time_segments == "each",
        data_group=setting.data_group,
    )
    if plan.data_group is not None:
        check_of_groups(plan.metric, plan.filters, plan.groups, call=_CALL)
    return plan


def _only_clause(sections: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is shown: one funnel and nothing beside it."""
    shown = entries(item(sections, "show", "sections"), "sections.show")
    if len(shown) != 1:
        raise refuse("other metrics beside it", _CALL, instead=_AMONG)
    if sections.get("formula"):
        raise refuse("formulas (sections.formula)", _CALL, instead=_AMONG)
    return shown[0]


def series_of(setting: Setting) -> Series:
    """What a funnel over time is."""
    return "separate" if setting.assumptions.funnel_trends == "separate" else "split"


def read_funnel_metric(clause: Mapping[str, Any], setting: Setting) -> FunnelMetric:
    """The funnel that a clause of ``sections.show`` measures."""
    behavior = described(mapping(item(clause, "behavior", "sections.show"), "behavior"), "funnel", setting)
    funnel = read_funnel(behavior, setting)
    measured = _read_measured(mapping(clause.get("measurement") or {}, "measurement"), setting)
    if measured.step is not None and not 0 <= measured.step < len(funnel.steps):
        raise BadRequest(f"measurement.stepIndex: {measured.step} is no step of {len(funnel.steps)}, counted from 0")
    check_sessions(funnel, measured)
    through = f"{funnel.steps[0].name} through {funnel.steps[-1].name}"
    return FunnelMetric(str(clause.get("name") or behavior.get("name") or through), funnel, measured)


def check_sessions(funnel: Funnel, measured: Measured) -> None:
    """Raise where sessions are counted in a window of something else: all steps are in them (docs/reports/funnels)."""
    if measured.counting == "sessions" and funnel.window.unit != "session":
        raise BadRequest(f"measurement.math: {measured.math!r} needs a conversion window of sessions")


def read_funnel(behavior: Mapping[str, Any], setting: Setting) -> Funnel:
    """The funnel a behavior describes."""
    order = one_of(behavior.get("funnelOrder") or "loose", _ORDERS, "behavior.funnelOrder")
    steps = tuple(
        _read_step(step, order, setting) for step in entries(item(behavior, "behaviors", "behavior"), "behaviors")
    )
    if not 1 <= len(steps) <= _MAX_STEPS:
        raise BadRequest(f"behavior.behaviors: a funnel has 1 to {_MAX_STEPS} steps, not {len(steps)}")
    excluded = entries(behavior.get("exclusions") or [], "behavior.exclusions")
    held = entries(behavior.get("aggregateBy") or [], "behavior.aggregateBy")
    return Funnel(
        steps,
        _read_window(behavior),
        tuple(_read_exclusion(one, len(steps), setting) for one in excluded),
        tuple(read_property(one, "value", setting) for one in held),
        _REENTRIES[one_of(behavior.get("funnelReentryMode") or "default", list(_REENTRIES), "funnelReentryMode")],
        read_filters(behavior.get("filter") or [], "all", "behavior.filter", setting),
    )


def _read_step(step: Mapping[str, Any], order: str, setting: Setting) -> Step:
    # A step's own order only matters where the funnel's is "any".
    own = one_of(step.get("funnelOrder") or order, _ORDERS, "behaviors.funnelOrder")
    occurrence = Occurrence(read_arms(step, setting), read_filters_of(step, "behaviors.filters", setting))
    event = str(step.get("name") or "")
    name = event if step.get("renamed") is None else str(step["renamed"])
    return Step(name, event, occurrence, order == own == "any")


def _read_exclusion(entry: Mapping[str, Any], steps: int, setting: Setting) -> Exclusion:
    between = mapping(entry.get("steps") or {}, "exclusions.steps")
    after = integer(between.get("from", 1), "exclusions.steps.from")
    before = integer(between.get("to", steps), "exclusions.steps.to")
    if not 1 <= after < before <= steps:
        raise BadRequest(f"exclusions.steps: {after} to {before} is not between two of {steps} steps, counted from 1")
    arms = read_arms({"name": item(entry, "event", "exclusions")}, setting)
    return Exclusion(Occurrence(arms, read_filters_of(entry, "exclusions.filters", setting)), after - 1, before - 1)


def _read_window(behavior: Mapping[str, Any]) -> Window:
    length = integer(behavior.get("conversionWindowDuration", 14), "behavior.conversionWindowDuration")
    unit = one_of(behavior.get("conversionWindowUnit", "day"), _UNITS, "behavior.conversionWindowUnit")
    if not 1 <= length <= _MAX_WINDOW_DAYS * _DAY[unit]:
        raise BadRequest(f"behavior.conversionWindowDuration: {length} {unit}s are no conversion window")
    return Window(length, unit)


def _read_measured(entry: Mapping[str, Any], setting: Setting) -> Measured:
    math = text(entry.get("math", "conversion_rate_unique"), "measurement.math")
    if entry.get("perUserAggregation") is not None:
        raise refuse(
            "a property aggregated per user (measurement.perUserAggregation)",
            _CALL,
            instead="aggregate it over the attempts, without perUserAggregation",
        )
    if math not in _COUNTED + _AGGREGATED:
        raise refuse(f"math {math!r}", _CALL)
    named = entry.get("property")
    target = None if named is None else read_property(mapping(named, "measurement.property"), "name", setting)
    if target is not None and math not in ("total", *_AGGREGATED):
        raise BadRequest(f"measurement.math: {math!r} takes no property")
    step = None if entry.get("stepIndex") is None else integer(entry["stepIndex"], "measurement.stepIndex")
    interpolated = setting.assumptions.percentiles == "interpolated"
    return Measured(math, target, read_percentile(math, entry), step, interpolated)
