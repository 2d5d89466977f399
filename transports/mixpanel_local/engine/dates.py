"""Spans of time that date filters mean, in milliseconds since 1970, the end not included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from attrs import frozen

from mixpanel_local.engine.calendar import Zone, months_later
from mixpanel_local.engine.operands import day, single_number, two
from mixpanel_local.engine.plan import Condition
from mixpanel_local.errors import BadRequest

_HOURS = {"hour": 1, "day": 24, "week": 168}
_DAYS = {"day": 1, "week": 7}


@frozen
class Clock:
    """What dates are read by: *now*, the *zone* whose days are meant, and whether the last days are *whole* ones."""

    now: datetime
    zone: Zone
    whole: Callable[[], bool]


def on(condition: Condition, clock: Clock) -> tuple[int, int]:
    """That day."""
    chosen = day(condition.operand)
    return clock.zone.start(chosen), clock.zone.start(chosen + timedelta(days=1))


def between(condition: Condition, clock: Clock) -> tuple[int, int]:
    """From the first day to the last, both included."""
    first, last = map(day, two(condition))
    return clock.zone.start(first), clock.zone.start(last + timedelta(days=1))


def before(condition: Condition, clock: Clock) -> tuple[None, int]:
    """Until that day begins."""
    return None, clock.zone.start(day(condition.operand))


def since(condition: Condition, clock: Clock) -> tuple[int, None]:
    """From the beginning of that day."""
    return clock.zone.start(day(condition.operand)), None


def in_the_last(condition: Condition, clock: Clock) -> tuple[int, int]:
    """So many hours, days, weeks or months up to now."""
    return _begin(condition, clock), ms(clock.now) + 1


def before_the_last(condition: Condition, clock: Clock) -> tuple[None, int]:
    """What is longer ago than so many hours, days, weeks or months."""
    return None, _begin(condition, clock)


def in_the_next(condition: Condition, clock: Clock) -> tuple[int, int]:
    """So many hours, days, weeks or months from now."""
    count, unit = _counted(condition)
    if unit == "hour" or not clock.whole():
        return ms(clock.now), ms(moved(clock.now, count, unit)) + 1
    last = _days_later(clock.zone.today(clock.now), count, unit)
    return ms(clock.now), clock.zone.start(last + timedelta(days=1))


def _begin(condition: Condition, clock: Clock) -> int:
    """When the last hours, days, weeks or months began."""
    count, unit = _counted(condition)
    if unit == "hour" or not clock.whole():
        return ms(moved(clock.now, -count, unit))
    # Whole days, and the one under way: docs/reports, Date Range.
    return clock.zone.start(_days_later(clock.zone.today(clock.now), -count, unit))


def _counted(condition: Condition) -> tuple[float, str]:
    return single_number(condition.operand), condition.unit or "day"


def _days_later(today: date, count: float, unit: str) -> date:
    try:
        if unit in _DAYS:
            return today + timedelta(days=int(count * _DAYS[unit]))
        if unit == "month":
            return months_later(today, int(count))
    except (OverflowError, ValueError):
        raise BadRequest(f"{abs(count)} {unit}s reach beyond the calendar") from None
    raise BadRequest(f"the unit {unit!r} is none of hour, day, week, month")


def moved(now: datetime, count: float, unit: str) -> datetime:
    """*now* with so many hours, days, weeks or calendar months added."""
    try:
        if unit in _HOURS:
            return now + timedelta(hours=count * _HOURS[unit])
        if unit == "month":
            return months_later(now, int(count))
    except (OverflowError, ValueError):
        raise BadRequest(f"{abs(count)} {unit}s reach beyond the calendar") from None
    raise BadRequest(f"the unit {unit!r} is none of hour, day, week, month")


def ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return round(moment.timestamp() * 1000)
