"""Filters as the expression that picks profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mixpanel_async.dates import day_range, day_text
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.expression_text import property_text, quoted
from mixpanel_async.specs.numbers import is_finite

Clause = Mapping[str, Any]

# A month is 30 days, as in the app's own relative dates.
_SECONDS = {"hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000}
MAX_DAYS = 18_250  # 50 years


def selector(clauses: Iterable[Clause]) -> str:
    """The expression that is true for profiles passing every filter, each given as its entry in report params."""
    return " and ".join(condition_text(clause) for clause in clauses)


def condition_text(clause: Clause) -> str:
    """One filter as text; what has no such text is a ``ParamValidationError``."""
    operator, value = clause["filterOperator"], clause["filterValue"]
    write = None if "listItemFilters" in clause else _WRITERS.get(operator)
    if write is None:
        kind = "list_contains" if "listItemFilters" in clause else operator
        raise ParamValidationError(
            f"{kind!r} cannot be asked of profiles; use contains and filter the result's df, or write where as text",
            "ES14_NO_SELECTOR_EQUIVALENT",
        )
    return write(property_text(clause["value"]), value, clause.get("filterDateUnit"))


Writer = Callable[[str, Any, Any], str]


def _each(comparison: str, joined: str) -> Writer:
    """Compares with every one of several values."""

    def write(prop: str, value: Any, _: Any) -> str:
        if not isinstance(value, list):
            raise ParamValidationError(f"{value!r} is no text and no list; give {[value]!r}", "ES2_EQUALS_EXPECTS_LIST")
        terms = [f"{prop} {comparison} {_literal(one)}" for one in value if isinstance(one, str | int | float)]
        if not terms:
            raise ParamValidationError("there is no value to compare with; give one", "ES3_EQUALS_NO_TERMS")
        text = f" {joined} ".join(terms)
        return f"({text})" if joined == "or" and len(terms) > 1 else text

    return write


def _containing(negation: str) -> Writer:
    def write(prop: str, value: Any, _: Any) -> str:
        if not isinstance(value, str):
            raise ParamValidationError(f"{value!r} is no text; only text is contained", "ES6_CONTAINS_EXPECTS_STR")
        return f"{negation}{quoted(value)} in {prop}"

    return write


def _compared(comparison: str) -> Writer:
    return lambda prop, value, _: f"{prop} {comparison} {_number(value)}"


def _between(prop: str, value: Any, _: Any) -> str:
    low, high = _pair(value)
    return f"{prop} >= {_number(low)} and {prop} <= {_number(high)}"


def _not_between(prop: str, value: Any, _: Any) -> str:
    low, high = _pair(value)
    return f"({prop} < {_number(low)} or {prop} > {_number(high)})"


def _on(prop: str, value: Any, _: Any) -> str:
    return _within(prop, _start(value), _end(value))


def _not_on(prop: str, value: Any, _: Any) -> str:
    return _outside(prop, _start(value), _end(value))


def _dates_between(prop: str, value: Any, _: Any) -> str:
    first, last = _days(value)
    return _within(prop, _start(first), _end(last))


def _dates_not_between(prop: str, value: Any, _: Any) -> str:
    first, last = _days(value)
    return _outside(prop, _start(first), _end(last))


def _in_the_last(prop: str, value: Any, unit: Any) -> str:
    return f"datetime({prop}) >= datetime(NOW - {_seconds(value, unit)}) and datetime({prop}) < datetime(NOW)"


def _not_in_the_last(prop: str, value: Any, unit: Any) -> str:
    return f"(datetime({prop}) < datetime(NOW - {_seconds(value, unit)}) or datetime({prop}) >= datetime(NOW))"


def _in_the_next(prop: str, value: Any, unit: Any) -> str:
    return f"datetime({prop}) >= datetime(NOW) and datetime({prop}) < datetime(NOW + {_seconds(value, unit)})"


_WRITERS: Mapping[str, Writer] = {
    "equals": _each("==", "or"),
    "does not equal": _each("!=", "and"),
    "contains": _containing(""),
    "does not contain": _containing("not "),
    "is greater than": _compared(">"),
    "is less than": _compared("<"),
    "is at least": _compared(">="),
    "is at most": _compared("<="),
    "is between": _between,
    "not between": _not_between,
    "is set": lambda prop, *_: f"defined({prop})",
    "is not set": lambda prop, *_: f"not defined({prop})",
    "true": lambda prop, *_: f"{prop} == true",
    "false": lambda prop, *_: f"{prop} == false",
    "was on": _on,
    "was not on": _not_on,
    "was before": lambda prop, value, _: f"datetime({prop}) < {_start(value)}",
    "was since": lambda prop, value, _: f"datetime({prop}) >= {_start(value)}",
    "was between": _dates_between,
    "was not between": _dates_not_between,
    "was in the": _in_the_last,
    "was not in the": _not_in_the_last,
    "was in the next": _in_the_next,
}


def _within(prop: str, start: str, end: str) -> str:
    return f"datetime({prop}) >= {start} and datetime({prop}) <= {end}"


def _outside(prop: str, start: str, end: str) -> str:
    return f"(datetime({prop}) < {start} or datetime({prop}) > {end})"


def _start(day: Any) -> str:
    return f'datetime("{_day(day)}T00:00:00")'


def _end(day: Any) -> str:
    return f'datetime("{_day(day)}T23:59:59")'


def _day(value: Any) -> str:
    if not isinstance(value, str):
        raise ParamValidationError(f"{value!r} is no day; write it as 2026-01-31", "ES15_DATE_EXPECTS_STR")
    return day_text(value, "the date")


def _days(value: Any) -> tuple[str, str]:
    first, last = map(_day, _pair(value))
    return day_range(first, last)


def _literal(value: str | int | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
        raise ParamValidationError(f"{value!r} is no finite number", "ES8_GT_EXPECTS_NUMBER")
    return str(value)


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise ParamValidationError(f"{value!r} is no pair; give both ends", "ES10_BETWEEN_EXPECTS_PAIR")
    return value[0], value[1]


def _seconds(quantity: Any, unit: Any) -> int:
    if unit not in _SECONDS:
        raise ParamValidationError(
            f"the unit is {unit!r}; it is one of {', '.join(_SECONDS)}", "ES18_RELATIVE_UNIT_INVALID"
        )
    seconds = quantity * _SECONDS[unit] if isinstance(quantity, int) and not isinstance(quantity, bool) else 0
    if not 0 < seconds <= MAX_DAYS * _SECONDS["day"]:
        raise ParamValidationError(
            f"{quantity!r} {unit}s; give a whole number of them, at most 50 years", "ES17_RELATIVE_QUANTITY_INVALID"
        )
    return seconds
