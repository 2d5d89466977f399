"""What filters compare with, as they keep it and as they send it."""

from __future__ import annotations

from typing import Any

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamTypeError, ParamValidationError
from mixpanel_async.specs.cohort_refs import sent_entry


def sent_value(value: tuple[Any, ...]) -> list[Any]:
    """A list of its own for the params; cohorts are objects and are copied too."""
    if value and isinstance(value[0], dict) and all(isinstance(item, dict) for item in value):
        return [{key: sent_entry(entry) for key, entry in item.items()} for item in value]
    return list(value)


def listed(value: object) -> Any:
    """One text becomes a list of one; anything else goes out as it is."""
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, str) else value


def positive(quantity: int) -> int:
    """*quantity*, which is a number above 0."""
    if not isinstance(quantity, int | float):
        raise ParamTypeError(f"quantity is {quantity!r}; it is a number")
    if quantity <= 0:
        raise ParamValidationError(f"quantity is {quantity}; it is 1 or more", "FD1_QUANTITY_NOT_POSITIVE")
    return quantity


def day_span(from_date: Day, to_date: Day) -> tuple[str, str]:
    """Both days as text, in order."""
    first, last = day_text(from_date, "from_date"), day_text(to_date, "to_date")
    if first > last:
        raise ParamValidationError(f"from_date {first} is after to_date {last}; swap them", "FD2_DATE_ORDER")
    return first, last
