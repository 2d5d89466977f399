# Generated from mixpanel_async.legacy.counts by mixpanel_sync._generate: edit that module, not this one.
"""Counts over time by event, or by the values of a property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.legacy.counts import EventCountsResult, PropertyCountsResult
from mixpanel_async.legacy.series import CountType, CountUnit
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import counts as core


class Counts(Face):
    """Counts over time, without expressions."""

    _core: core.Counts

    def event_counts(
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
        return drive(self._core.event_counts(events, from_date=from_date, to_date=to_date, type=type, unit=unit))

    def property_counts(
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
        return drive(
            self._core.property_counts(
                event,
                property_name,
                from_date=from_date,
                to_date=to_date,
                type=type,
                unit=unit,
                values=values,
                limit=limit,
            )
        )
