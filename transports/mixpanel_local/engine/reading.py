"""Insights parameters, as the app compiles them, become a plan; what cannot be answered says so by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, Literal, cast

from mixpanel_local.engine.calendar import UNITS, Unit
from mixpanel_local.engine.filter_reading import read_filters, read_property, refuse_custom
from mixpanel_local.engine.formula import parse_formula
from mixpanel_local.engine.plan import Arm, Buckets, Filters, Formula, Group, Measurement, Metric, Plan
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, number, one_of, refuse, text
from mixpanel_local.errors import BadRequest

ANY_EVENT: Final = frozenset({"$all_events", "$any_event"})
PERCENTILES: Final = {"median": 50, "p25": 25, "p75": 75, "p90": 90, "p99": 99}
_UNPROPERTIED: Final = frozenset({"total", "unique", "dau", "wau", "mau", "cumulative_unique"})
_OF_PROPERTY: Final = frozenset({"average", "min", "max", "custom_percentile", "unique_values", *PERCENTILES})
PER_USER: Final = frozenset({"total", "average", "min", "max", "unique_values"})

_SERIES_CHARTS: Final = frozenset({"line", "column", "stacked-line", "stacked-column"})
_TOTAL_CHARTS: Final = frozenset({"bar", "table", "pie", "metric", "insights-metric"})
_MAX_LIMIT: Final = 50_000
_MAX_BUCKETS: Final = 1_000
_MAX_LETTERS: Final = 26
_MAX_WINDOW: Final = 1_000
_YEARS: Final = (1970, 9_000)


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
        **_read_display(display),
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
    measurement = _read_measurement(mapping(clause.get("measurement") or {}, "measurement"), setting)
    filters = read_filters_of(behavior, "behavior.filters", setting)
    name = clause.get("name") or behavior.get("renamed") or behavior.get("name") or ""
    return Metric(str(name), read_arms(behavior, setting), filters, measurement, hidden)


def read_arms(behavior: Mapping[str, Any], setting: Setting) -> tuple[Arm, ...]:
    """The events a behavior is about; filters of a single one stand beside it, in the behavior."""
    kind = behavior.get("type", "event")
    if kind == "event":
        return (Arm(read_event(behavior)),)
    if kind == "simple" and "id" not in behavior:
        arms = entries(item(behavior, "behaviors", "behavior"), "behavior.behaviors")
        if any(arm.get("type", "event") != "event" for arm in arms):
            raise refuse("custom events inside a metric of several events")
        return tuple(Arm(read_event(arm), read_filters_of(arm, "filters", setting)) for arm in arms)
    raise refuse(f"a metric of type {kind!r}" + (f" (id {behavior['id']})" if "id" in behavior else ""))


def read_event(behavior: Mapping[str, Any]) -> str | None:
    """The name of a behavior's event; None is any."""
    name = text(item(behavior, "name", "behavior"), "behavior.name")
    if name.startswith("$custom_event:"):
        raise refuse(f"the custom event {name!r}")
    return None if name in ANY_EVENT else name


def read_filters_of(behavior: Mapping[str, Any], where: str, setting: Setting) -> Filters:
    """A behavior's own filters."""
    return read_filters(behavior.get("filters") or [], behavior.get("filtersDeterminer", "all"), where, setting)


def _read_measurement(entry: Mapping[str, Any], setting: Setting) -> Measurement:
    math = text(entry.get("math", "total"), "measurement.math")
    if math not in _UNPROPERTIED | _OF_PROPERTY:
        raise refuse(f"math {math!r}")
    if entry.get("segmentMethod") not in (None, "all"):
        raise refuse(f"segmentMethod {entry['segmentMethod']!r}")
    per_user = entry.get("perUserAggregation")
    if per_user is not None and per_user not in PER_USER:
        raise refuse(f"perUserAggregation {per_user!r}")
    named = entry.get("property")
    target = None if named is None else read_property(mapping(named, "measurement.property"), "name", setting)
    if target is None and (math not in _UNPROPERTIED or per_user):
        raise BadRequest(f"measurement.math: {math!r} needs a property")
    percentile = _read_percentile(math, entry)
    return Measurement(math, target, per_user, percentile)


def _read_percentile(math: str, entry: Mapping[str, Any]) -> float | None:
    if math != "custom_percentile":
        return PERCENTILES.get(math)
    percentile = number(entry.get("percentile", 50), "measurement.percentile")
    if not 0 <= percentile <= 100:
        raise BadRequest(f"measurement.percentile: {percentile} is not between 0 and 100")
    return percentile


