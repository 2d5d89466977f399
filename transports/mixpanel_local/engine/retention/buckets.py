"""The buckets of a retention report: how much later than the first event something happened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import gcd
from typing import Final, Literal, Self, TypeAlias

from attrs import frozen

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.retention.rows import Row, Rows
from mixpanel_local.engine.scan import TIME, Span, core_column
from mixpanel_local.engine.sql import Sql, case, number
from mixpanel_local.engine.units import unit_key, unit_number, unit_start

BucketUnit: TypeAlias = Literal["day", "week", "month"]

BUCKET_UNITS: Final[tuple[BucketUnit, ...]] = ("day", "week", "month")
_DAY_MS: Final = 86_400_000
# docs/reports/retention, Calendar Retention Mode: a month of rolling retention is 30 days.
_UNIT_MS: Final[dict[BucketUnit, int]] = {"day": _DAY_MS, "week": 7 * _DAY_MS, "month": 30 * _DAY_MS}


@frozen
class Buckets:
    """Consecutive buckets that end *edges* units after the first event; bucket 0 begins with it.

    Units are spans of time after the user's own event or, if *calendar*, the days, weeks or months of the calendar.
    """

    unit: BucketUnit
    edges: tuple[int, ...]
    calendar: bool = False

    @classmethod
    def even(cls, unit: BucketUnit, count: int, *, length: int = 1, calendar: bool = False) -> Self:
        """*count* buckets of *length* units each."""
        return cls(unit, tuple(range(length, length * count + 1, length)), calendar)

    @classmethod
    def sized(cls, unit: BucketUnit, sizes: Sequence[int], *, calendar: bool = False) -> Self:
        """Buckets of those *sizes*, one after the other."""
        return cls(unit, tuple(accumulate(sizes)), calendar)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.edges)

    @property
    def reach(self) -> int:
        """How much of the clock they take together."""
        return self.edges[-1] * self._unit

    @property
    def step(self) -> int:
        """The length, on the clock, that all buckets are multiples of."""
        return gcd(*self.edges) * self._unit

    def clock(self, zone: Zone, span: Span) -> Sql:
        """SQL for the time of an event as buckets count it."""
        return unit_key(zone, self.unit, span) if self.calendar else core_column(TIME)

    def span(self, rows: Rows) -> Span:
        """When an event may happen that lies in some bucket of some user."""
        return Span(rows.span.start, self._reached(rows.zone, rows.all[-1], self.edges[-1], last=True))

    def key(self, passed: Sql) -> Sql:
        """SQL for the bucket of what happened when that much of the clock had *passed*; ``count`` for any later."""
        unit = self._unit
        length = self.edges[0]
        if all(right - left == length for left, right in pairwise((0, *self.edges))):
            return case((passed < number(self.reach), passed // number(length * unit)), default=self._beyond)
        ends = ((passed < number(edge * unit), number(at)) for at, edge in enumerate(self.edges))
        return case(*ends, default=self._beyond)

    def over(self, zone: Zone, row: Row) -> Sequence[int]:
        """For each bucket the millisecond from which nobody of *row* can be in it any more."""
        return [self._reached(zone, row, edge, last=True) for edge in self.edges]

    def begun(self, zone: Zone, row: Row) -> Sequence[int]:
        """For each bucket the millisecond from which somebody of *row* can be in it."""
        return [self._reached(zone, row, edge, last=False) for edge in (0, *self.edges[:-1])]

    @property
    def _unit(self) -> int:
        return 1 if self.calendar else _UNIT_MS[self.unit]

    @property
    def _beyond(self) -> Sql:
        return number(self.count)

    def _reached(self, zone: Zone, row: Row, units: int, *, last: bool) -> int:
        """When so many *units* have passed for the first, or for the *last*, of all users that *row* may have."""
        if self.calendar:
            born = unit_number(zone, self.unit, row.last if last else row.first)
            return zone.start(unit_start(zone, self.unit, born + units))
        return (row.span.end if last else row.span.start) + units * _UNIT_MS[self.unit]
