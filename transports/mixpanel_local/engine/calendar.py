"""Days, weeks and hours of a time zone, as integer arithmetic in SQL and as keys of replies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final, Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from attrs import frozen

from mixpanel_dataset.offsets import offset_at, offsets
from mixpanel_local.engine.scan import TIME, Span, core_column
from mixpanel_local.engine.sql import Sql, case, floor_to, modulo, number
from mixpanel_local.errors import BadRequest

Day = TypeVar("Day", bound=date)
Unit: TypeAlias = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]

UNITS: Final[tuple[Unit, ...]] = ("minute", "hour", "day", "week", "month", "quarter", "year")
_STEP_MS: Final[dict[str, int]] = {"minute": 60_000, "hour": 3_600_000}
_DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)
# 1970-01-01 was a Thursday: three days after the Monday that begins its week.
_THURSDAY: Final = 3
_MAX_INTERVALS: Final = 400_000
_MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "year": 12}


@frozen
class Zone:
    """A project's time zone, and the day its weeks start on."""

    name: str
    week_start: str = "monday"

    @cached_property
    def info(self) -> ZoneInfo:
        """Its rules."""
        return ZoneInfo(self.name)

    @property
    def week_shift(self) -> int:
        """How many days before its Monday a week begins."""
        return 1 if self.week_start == "sunday" else 0

    def start(self, day: date) -> int:
        """The millisecond at which *day* begins."""
        return self.moment(day, time())

    def moment(self, day: date, clock: time) -> int:
        """The millisecond at which clocks say *clock* on *day*."""
        return round(datetime.combine(day, clock, self.info).timestamp() * 1000)

    def span(self, first: date, last: date) -> Span:
        """From the start of *first* to the end of *last*."""
        return Span(self.start(first), self.start(last + timedelta(days=1)))

    def today(self, now: datetime) -> date:
        """The day *now* belongs to."""
        return now.astimezone(self.info).date()

    def day(self, ms: int) -> date:
        """The day the instant *ms* belongs to."""
        return self.today(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms))

    def shifts(self, span: Span) -> bool:
        """Whether clocks change within *span*, so that a day has not 24 hours."""
        return len(self._offsets(span)) > 1

    def local(self, span: Span) -> Sql:
        """Milliseconds of the wall clock for the event's time, right within *span*."""
        *earlier, (_, last) = self._offsets(span)
        at = core_column(TIME)
        if not earlier:
            return at + number(last)
        return at + case(*((at < number(until), number(offset)) for until, offset in earlier), default=number(last))

    def _offsets(self, span: Span) -> list[tuple[int, int]]:
        return offsets(self.info, span.start, span.end)

    def offset(self, ms: int) -> int:
        """Milliseconds the wall clock is ahead of UTC at *ms*."""
        return offset_at(self.info, ms)


@frozen
class Interval:
    """One point of a time series: its *key* in SQL, when it begins, and its last day inside the range asked for."""

    key: int
    begins: datetime
    last: date


def intervals(zone: Zone, unit: Unit, first: date, last: date) -> list[Interval]:
    """The intervals of *unit* that touch the days *first* to *last*; those at the ends may begin or end outside."""
    per_day = _DAY_MS // _STEP_MS[unit] if unit in _STEP_MS else 1
    if (last - first).days * per_day > _MAX_INTERVALS:
        raise BadRequest(f"{first} to {last} has more than {_MAX_INTERVALS:,} intervals of a {unit}; ask for fewer")
    if unit in _STEP_MS:
        return list(_clock_intervals(zone, _STEP_MS[unit], first, last))
    starts = list(_starts(zone, unit, first, last))
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return [
        Interval((start - _EPOCH).days, datetime.combine(start, time(), zone.info), end)
        for start, end in zip(starts, ends, strict=True)
    ]


def intervals_of_days(zone: Zone, first: date, last: date, count: int) -> list[Interval]:
    """Intervals of *count* days each, the last one perhaps shorter."""
    starts = [first + timedelta(days=days) for days in range(0, (last - first).days + 1, count)]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return [
        Interval(day_number(start), datetime.combine(start, time(), zone.info), end)
        for start, end in zip(starts, ends, strict=True)
    ]


def earlier(zone: Zone, unit: Unit, first: date, count: int) -> date:
    """The day that begins the interval *count* intervals before the one of *first*, or an earlier one."""
    if unit in _STEP_MS:
        return first - timedelta(days=-(-count * _STEP_MS[unit] // _DAY_MS))
    for _ in range(count):
        first = start_of(zone, unit, start_of(zone, unit, first) - timedelta(days=1))
    return first


def start_of(zone: Zone, unit: Unit, day: date) -> date:
    """The day that begins the week, month, quarter or year of *day*; of a shorter *unit* it is *day*."""
    if unit == "week":
        return day - timedelta(days=(day.weekday() + zone.week_shift) % 7)
    if unit in _MONTHS:
        return day.replace(month=(day.month - 1) // _MONTHS[unit] * _MONTHS[unit] + 1, day=1)
    return day


def months_later(day: Day, count: int) -> Day:
    """The same day *count* months later, or that month's last day."""
    month = day.year * 12 + day.month - 1 + count
    first = day.replace(year=month // 12, month=month % 12 + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def interval_key(zone: Zone, unit: Unit, span: Span) -> Sql:
    """SQL for the ``Interval.key`` of an event's time."""
    local = zone.local(span)
    if unit in _STEP_MS:
        # The instant the hour begins: in an autumn night there are two hours of one name.
        return core_column(TIME) - modulo(local, _STEP_MS[unit])
    day = floor_to(local, _DAY_MS) // number(_DAY_MS)
    if unit == "day":
        return day
    if unit == "week":
        return day - modulo(day + number(_THURSDAY + zone.week_shift), 7)
    return _month_key(zone, day, unit, span)


def day_key(zone: Zone, span: Span) -> Sql:
    """SQL for the number of the event's day, counted from 1970-01-01."""
    return interval_key(zone, "day", span)


def day_number(day: date) -> int:
    """The number ``day_key`` gives *day*."""
    return (day - _EPOCH).days


def _month_key(zone: Zone, day: Sql, unit: Unit, span: Span) -> Sql:
    # Days of the wall clock differ from UTC's by less than two.
    low, high = (_EPOCH + timedelta(days=ms // _DAY_MS) for ms in (span.start, span.end))
    starts = [day_number(start) for start in _starts(zone, unit, low - timedelta(days=2), high + timedelta(days=2))]
    later = zip(starts[1:], starts, strict=False)
    return case(*((day < number(end), number(start)) for end, start in later), default=number(starts[-1]))


def _starts(zone: Zone, unit: Unit, first: date, last: date) -> Iterator[date]:
    start = start_of(zone, unit, first)
    while start <= last:
        yield start
        start = _next(unit, start)


def _next(unit: Unit, start: date) -> date:
    if unit not in _MONTHS:
        return start + timedelta(days=7 if unit == "week" else 1)
    month = start.month - 1 + _MONTHS[unit]
    return start.replace(year=start.year + month // 12, month=month % 12 + 1)


def _clock_intervals(zone: Zone, step: int, first: date, last: date) -> Iterator[Interval]:
    span = zone.span(first, last)
    at = span.start
    while at < span.end:
        begins = datetime.fromtimestamp(at // 1000, zone.info)
        yield Interval(at, begins, begins.date())
        at += step
        # Where clocks change by half an hour, the next hour begins half an hour sooner.
        at -= (at + zone.offset(at)) % step
