"""Counts over time by event, or by the values of a property."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_async.arguments import amounts, event_name, event_names, one_of, said, texts
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.legacy.limited import DEFAULT_LIMIT, LimitedResult
from mixpanel_async.legacy.series import CountUnit, Series, counted, series_frame
from mixpanel_async.results import Result
from mixpanel_async.specs.words import CountType

if TYPE_CHECKING:
    import polars as pl

NAMES_AT_ONCE: Final = 200
"""Names that are worth counting in one call: more do not fit into an address."""
DAYS_AT_ONCE: Final = 366
"""Days that are worth counting one by one in one call."""


@frozen
class EventCountsResult(Result):
    """Counts of *events*: ``series[event][date]``. A date without the event may be missing."""

    events: Sequence[str]
    from_date: str
    to_date: str
    unit: CountUnit
    type: CountType
    series: Series

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per event and time, as sent: ``date`` (Datetime by the hour or minute), ``event``, ``count``."""
        return series_frame(self.series, "event", self.unit)


@frozen
class PropertyCountsResult(LimitedResult):
    """Counts of *event* by the values of a property: ``series[value][date]``. A date without any may be missing."""

    event: str
    property_name: str
    from_date: str
    to_date: str
    unit: CountUnit
    type: CountType
    series: Series

    @property
    def segment_count(self) -> int:
        """How many values came."""
        return len(self.series)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per value and time, as sent: ``date`` (Datetime by the hour or minute), ``value``, ``count``."""
        return series_frame(self.series, "value", self.unit)


def counts_call(
    events: Sequence[str], first: str, last: str, type: CountType = "general", unit: CountUnit = "day"
) -> Call[EventCountsResult]:
    """Ask for counts of *events* from the day *first* to *last*."""
    return Call(
        path="/events",
        query={
            "event": json.dumps(event_names(events)),
            **_counting(type, unit),
            "from_date": first,
            "to_date": last,
        },
        read=lambda answer: EventCountsResult(list(events), first, last, unit, type, counted(answer)),
    )


class Counts(Operations):
    """Counts over time, without expressions."""

    async def event_counts(
        self,
        events: Sequence[str],
        *,
        from_date: Day,
        to_date: Day,
        type: CountType = "general",
        unit: CountUnit = "day",
    ) -> EventCountsResult:
        """Counts of several events between two days (both included).

        *type* counts events, distinct users, or events per user; there are no distinct users by the hour.
        """
        return await self._call(counts_call(events, *day_range(from_date, to_date), type, unit))

    async def property_counts(
        self,
        event: str,
        property_name: str,
        *,
        from_date: Day,
        to_date: Day,
        type: CountType = "general",
        unit: CountUnit = "day",
        values: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> PropertyCountsResult:
        """Counts of *event* between two days (both included), by the values of a property.

        *values* are those to count, else the most frequent; *limit* is how many (server's default 255). *type* counts
        events, distinct users, or events per user; there are no distinct users by the hour.
        """
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "event": event_name(event),
            "name": said(property_name, "property_name", "the name of a property"),
            **_counting(type, unit),
            "from_date": first,
            "to_date": last,
            "values": None if values is None else json.dumps(texts(values, "values")),
            **amounts(limit=limit),
        }
        most = limit or DEFAULT_LIMIT if values is None else None
        return await self._call(
            Call(
                path="/events/properties",
                query=query,
                read=lambda answer: PropertyCountsResult(
                    event, property_name, first, last, unit, type, counted(answer), segment_limit=most
                ),
            )
        )


def _counting(type: CountType, unit: CountUnit) -> dict[str, QueryValue]:
    """What is counted, and how long at a time."""
    return {"type": one_of(CountType, type, "type"), "unit": one_of(CountUnit, unit, "unit")}
