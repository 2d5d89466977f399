"""The rules of ``sections.time``, ``sections.filter`` and ``sections.group``."""

from __future__ import annotations

from math import isfinite
from typing import Any

from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.findings import Findings

MAX_FILTER_VALUES = 1000


def check_time(found: Findings, entry: Any, name: str, index: int) -> None:
    """Note the rules that one span of time breaks; it stands at *name*[*index*]."""
    if not isinstance(entry, dict):
        found.add(f"{name}[{index}]", f"{entry!r} is no span of time; it needs a unit", "B12_INVALID_TIME_UNIT")
        return
    unit, kind = entry.get("unit"), entry.get("dateRangeType")
    if unit is not None and not (isinstance(unit, str) and unit in words.TIME_UNITS):
        found.unknown(f"{name}[{index}].unit", unit, words.TIME_UNITS, "B12_INVALID_TIME_UNIT")
    if kind is not None and not (isinstance(kind, str) and kind in words.DATE_RANGE_TYPES):
        message = f"dateRangeType is {kind!r}; 'between' and 'in the last' are known"
        found.add(f"{name}[{index}].dateRangeType", message, "B13_INVALID_DATE_RANGE_TYPE", severity="warning")


def check_filter(found: Findings, entry: Any, name: str, index: int) -> None:
    """Note the rules that one filter breaks."""
    if not isinstance(entry, dict):
        found.add(f"{name}[{index}]", f"{entry!r} is no filter; it needs a filterType", "B14_INVALID_FILTER_TYPE")
        return
    if not entry.get("value"):
        _check_custom(found, entry, f"{name}[{index}]")
    resource, kind, operator = entry.get("resourceType"), entry.get("filterType"), entry.get("filterOperator")
    if resource is not None and not (isinstance(resource, str) and resource in words.RESOURCE_TYPES):
        check_resource(found, resource, f"{name}[{index}]")
    if kind is not None and not (isinstance(kind, str) and kind in words.PROPERTY_TYPES):
        found.unknown(f"{name}[{index}].filterType", kind, words.PROPERTY_TYPES, "B14_INVALID_FILTER_TYPE")
    if operator is not None and not (isinstance(operator, str) and operator in words.FILTER_OPERATORS):
        path, code = f"{name}[{index}].filterOperator", "B15_INVALID_FILTER_OPERATOR"
        found.unknown(path, operator, words.FILTER_OPERATORS, code, severity="warning")
    value = entry.get("filterValue")
    if isinstance(value, list):
        _check_values(found, value, entry, name, index)
    elif isinstance(value, float) and not isfinite(value):
        _note_not_finite(found, value, f"{name}[{index}].filterValue")


def _check_custom(found: Findings, entry: dict[str, Any], path: str) -> None:
    """What a filter without a plain property filters on."""
    custom = entry.get("customPropertyId")
    if custom is not None:
        if not isinstance(custom, int) or isinstance(custom, bool) or custom <= 0:
            message = f"customPropertyId is {custom!r}; ids are positive numbers"
            found.add(f"{path}.customPropertyId", message, "B18B_INVALID_CP_ID")
    elif not entry.get("propertyName") and entry.get("customProperty") is None:
        found.add(path, "the filter names no property", "B18_MISSING_FILTER_PROPERTY")


def _check_values(found: Findings, value: list[Any], entry: dict[str, Any], name: str, index: int) -> None:
    if not value:
        message = "the list of values is empty; nothing could pass"
        found.add(f"{name}[{index}].filterValue", message, "B20_EMPTY_FILTER_VALUE")
        return
    if len(value) > MAX_FILTER_VALUES:
        message = f"there are {len(value)} values; at most {MAX_FILTER_VALUES} are allowed"
        found.add(f"{name}[{index}].filterValue", message, "B21_FILTER_VALUE_TOO_MANY")
    for place, item in enumerate(value):
        if isinstance(item, float) and not isfinite(item):
            _note_not_finite(found, item, f"{name}[{index}].filterValue[{place}]")
    if isinstance(value[0], dict) and isinstance(value[0].get("cohort"), dict) and entry.get("filterType") == "list":
        _check_cohort(found, entry.get("value"), f"{name}[{index}]")


def _check_cohort(found: Findings, prop: object, path: str) -> None:
    if prop is not None and prop != "$cohorts":
        found.add(f"{path}.value", f"a cohort filter is on '$cohorts', not {prop!r}", "B25_COHORT_FILTER_VALUE")


def _note_not_finite(found: Findings, value: float, path: str) -> None:
    found.add(path, f"{value} is no finite number", "B20B_FILTER_VALUE_NOT_FINITE")


def check_group(found: Findings, entry: Any, name: str, index: int) -> None:
    """Note the rules that one breakdown breaks."""
    if not isinstance(entry, dict):
        message = f"{entry!r} is no breakdown; it needs a propertyType"
        found.add(f"{name}[{index}]", message, "B17_INVALID_PROPERTY_TYPE")
        return
    kind, resource, cohorts = entry.get("propertyType"), entry.get("resourceType"), entry.get("cohorts")
    if kind is not None and not (isinstance(kind, str) and kind in words.PROPERTY_TYPES):
        path, code = f"{name}[{index}].propertyType", "B17_INVALID_PROPERTY_TYPE"
        found.unknown(path, kind, words.PROPERTY_TYPES, code, severity="warning")
    if resource is not None and not (isinstance(resource, str) and resource in words.RESOURCE_TYPES):
        check_resource(found, resource, f"{name}[{index}]")
    if cohorts is not None and (not isinstance(cohorts, list) or not cohorts):
        found.add(f"{name}[{index}].cohorts", "cohorts is no list with something in it", "B26_EMPTY_COHORTS")


def check_resource(found: Findings, resource: object, path: str) -> None:
    """Note a resourceType that is none; *path* is what has it."""
    if resource is not None and not (isinstance(resource, str) and resource in words.RESOURCE_TYPES):
        code = "B16_INVALID_RESOURCE_TYPE"
        found.unknown(f"{path}.resourceType", resource, words.RESOURCE_TYPES, code, severity="warning")
