"""The filters of a flow's anchors: operators as signs, numbers and days as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from mixpanel_local.engine.filter_reading import read_filters
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Filters
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, text
from mixpanel_local.errors import BadRequest

Entry = Mapping[str, Any]

_PRESENCE: Final = {"set": "is set", "not set": "is not set"}
_STRINGS: Final = {
    "==": "equals",
    "!=": "does not equal",
    "in": "contains",
    "not in": "does not contain",
    **_PRESENCE,
}
_NUMBERS: Final = {
    "==": "equals",
    "!=": "does not equal",
    ">": "is greater than",
    "<": "is less than",
    ">=": "is at least",
    "<=": "is at most",
    "><": "is between",
    "!><": "not between",
    **_PRESENCE,
}
_DAYS: Final = {
    "==": "was on",
    "!=": "was not on",
    ">": "was before",
    "<": "was since",
    "><": "was between",
    "!><": "was not between",
}
_JOINS: Final = {"and": "all", "or": "any"}


def read_step_filters(step: Entry, setting: Setting, notes: Notes) -> Filters:
    """The filters in ``property_filter_params_list``, joined by ``bool_op``."""
    where = "steps.property_filter_params_list"
    several = entries(step.get("property_filter_params_list") or [], where)
    join = _JOINS[one_of(step.get("bool_op") or "and", tuple(_JOINS), "steps.bool_op")]
    return read_filters([_as_reports_have_it(one, where, notes) for one in several], join, where, setting)


def _as_reports_have_it(entry: Entry, where: str, notes: Notes) -> dict[str, Any]:
    target = mapping(item(entry, "property", where), f"{where}.property")
    kind = str(entry.get("selected_property_type") or target.get("type") or "string")
    if kind not in _TESTS:
        raise BadRequest(f"{where}: {kind!r} is no type of a step's filter; it is one of {', '.join(_TESTS)}")
    given = mapping(item(entry, "filter", where), f"{where}.filter")
    test = _age(given, notes) if kind == "datetime" and given.get("unit") is not None else _TESTS[kind](given)
    return {
        "value": text(item(target, "name", where), f"{where}.property.name"),
        "resourceType": "people" if target.get("source") == "user" else "events",
        "filterType": kind,
        **test,
    }


def _string(test: Entry) -> dict[str, Any]:
    operator, operand = _sign(test, _STRINGS), test.get("operand")
    return _test(operator, None if operator in _PRESENCE.values() else operand)


def _number(test: Entry) -> dict[str, Any]:
    operator, operand = _sign(test, _NUMBERS), test.get("operand")
    return _test(operator, None if operator in _PRESENCE.values() else _each(operand, _amount))


def _boolean(test: Entry) -> dict[str, Any]:
    return _test(one_of(test.get("operand"), ("true", "false"), "filter.operand"), None)


def _age(test: Entry, notes: Notes) -> dict[str, Any]:
    one_of(test.get("operator"), (">",), "filter.operator")
    operator = str(notes.take("flow_step_age"))
    return _test(operator, test.get("operand")) | {"filterDateUnit": str(test["unit"]).removesuffix("s")}


def _date(test: Entry) -> dict[str, Any]:
    return _test(_sign(test, _DAYS), _each(test.get("operand"), _day))


_TESTS: Final[Mapping[str, Callable[[Entry], dict[str, Any]]]] = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "datetime": _date,
}


def _test(operator: str, operand: Any) -> dict[str, Any]:
    return {"filterOperator": operator, "filterValue": operand}


def _sign(test: Entry, known: Mapping[str, str]) -> str:
    return known[one_of(test.get("operator"), tuple(known), "filter.operator")]


def _each(operand: object, read: Callable[[object], Any]) -> Any:
    return [read(one) for one in operand] if isinstance(operand, list) else read(operand)


def _amount(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise BadRequest(f"filter.operand: {value!r} is no number") from None


def _day(value: object) -> str:
    """A day that is written month first."""
    parts = str(value).split("/")
    try:
        month, day, year = map(int, parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadRequest(f"filter.operand: {value!r} is no day like 01/31/2026") from None
