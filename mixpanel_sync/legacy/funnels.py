# Generated from mixpanel_async.legacy.funnels by mixpanel_sync._generate: edit that module, not this one.
"""Conversion through a saved funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mixpanel_async.dates import Day
from mixpanel_async.legacy.funnels import FunnelResult
from mixpanel_async.specs.words import TimeUnit
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import funnels as core


class SavedFunnels(Face):
    """Funnels built in Mixpanel."""

    _core: core.SavedFunnels

    def funnel(
        self,
        funnel_id: int,
        *,
        from_date: Day,
        to_date: Day,
        unit: TimeUnit | None = None,
        on: str | None = None,
        where: str | None = None,
        interval: int | None = None,
        length: int | None = None,
        length_unit: Literal["day", "hour", "minute", "second"] | None = None,
        limit: int | None = None,
    ) -> FunnelResult:
        """Conversion of those who entered a saved funnel between two days (both included), converted later or not.

        *on* splits it by an expression, *where* filters by one: ``properties["plan"] == "pro"``. *limit* is how many
        segments are given (server's default 255). *length* and *length_unit* bound the way through (at most 90 days;
        default: as saved). *unit*, or days as *interval*, is how the server groups the dates.
        """
        return drive(
            self._core.funnel(
                funnel_id,
                from_date=from_date,
                to_date=to_date,
                unit=unit,
                on=on,
                where=where,
                interval=interval,
                length=length,
                length_unit=length_unit,
                limit=limit,
            )
        )
