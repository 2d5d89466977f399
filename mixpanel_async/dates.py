"""Days as the wire writes them."""

from __future__ import annotations

import re
from datetime import date, datetime

from mixpanel_async.errors import ParamTypeError, ParamValidationError

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Day = str | date


def day_text(value: Day, name: str) -> str:
    """*value* as YYYY-MM-DD; *name* is the argument an error points at."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise ParamTypeError(f"{name} is a {type(value).__name__}; give a date or text like 2026-01-31")
    if not _SHAPE.fullmatch(value):
        raise ParamValidationError(f"{name} is {value!r}; write a day as 2026-01-31", "V8_DATE_FORMAT")
    try:
        date.fromisoformat(value)
    except ValueError as problem:
        raise ParamValidationError(f"{name}={value!r} is no day of the calendar", "V8_DATE_INVALID") from problem
    return value


def day_range(from_date: Day, to_date: Day) -> tuple[str, str]:
    """Both days as text, in order."""
    first, last = day_text(from_date, "from_date"), day_text(to_date, "to_date")
    if first > last:
        raise ParamValidationError(
            f"from_date {first} is after to_date {last}; swap them (both days are included)", "V15_DATE_ORDER"
        )
    return first, last


def days_later(day: str, days: int) -> str:
    """The day so many *days* after *day*, or before it; at an end of the calendar, that end."""
    number = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal())).isoformat()


def starts_with_day(text: str) -> bool:
    """Whether *text* is a day, or a time that begins with one."""
    return _SHAPE.match(text) is not None
