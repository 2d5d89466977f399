"""Which other span of time results are compared with."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, get_args

from attrs import frozen

from mixpanel_async.dates import Day, day_text
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import TimeComparisonType, TimeComparisonUnit

__all__ = ["TimeComparison"]

_DATE_CODES: dict[str | None, str] = {"V8_DATE_FORMAT": "TC3_DATE_FORMAT", "V8_DATE_INVALID": "TC3B_DATE_INVALID"}


@frozen(repr=False)
class TimeComparison:
    """An earlier span of the same length: one *unit* before, or beginning or ending on *date*."""

    type: TimeComparisonType
    unit: TimeComparisonUnit | None = None
    date: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def __attrs_post_init__(self) -> None:
        if self.type not in get_args(TimeComparisonType):
            raise ParamValidationError(
                f"type is {self.type!r}; use TimeComparison.relative, .absolute_start or .absolute_end",
                "TC0_INVALID_TYPE",
            )
        if self.type == "relative":
            self._check_relative()
        else:
            self._check_absolute()

    def _check_relative(self) -> None:
        units = get_args(TimeComparisonUnit)
        if self.unit is None:
            raise ParamValidationError("give a unit, as TimeComparison.relative('month')", "TC1_REQUIRES_UNIT")
        if self.unit not in units:
            raise ParamValidationError(f"unit is {self.unit!r}; it is one of {', '.join(units)}", "TC1B_INVALID_UNIT")
        if self.date is not None:
            raise ParamValidationError(
                "a relative comparison has no date; use TimeComparison.absolute_start", "TC1_REJECTS_DATE"
            )

    def _check_absolute(self) -> None:
        if self.date is None:
            raise ParamValidationError(
                "give a date, as TimeComparison.absolute_start('2026-01-01')", "TC2_REQUIRES_DATE"
            )
        if self.unit is not None:
            raise ParamValidationError(
                "a comparison with a date has no unit; use TimeComparison.relative", "TC2_REJECTS_UNIT"
            )
        try:
            day_text(self.date, "date")
        except ParamValidationError as problem:
            raise ParamValidationError(problem.message, _DATE_CODES[problem.code]) from None

    @classmethod
    def relative(cls, unit: TimeComparisonUnit) -> Self:
        """With the span one *unit* earlier."""
        return cls("relative", unit)

    @classmethod
    def absolute_start(cls, date: Day) -> Self:
        """With a span of the same length that begins on *date*."""
        return cls("absolute-start", date=_text(date))

    @classmethod
    def absolute_end(cls, date: Day) -> Self:
        """With a span of the same length that ends on *date*."""
        return cls("absolute-end", date=_text(date))

    def clause(self) -> dict[str, Any]:
        """Its entry in ``displayOptions``."""
        return {"type": self.type, "value": self.unit if self.type == "relative" else self.date}


def _text(given: Day) -> str:
    """A day as text; what is none is left for the constructor to refuse."""
    return given.isoformat() if isinstance(given, date) else given
