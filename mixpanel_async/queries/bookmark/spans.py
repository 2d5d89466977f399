"""The days a question covers: their rules, and their entry in ``sections.time``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamValidationError, ValidationError

DEFAULT_LAST = 30
MAX_LAST = 3650


def span_problems(from_date: Day | None, to_date: Day | None, last: int) -> Sequence[ValidationError]:
    """Rules that the days of a question break."""
    found: list[ValidationError] = []
    if last <= 0:
        found.append(ValidationError("last", f"last is {last}; it is 1 or more", "V7_LAST_POSITIVE"))
    if from_date is not None or to_date is not None:
        found += _date_problems(from_date, to_date, last)
    if last > MAX_LAST:
        found.append(ValidationError("last", f"last is {last}; at most {MAX_LAST} days", "V20_LAST_TOO_LARGE"))
    return found


def _date_problems(from_date: Day | None, to_date: Day | None, last: int) -> Sequence[ValidationError]:
    found = [*_day_problems(from_date, "from_date"), *_day_problems(to_date, "to_date")]
    if from_date is None:
        message = "to_date has no from_date beside it; give both"
        found.append(ValidationError("to_date", message, "V9_TO_REQUIRES_FROM"))
        return found
    if last != DEFAULT_LAST:
        message = "from_date and last exclude each other; give one"
        found.append(ValidationError("last", message, "V10_DATE_LAST_EXCLUSIVE"))
    swapped = to_date is not None and str(from_date) > str(to_date)
    if swapped and all(problem.code != "V8_DATE_FORMAT" for problem in found):
        message = f"from_date {from_date} is after to_date {to_date}; swap them"
        found.append(ValidationError("from_date", message, "V15_DATE_ORDER"))
    return found


def _day_problems(day: Day | None, name: str) -> Sequence[ValidationError]:
    if day is None:
        return ()
    try:
        day_text(day, name)
    except ParamValidationError as problem:
        return (ValidationError(name, problem.message, str(problem.code)),)
    return ()


def span_days(from_date: Day, to_date: Day | None, today: Callable[[], date]) -> tuple[str, str]:
    """The first and the last day as text; a span without an end ends today."""
    return str(from_date), str(today() if to_date is None else to_date)


def span_clause(
    from_date: Day | None, to_date: Day | None, last: int, unit: str, today: Callable[[], date]
) -> dict[str, Any]:
    """The entry in ``sections.time``. *last* counts days, whatever the *unit* of the results."""
    if from_date is None:
        return {"dateRangeType": "in the last", "unit": unit, "window": {"unit": "day", "value": last}}
    return {"dateRangeType": "between", "unit": unit, "value": list(span_days(from_date, to_date, today))}
