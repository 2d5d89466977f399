"""The filters of a step in the format flows have for them: operators as signs, numbers and days as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mixpanel_async.dates import day_text
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.filters import Filter

_ORDER = {"equals": "==", "does not equal": "!="}
_PRESENCE = {"is set": "set", "is not set": "not set"}
STRINGS = {**_ORDER, **_PRESENCE, "contains": "in", "does not contain": "not in"}
NUMBERS = {
    **_ORDER,
    **_PRESENCE,
    "is greater than": ">",
    "is less than": "<",
    "is at least": ">=",
    "is at most": "<=",
    "is between": "><",
    "not between": "!><",
}
# Days are compared by age: "before" means older. Both kinds of "the last" are sent alike; seen 2026-08.
DATES = {
    "was on": "==",
    "was not on": "!=",
    "was before": ">",
    "was since": "<",
    "was between": "><",
    "was not between": "!><",
    "was in the": ">",
    "was not in the": ">",
}

Entry = Mapping[str, Any]


def step_filter(condition: Filter) -> dict[str, Any]:
    """The entry of *condition* in a step's ``property_filter_params_list``."""
    entry = condition.clause()
    name, kind = entry.get("value"), entry["filterType"]
    if not isinstance(name, str):
        raise ParamTypeError(
            f"{condition!r} is on a custom property; steps can be filtered by plain properties only",
            "BB3_FLOW_PROPERTY_FILTER_TYPE",
        )
    if kind not in _TESTS:
        raise ParamValidationError(
            f"{condition!r} compares a {kind}; steps can be filtered by text, numbers, booleans and days",
            "SG4_UNSUPPORTED_PROPERTY_TYPE",
        )
    source = "user" if entry["resourceType"] == "people" else "properties"
    return {
        "property": {"name": name, "source": source, "type": kind},
        "type": kind,
        "selected_property_type": kind,
        "filter": _TESTS[kind](entry),
    }


def _string(entry: Entry) -> dict[str, Any]:
    operator = _sign(entry, STRINGS, "SG1_UNKNOWN_STRING_OPERATOR")
    return {"operator": operator, "operand": _each(entry["filterValue"], lambda value: value)}


def _number(entry: Entry) -> dict[str, Any]:
    operator = _sign(entry, NUMBERS, "SG2_UNKNOWN_NUMBER_OPERATOR")
    return {"operator": operator, "operand": _each(entry["filterValue"], str)}


def _boolean(entry: Entry) -> dict[str, Any]:
    return {"operand": entry["filterOperator"]}


def _date(entry: Entry) -> dict[str, Any]:
    operator, value = _sign(entry, DATES, "SG3_UNKNOWN_DATETIME_OPERATOR"), entry["filterValue"]
    if "filterDateUnit" in entry:
        return {"operator": operator, "operand": value, "unit": f"{entry['filterDateUnit']}s"}
    return {"operator": operator, "operand": _each(value, _american)}


_TESTS: Mapping[str, Callable[[Entry], dict[str, Any]]] = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "datetime": _date,
}


def _sign(entry: Entry, signs: Mapping[str, str], code: str) -> str:
    operator = entry["filterOperator"]
    if operator not in signs:
        raise ParamValidationError(
            f"{operator!r} on {entry['value']!r} cannot filter a step; use where, or one of {', '.join(signs)}", code
        )
    return signs[operator]


def _each(value: Any, form: Callable[[Any], Any]) -> Any:
    if value is None:
        return ""
    return [form(item) for item in value] if isinstance(value, list) else form(value)


def _american(day: str) -> str:
    year, month, date = day_text(day, "date").split("-")
    return f"{month}/{date}/{year}"
