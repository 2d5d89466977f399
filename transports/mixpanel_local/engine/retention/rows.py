"""The rows of a retention report: users by the days in which they did the first event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import frozen

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.scan import Span
from mixpanel_local.engine.sql import Sql, number
from mixpanel_local.engine.units import CalendarUnit, unit_key, unit_number, unit_start
from mixpanel_local.errors import BadRequest

_MOST: Final = 100_000
_DAY: Final = timedelta(days=1)


@frozen
class Row:
    """Users born in *span*, on the days *first* to *last*; its unit *begins* with them, or before."""

    begins: datetime
    first: date
    last: date
    span: Span


@frozen
class Rows:
    """The days *first* to *last* in rows of *length* calendar units each; *within* is a span shorter than the days."""

    zone: Zone
    unit: CalendarUnit
    first: date
    last: date
    length: int = 1
    within: Span | None = None

    @property
    def span(self) -> Span:
        """When users of any row are born."""
        return self.zone.span(self.first, self.last) if self.within is None else self.within

    @cached_property
    def all(self) -> Sequence[Row]:
        """Every row."""
        count = (unit_number(self.zone, self.unit, self.last) - self._origin) // self.length + 1
        if count > _MOST:
            raise BadRequest(f"{self.first} to {self.last} has more than {_MOST:,} {self.unit}s; ask for fewer")
        starts = [self._start(at) for at in range(count + 1)]
        return [self._row(*pair) for pair in pairwise(starts)]

    def key(self, span: Span) -> Sql:
        """SQL for the place of an event's row among all rows."""
        place = unit_key(self.zone, self.unit, span) - number(self._origin)
        return place if self.length == 1 else place // number(self.length)

    @property
    def _origin(self) -> int:
        return unit_number(self.zone, self.unit, self.first)

    def _start(self, at: int) -> date:
        return unit_start(self.zone, self.unit, self._origin + at * self.length)

    def _row(self, start: date, following: date) -> Row:
        first, last = max(start, self.first), min(following - _DAY, self.last)
        days = self.zone.span(first, last)
        span = Span(max(days.start, self.span.start), min(days.end, self.span.end))
        return Row(datetime.combine(start, time(), self.zone.info), first, last, span)
