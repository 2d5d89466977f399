# Generated from mixpanel_async.legacy.numeric by mixpanel_sync._generate: edit that module, not this one.
"""A numeric property over time: its ranges, its sum, its average."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.legacy.numeric import NumericAverageResult, NumericBucketResult, NumericSumResult, NumericUnit
from mixpanel_async.legacy.series import CountType
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import numeric as core


class NumericSegmentation(Face):
    """Numeric properties over time. *on* is a property's name or an expression, *where* a filter expression."""

    _core: core.NumericSegmentation

    def segmentation_numeric(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str,
        unit: NumericUnit = "day",
        where: str | None = None,
        type: CountType = "general",
    ) -> NumericBucketResult:
        """Counts of *event* between two days (both included), by ranges of *on*.

        *type* counts events, distinct users, or events per user.
        """
        return drive(
            self._core.segmentation_numeric(
                event, from_date=from_date, to_date=to_date, on=on, unit=unit, where=where, type=type
            )
        )

    def segmentation_sum(
        self, event: str, *, from_date: Day, to_date: Day, on: str, unit: NumericUnit = "day", where: str | None = None
    ) -> NumericSumResult:
        """The sum of *on* over *event* between two days (both included); what is no number counts as 0."""
        return drive(
            self._core.segmentation_sum(event, from_date=from_date, to_date=to_date, on=on, unit=unit, where=where)
        )

    def segmentation_average(
        self, event: str, *, from_date: Day, to_date: Day, on: str, unit: NumericUnit = "day", where: str | None = None
    ) -> NumericAverageResult:
        """The average of *on* over *event* between two days (both included); what is no number counts as 0."""
        return drive(
            self._core.segmentation_average(event, from_date=from_date, to_date=to_date, on=on, unit=unit, where=where)
        )