def read_time(sections: Mapping[str, Any], today: date) -> tuple[date, date, Unit]:
    """The first and the last day of a report, and the length of its intervals."""
    found = entries(item(sections, "time", "sections"), "sections.time")
    if len(found) != 1:
        raise BadRequest(f"sections.time: {len(found)} time ranges instead of one")
    unit = one_of(found[0].get("unit", "day"), UNITS, "sections.time.unit")
    kind = found[0].get("dateRangeType", "between")
    if kind == "between":
        value = found[0].get("value")
        if not isinstance(value, Sequence) or len(value) != 2:
            raise BadRequest("sections.time.value: needs [from_date, to_date]")
        first, last = (read_date(day, "sections.time.value") for day in value)
    elif kind == "in the last":
        first, last = _last(mapping(item(found[0], "window", "sections.time"), "sections.time.window"), today), today
    else:
        raise refuse(f"dateRangeType {kind!r}")
    if first > last:
        raise BadRequest(f"sections.time.value: {first} is after {last}")
    return first, last, cast("Unit", unit)


def read_date(value: object, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        raise BadRequest(f"{where}: {value!r} is no date like 2026-01-31") from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadRequest(f"{where}: {day} is not between the years {_YEARS[0]} and {_YEARS[1]}")
    return day


def _last(window: Mapping[str, Any], today: date) -> date:
    # "Last N days" is N whole days and the one under way: docs/reports, Date Range.
    days = {"day": 1, "week": 7}
    unit = one_of(window.get("unit", "day"), tuple(days), "sections.time.window.unit")
    try:
        return today - timedelta(days=integer(item(window, "value", "window"), "window.value") * days[unit])
    except OverflowError:
        raise BadRequest(f"sections.time.window.value: {window['value']} is too long ago") from None


def read_group(entry: Mapping[str, Any], setting: Setting) -> Group:
    """An entry of ``sections.group``."""
    for key, said in (("cohorts", "a breakdown by cohort"), ("behavior", "a breakdown by frequency")):
        if entry.get(key):
            raise refuse(said)
    refuse_custom(entry)
    if entry.get("typeCast") or entry.get("unit"):
        raise refuse("a breakdown with a type cast or a time unit")
    target = read_property(entry, "propertyName" if "propertyName" in entry else "value", setting)
    inner = entry.get("listItemGroup")
    if inner is not None:
        member = text(item(mapping(inner, "listItemGroup"), "propertyName", "listItemGroup"), "listItemGroup")
        return Group(target, "object", member=member)
    return Group(target, str(entry.get("propertyType") or "string"), _read_buckets(entry.get("customBucket")))


def _read_buckets(entry: object) -> Buckets | None:
    if entry is None or mapping(entry, "customBucket").get("disabled"):
        return None
    low, high, size = (number(item(mapping(entry, "customBucket"), key, "customBucket"), key) for key in _BUCKET_KEYS)
    if size <= 0 or high < low or (high - low) / size > _MAX_BUCKETS:
        raise BadRequest(f"customBucket: {low}..{high} by {size} is not 1 to {_MAX_BUCKETS} ranges")
    return Buckets(low, high, size)


_BUCKET_KEYS: Final = ("min", "max", "bucketSize")


def _read_display(display: Mapping[str, Any]) -> dict[str, Any]:
    if display.get("timeComparison"):
        raise refuse("a comparison with another time (timeComparison)")
    chart = text(display.get("chartType", "line"), "displayOptions.chartType")
    if chart not in _SERIES_CHARTS | _TOTAL_CHARTS:
        raise refuse(f"chartType {chart!r}")
    known: tuple[Literal["linear", "rolling", "cumulative"], ...] = ("linear", "rolling", "cumulative")
    window = integer(display.get("rollingWindowSize") or 7, "displayOptions.rollingWindowSize")
    if not 1 <= window <= _MAX_WINDOW:
        raise BadRequest(f"displayOptions.rollingWindowSize: {window} is not between 1 and {_MAX_WINDOW}")
    analysis = one_of(display.get("analysis", "linear"), known, "displayOptions.analysis")
    return {"series": chart in _SERIES_CHARTS, "analysis": analysis, "window": window}


def read_limit(body: Mapping[str, Any]) -> int:
    """How many segments a reply may have."""
    limits = mapping(body.get("queryLimits") or {}, "$.queryLimits")
    limit = integer(limits.get("limit", 3000), "$.queryLimits.limit")
    if not 1 <= limit <= _MAX_LIMIT:
        raise BadRequest(f"$.queryLimits.limit: {limit} is not between 1 and {_MAX_LIMIT}")
    return limit
