"""Spans of time that date filters mean, in milliseconds since 1970, the end not included.

Days are UTC days, because dates in properties are read as UTC (docs/data-structure/property-reference/data-type).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from mixpanel_local.engine.operands import day, single_number, two
from mixpanel_local.engine.plan import Condition
from mixpanel_local.errors import BadRequest

_HOURS = {"hour": 1, "day": 24, "week": 168}


def on(condition: Condition, _: datetime) -> tuple[int, int]:
    """That day."""
    chosen = day(condition.operand)
    return _start(chosen), _start(chosen + timedelta(days=1))


def between(condition: Condition, _: datetime) -> tuple[int, int]:
    """From the first day to the last, both included."""
    first, last = map(day, two(condition))
    return _start(first), _start(last + timedelta(days=1))


def before(condition: Condition, _: datetime) -> tuple[None, int]:
    """Until that day begins."""
    return None, _start(day(condition.operand))


def since(condition: Condition, _: datetime) -> tuple[int, None]:
    """From the beginning of that day."""
    return _start(day(condition.operand)), None


def in_the_last(condition: Condition, now: datetime) -> tuple[int, int]:
    """So many hours, days (of 24 hours), weeks or calendar months up to *now*."""
    return ms(_moved(now, condition, -1)), ms(now) + 1


def in_the_next(condition: Condition, now: datetime) -> tuple[int, int]:
    """So many hours, days (of 24 hours), weeks or calendar months from *now*."""
    return ms(now), ms(_moved(now, condition, 1)) + 1


def _moved(now: datetime, condition: Condition, sign: int) -> datetime:
    return moved(now, single_number(condition.operand) * sign, condition.unit or "day")


def moved(now: datetime, count: float, unit: str) -> datetime:
    """*now* with so many hours, days, weeks or calendar months added."""
    try:
        if unit in _HOURS:
            return now + timedelta(hours=count * _HOURS[unit])
        if unit == "month":
            return _months(now, int(count))
    except (OverflowError, ValueError):
        raise BadRequest(f"{abs(count)} {unit}s reach beyond the calendar") from None
    raise BadRequest(f"the unit {unit!r} is none of hour, day, week, month")


def _months(now: datetime, count: int) -> datetime:
    """The same day of another month, or its last day."""
    month = now.year * 12 + now.month - 1 + count
    first = now.replace(year=month // 12, month=month % 12 + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(days=min(now.day, (following - first).days) - 1)


def _start(chosen: date) -> int:
    return ms(datetime.combine(chosen, time(), UTC))


def ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return round(moment.timestamp() * 1000)
