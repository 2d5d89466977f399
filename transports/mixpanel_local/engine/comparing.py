"""Comparison with another time: which days it has, and which of its points stands beside which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from mixpanel_local.engine.calendar import Interval, Zone, months_later
from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.plan import Comparison, Plan
from mixpanel_local.engine.points import Line
from mixpanel_local.engine.scan import Span

_DAYS: Final[Mapping[str, int]] = {"day": 1, "week": 7}
_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}
COMPARED_UNITS: Final = (*_DAYS, *_MONTHS)
"""How much earlier the time may be that a question is compared with."""
_SATURDAY: Final = 5
_SECOND_MS: Final = 1000


class Dated(Protocol):
    """What is asked about the days from *first* to *last*; *within* is a span shorter than they are."""

    @property
    def first(self) -> date:
        """The first day."""
        ...

    @property
    def last(self) -> date:
        """The last day."""
        ...

    @property
    def within(self) -> Span | None:
        """The time in those days, where it is not all of it."""
        ...


def compared_days(asked: Dated, comparison: Comparison) -> tuple[date, date]:
    """The first and the last day that *asked* is compared with: as many, or the same days of an earlier unit."""
    length = asked.last - asked.first
    if comparison.start is not None:
        return comparison.start, comparison.start + length
    if comparison.end is not None:
        return comparison.end - length, comparison.end
    return _earlier(asked.first, comparison), _earlier(asked.last, comparison)


def compared_span(zone: Zone, asked: Dated, days: tuple[date, date]) -> Span | None:
    """The time within *days* that those of *asked* are compared with: the same by the clock; None for whole days."""
    if asked.within is None:
        return None
    start = datetime.fromtimestamp(asked.within.start / _SECOND_MS, zone.info)
    end = datetime.fromtimestamp(asked.within.end / _SECOND_MS, zone.info)
    # The end of the last day is the start of the next one.
    beyond = end.date() - asked.last
    return Span(zone.moment(days[0], start.time()), zone.moment(days[1] + beyond, end.time()))


def _earlier(day: date, comparison: Comparison) -> date:
    unit = comparison.unit or "day"
    return day - timedelta(days=_DAYS[unit]) if unit in _DAYS else months_later(day, -_MONTHS[unit])


def shifts_weekends(plan: Plan) -> bool:
    """Whether days are compared with days of a year ago."""
    return plan.series and plan.unit == "day" and plan.comparison is not None and plan.comparison.unit == "year"


def workdays(intervals: Sequence[Interval]) -> Sequence[int | None]:
    """For each day of *intervals* the place of the one whose value it shows; None where that lies beyond them.

    A day of a year ago may be one of a weekend, and then the Monday behind it counts (docs/reports/insights, Compare to
    past).
    """
    found = {interval.begins.date(): at for at, interval in enumerate(intervals)}
    return [found.get(_workday(interval.begins.date())) for interval in intervals]


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


def beside(line: Line, taken: Sequence[int | None], width: int) -> Line:
    """The values of a compared *line* at the places *taken*, as many as there are intervals; None where none is."""
    values: list[Number] = [None if at is None or at >= len(line) else line[at] for at in taken[:width]]
    return values + [None] * (width - len(values))
