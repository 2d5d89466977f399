"""Days, weeks and months counted on: each has a number one higher than the one before it, in Python and in SQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from mixpanel_local.engine.calendar import Zone, day_key, day_number
from mixpanel_local.engine.scan import Span
from mixpanel_local.engine.sql import Sql, case, floor_to, number

CalendarUnit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]

CALENDAR_UNITS: Final[tuple[CalendarUnit, ...]] = ("day", "week", "month", "quarter", "year")
_EPOCH: Final = date(1970, 1, 1)
# 1970-01-01 was a Thursday: three days after the Monday that begins its week.
_THURSDAY: Final = 3
_WEEK: Final = 7
_YEAR: Final = 12
_MONTHS: Final = {"month": 1, "quarter": 3, "year": _YEAR}
_SPARE: Final = timedelta(days=2)
"""Days of the wall clock differ from UTC's by less than two."""


def unit_number(zone: Zone, unit: CalendarUnit, day: date) -> int:
    """The number of the *unit* that *day* lies in."""
    if unit == "day":
        return day_number(day)
    if unit == "week":
        return (day_number(day) + _into_week(zone)) // _WEEK
    return (day.year * _YEAR + day.month - 1) // _MONTHS[unit]


def unit_start(zone: Zone, unit: CalendarUnit, at: int) -> date:
    """The first day of the *unit* with that number."""
    if unit == "day":
        return _EPOCH + timedelta(days=at)
    if unit == "week":
        return _EPOCH + timedelta(days=at * _WEEK - _into_week(zone))
    year, month = divmod(at * _MONTHS[unit], _YEAR)
    return date(year, month + 1, 1)


def unit_key(zone: Zone, unit: CalendarUnit, span: Span) -> Sql:
    """SQL for the number of the *unit* an event's time lies in, right within *span*."""
    day = day_key(zone, span)
    if unit == "day":
        return day
    if unit == "week":
        return floor_to(day + number(_into_week(zone)), _WEEK) // number(_WEEK)
    return _month_key(zone, unit, span, day)


def _month_key(zone: Zone, unit: CalendarUnit, span: Span, day: Sql) -> Sql:
    low, high = span.days()
    first, last = unit_number(zone, unit, low - _SPARE), unit_number(zone, unit, high + _SPARE)
    ends = ((at, day_number(unit_start(zone, unit, at + 1))) for at in range(first, last))
    return case(*((day < number(end), number(at)) for at, end in ends), default=number(last))


def _into_week(zone: Zone) -> int:
    """How many days 1970-01-01 lies behind the start of its week."""
    return _THURSDAY + zone.week_shift
