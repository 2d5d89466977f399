"""How much there is to fetch, day by day: as the last run found it, or as the server counts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, TypeVar

from attrs import evolve, field, frozen

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.discovery.names import event_names
from mixpanel_async.errors import MixpanelError
from mixpanel_async.export.journal import Facts
from mixpanel_async.export.windows import days_between
from mixpanel_async.legacy.counts import DAYS_AT_ONCE, NAMES_AT_ONCE, EventCountsResult, counts_call

T = TypeVar("T")

Basis = Literal["journal", "counts", "even"]

# Of a web shop's events with about 25 properties; what the journal says replaces them.
_INFLATED: Final = 700.0
_RECEIVED: Final = 110.0
_PATIENCE: Final = 60.0
"""Seconds to wait for a count, which is not worth more."""


@frozen
class Density:
    """Expected events by day, and bytes by event: *inflated* and, *received*, on the wire. *basis* is who says so.

    Where nobody does, every day is held to weigh the same, and ``known`` is false.
    """

    rows: Mapping[date, float] = field(repr=False)
    basis: Basis = "even"
    inflated: float = _INFLATED
    received: float = _RECEIVED

    @property
    def known(self) -> bool:
        """Whether the numbers mean anything beyond their proportion."""
        return self.basis != "even"

    def total(self, days: Iterable[date]) -> float:
        """Events of *days*."""
        return sum(self.rows.get(day, 0.0) for day in days)


def even(days: Sequence[date]) -> Density:
    """All *days* alike."""
    return Density(dict.fromkeys(days, 1.0))


def recorded(rows: Mapping[str, int], facts: Facts, days: Sequence[date]) -> Density | None:
    """*days* as *rows* by day and *facts* of an earlier run let expect them; None if they say nothing."""
    if not facts.rows or not rows:
        return None
    usual = sum(rows.values()) / len(rows)
    return Density(
        {day: rows.get(day.isoformat(), usual) for day in days},
        "journal",
        facts.inflated / facts.rows,
        facts.received / facts.rows,
    )


async def counted(connection: Connection, events: Sequence[str], days: Sequence[date]) -> Density:
    """*days* as the Query API counts them, in one call, or two where *events* does not say which; else all alike.

    Only a plan depends on it, so whatever the API refuses is no reason to stop.
    """
    first, last = days[0], days[-1]
    try:
        names = list(events) or await _asked(connection, event_names(None, first.isoformat(), last.isoformat()))
        if not names:
            return even(days)
        unit: Literal["day", "month"] = "day" if (last - first).days < DAYS_AT_ONCE else "month"
        call = counts_call(names[:NAMES_AT_ONCE], first.isoformat(), last.isoformat(), unit=unit)
        rows = _by_day(await _asked(connection, call), days)
        return Density(rows, "counts") if any(rows.values()) else even(days)
    except MixpanelError:
        return even(days)


async def _asked(connection: Connection, call: Call[T]) -> T:
    return await connection.perform(evolve(call, deadline=_PATIENCE))


def _by_day(counts: EventCountsResult, days: Sequence[date]) -> dict[date, float]:
    """Counts of days as they are, those of a month spread over its days."""
    total: dict[date, float] = {}
    for moments in counts.series.values():
        for moment, count in moments.items():
            day = date.fromisoformat(moment[:10])
            total[day] = total.get(day, 0.0) + (count or 0)
    if counts.unit == "day":
        return {day: total.get(day, 0.0) for day in days}
    spread: dict[date, float] = {}
    for month, count in total.items():
        within = [day for day in days_between(month, days[-1]) if (day.year, day.month) == (month.year, month.month)]
        spread |= {day: count / max(len(within), 1) for day in within}
    return {day: spread.get(day, 0.0) for day in days}
