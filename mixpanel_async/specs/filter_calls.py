"""The class method call that makes a filter, for its ``repr``."""

from __future__ import annotations

from typing import Any

from attrs import astuple, fields

from mixpanel_async.errors import MixpanelError
from mixpanel_async.specs.operators import SECOND_NAMES

_NOT_METHODS = ("is equal to", "in_cohort", "not_in_cohort")
_METHODS = {operator: name for name, operator in SECOND_NAMES.items() if name not in _NOT_METHODS} | {
    "contains": "contains",
    "equals": "equals",
    "list_contains": "list_contains",
}
_VALUELESS = ("is set", "is not set", "true", "false")
_RANGES = ("is between", "not between", "was between", "was not between")

Arguments = tuple[str, list[Any], dict[str, Any]]


def call_of(filter: Any) -> str:
    """A call that makes *filter*: a class method where one does, else the constructor."""
    name, positional, keywords = _class_method(filter)
    if not _makes(filter, name, positional, keywords):
        name, positional, keywords = _constructor(filter)
    shown = [*map(repr, positional), *(f"{key}={value!r}" for key, value in keywords.items())]
    return f"{type(filter).__name__}{name and '.' + name}({', '.join(shown)})"


def _class_method(filter: Any) -> Arguments:
    prop, operator, value, _, resource, unit, items, quantifier = astuple(filter, recurse=False)
    cohort = _cohort(prop, value)
    if cohort is not None:
        return ("in_cohort" if operator == "contains" else "not_in_cohort"), cohort, {}
    keywords = {"resource_type": resource} if resource != "events" else {}
    if operator == "list_contains":
        keywords |= {"quantifier": quantifier} if quantifier != "any" else {}
        return "list_contains", [prop, *items], keywords
    return _METHODS[operator], [prop, *_values(operator, value, unit)], keywords


def _values(operator: str, value: Any, unit: str | None) -> list[Any]:
    if operator in _VALUELESS:
        return []
    if operator in _RANGES and isinstance(value, tuple):
        return list(value)
    if unit is not None:
        return [value, unit]
    if isinstance(value, tuple):
        return [value[0] if len(value) == 1 else list(value)]
    return [value]


def _cohort(prop: object, value: Any) -> list[Any] | None:
    """Cohort and name, where *value* is what ``in_cohort`` makes of them."""
    if prop != "$cohorts" or not isinstance(value, tuple) or len(value) != 1:
        return None
    entry = value[0].get("cohort") if isinstance(value[0], dict) else None
    if not isinstance(entry, dict):
        return None
    cohort = entry.get("id") or entry.get("raw_cohort")
    return [part for part in (cohort, entry.get("name")) if part] if cohort else None


def _constructor(filter: Any) -> Arguments:
    required, optional = fields(type(filter))[:3], fields(type(filter))[3:]
    rest = {field.alias: value for field in optional if (value := getattr(filter, field.name)) != field.default}
    return "", [getattr(filter, field.name) for field in required], rest


def _makes(filter: Any, name: str, positional: list[Any], keywords: dict[str, Any]) -> bool:
    try:
        return bool(getattr(type(filter), name)(*positional, **keywords) == filter)
    except (MixpanelError, TypeError, ValueError):
        return False
