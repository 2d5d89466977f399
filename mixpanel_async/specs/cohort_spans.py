"""When the events count that put a user into a cohort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mixpanel_async.dates import Day, day_range
from mixpanel_async.errors import ParamTypeError, ParamValidationError

_DATE_CODES: dict[str | None, str] = {
    "V8_DATE_FORMAT": "CD6_DATE_FORMAT",
    "V8_DATE_INVALID": "CD6_DATE_INVALID",
    "V15_DATE_ORDER": "CD6_DATE_ORDER",
}


@frozen
class Rolling:
    """The last *value* units, up to now."""

    unit: str
    value: int

    def clause(self) -> dict[str, Any]:
        """Its part of a behavior."""
        return {"window": {"unit": self.unit, "value": self.value}}

    def keywords(self) -> dict[str, Any]:
        """The keyword that asks for it."""
        return {f"within_{self.unit}s": self.value}


@frozen
class Dates:
    """From one day to another, both included."""

    from_date: str
    to_date: str

    def clause(self) -> dict[str, Any]:
        """Its part of a behavior."""
        return {"from_date": self.from_date, "to_date": self.to_date}

    def keywords(self) -> dict[str, Any]:
        """The keywords that ask for it."""
        return self.clause()


Span = Rolling | Dates


def span_of(rolling: Mapping[str, int | None], from_date: Day | None, to_date: Day | None) -> Span:
    """The one span asked for, by unit in *rolling* or by dates."""
    windows = [Rolling(unit, value) for unit, value in rolling.items() if value is not None]
    dated = from_date is not None or to_date is not None
    if len(windows) + dated != 1:
        raise ParamValidationError(
            "give one span of time: within_days, within_weeks, within_months, or from_date with to_date",
            "CD3_TIME_CONSTRAINT_REQUIRED",
        )
    return _dates(from_date, to_date) if dated else _positive(windows[0])


def _positive(window: Rolling) -> Rolling:
    if not isinstance(window.value, int):
        raise ParamTypeError(f"within_{window.unit}s is {window.value!r}; it is a whole number")
    if window.value <= 0:
        raise ParamValidationError(
            f"within_{window.unit}s is {window.value}; it is 1 or more", "CD3_WINDOW_NOT_POSITIVE"
        )
    return window


def _dates(from_date: Day | None, to_date: Day | None) -> Dates:
    if to_date is None:
        raise ParamValidationError("from_date has no to_date beside it; give both", "CD5_FROM_REQUIRES_TO")
    if from_date is None:
        raise ParamValidationError("to_date has no from_date beside it; give both", "CD5_TO_REQUIRES_FROM")
    try:
        return Dates(*day_range(from_date, to_date))
    except ParamValidationError as problem:
        raise ParamValidationError(problem.message, _DATE_CODES[problem.code]) from None
