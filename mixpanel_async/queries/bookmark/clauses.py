"""The rules of ``sections.time``, ``sections.filter`` and ``sections.group``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from mixpanel_async.errors import ValidationError
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.bookmark.words import unknown

MAX_FILTER_VALUES = 1000


def time_problems(entry: Any, path: str) -> Iterator[ValidationError]:
    """Rules one span of time breaks."""
    if not isinstance(entry, Mapping):
        yield ValidationError(path, f"{entry!r} is no span of time; it needs a unit", "B12_INVALID_TIME_UNIT")
        return
    unit, kind = entry.get("unit"), entry.get("dateRangeType")
    if unit is not None and unit not in words.TIME_UNITS:
        yield unknown(unit, words.TIME_UNITS, f"{path}.unit", "B12_INVALID_TIME_UNIT")
    if kind is not None and kind not in words.DATE_RANGE_TYPES:
        message = f"dateRangeType is {kind!r}; 'between' and 'in the last' are known"
        yield ValidationError(f"{path}.dateRangeType", message, "B13_INVALID_DATE_RANGE_TYPE", "warning")


def filter_problems(entry: Any, path: str) -> Iterator[ValidationError]:
    """Rules one filter breaks."""
    if not isinstance(entry, Mapping):
        yield ValidationError(path, f"{entry!r} is no filter; it needs a filterType", "B14_INVALID_FILTER_TYPE")
        return
    yield from _identity_problems(entry, path)
    resource, kind, operator = entry.get("resourceType"), entry.get("filterType"), entry.get("filterOperator")
    if resource is not None and resource not in words.RESOURCE_TYPES:
        where, code = f"{path}.resourceType", "B16_INVALID_RESOURCE_TYPE"
        yield unknown(resource, words.RESOURCE_TYPES, where, code, warning=True)
    if kind is not None and kind not in words.PROPERTY_TYPES:
        yield unknown(kind, words.PROPERTY_TYPES, f"{path}.filterType", "B14_INVALID_FILTER_TYPE")
    if operator is not None and operator not in words.FILTER_OPERATORS:
        where, code = f"{path}.filterOperator", "B15_INVALID_FILTER_OPERATOR"
        yield unknown(operator, words.FILTER_OPERATORS, where, code, warning=True)
    value = entry.get("filterValue")
    if isinstance(value, list):
        yield from _list_problems(value, entry, path)
    elif isinstance(value, float) and not isfinite(value):
        yield _not_finite(value, f"{path}.filterValue")


def _identity_problems(entry: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    """What a filter filters on."""
    if entry.get("value"):
        return
    custom = entry.get("customPropertyId")
    if custom is not None:
        if not isinstance(custom, int) or isinstance(custom, bool) or custom <= 0:
            message = f"customPropertyId is {custom!r}; ids are positive numbers"
            yield ValidationError(f"{path}.customPropertyId", message, "B18B_INVALID_CP_ID")
    elif not entry.get("propertyName") and entry.get("customProperty") is None:
        yield ValidationError(path, "the filter names no property", "B18_MISSING_FILTER_PROPERTY")


def _list_problems(value: list[Any], entry: Mapping[str, Any], path: str) -> Iterator[ValidationError]:
    where = f"{path}.filterValue"
    if not value:
        yield ValidationError(where, "the list of values is empty; nothing could pass", "B20_EMPTY_FILTER_VALUE")
        return
    if len(value) > MAX_FILTER_VALUES:
        message = f"there are {len(value)} values; at most {MAX_FILTER_VALUES} are allowed"
        yield ValidationError(where, message, "B21_FILTER_VALUE_TOO_MANY")
    for index, item in enumerate(value):
        if isinstance(item, float) and not isfinite(item):
            yield _not_finite(item, f"{where}[{index}]")
    if (
        entry.get("filterType") == "list"
        and isinstance(value[0], Mapping)
        and isinstance(value[0].get("cohort"), Mapping)
    ):
        yield from _cohort_problems(entry.get("value"), path)


def _cohort_problems(name: object, path: str) -> Iterator[ValidationError]:
    if name is not None and name != "$cohorts":
        yield ValidationError(
            f"{path}.value", f"a cohort filter is on '$cohorts', not {name!r}", "B25_COHORT_FILTER_VALUE"
        )


def _not_finite(value: float, path: str) -> ValidationError:
    return ValidationError(path, f"{value} is no finite number", "B20B_FILTER_VALUE_NOT_FINITE")


def group_problems(entry: Any, path: str) -> Iterator[ValidationError]:
    """Rules one breakdown breaks."""
    if not isinstance(entry, Mapping):
        yield ValidationError(path, f"{entry!r} is no breakdown; it needs a propertyType", "B17_INVALID_PROPERTY_TYPE")
        return
    kind, resource, cohorts = entry.get("propertyType"), entry.get("resourceType"), entry.get("cohorts")
    if kind is not None and kind not in words.PROPERTY_TYPES:
        yield unknown(kind, words.PROPERTY_TYPES, f"{path}.propertyType", "B17_INVALID_PROPERTY_TYPE", warning=True)
    if resource is not None and resource not in words.RESOURCE_TYPES:
        where, code = f"{path}.resourceType", "B16_INVALID_RESOURCE_TYPE"
        yield unknown(resource, words.RESOURCE_TYPES, where, code, warning=True)
    if cohorts is not None and (not isinstance(cohorts, list) or not cohorts):
        yield ValidationError(f"{path}.cohorts", "cohorts is no list with something in it", "B26_EMPTY_COHORTS")
