# Generated from mixpanel_async.legacy.segmentation by mixpanel_sync._generate: edit that module, not this one.
"""Counts of one event over time, by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.legacy.segmentation import SegmentationResult
from mixpanel_async.legacy.series import CountType, CountUnit
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import segmentation as core


class Segmentation(Face):
    """The segmentation report."""

    _core: core.Segmentation

    def segmentation(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str | None = None,
        unit: CountUnit = "day",
        where: str | None = None,
        type: CountType = "general",
        limit: int | None = None,
        interval: int | None = None,
    ) -> SegmentationResult:
        """Counts of *event* between two days (both included), split by *on*: a property name or an expression.

        *type* counts events, distinct users, or events per user; *limit* is how many segments are given (server's
        default 60). *where* is a filter expression such as ``properties["plan"] == "pro"``. Unless *type* is general,
        *interval* may say how many days are counted together, in place of *unit*.
        """
        return drive(
            self._core.segmentation(
                event,
                from_date=from_date,
                to_date=to_date,
                on=on,
                unit=unit,
                where=where,
                type=type,
                limit=limit,
                interval=interval,
            )
        )
