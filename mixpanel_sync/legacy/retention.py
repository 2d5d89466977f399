# Generated from mixpanel_async.legacy.retention by mixpanel_sync._generate: edit that module, not this one.
"""How many users come back, by the day of their first event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mixpanel_async.dates import Day
from mixpanel_async.legacy.retention import RetentionResult
from mixpanel_async.specs.words import TimeUnit
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import retention as core


class RetentionReport(Face):
    """The retention report."""

    _core: core.RetentionReport

    def retention(
        self,
        *,
        born_event: str,
        return_event: str | None = None,
        from_date: Day,
        to_date: Day,
        born_where: str | None = None,
        return_where: str | None = None,
        interval: int = 1,
        interval_count: int = 10,
        unit: TimeUnit = "day",
        retention_type: Literal["birth", "compounded"] = "birth",
        unbounded_retention: bool = False,
        on: str | None = None,
        limit: int | None = None,
    ) -> RetentionResult:
        """Of those who did *born_event* between two days (both included), the part that came back, by *return_event*.

        A bucket is *interval* times *unit* long (at most 90 days by the day); bucket 0 and *interval_count* more are
        given. *return_event* None is any event. The wheres are expressions such as ``properties["plan"] == "pro"``.
        ``unbounded_retention=True`` counts whoever came back in a bucket or later. ``compounded`` cohorts are made of
        *return_event* itself, and *born_event* says nothing. *on* splits by an expression on the return, at most
        *limit* segments; how the server shows them is not documented, and what is no cohort is refused.
        """
        return drive(
            self._core.retention(
                born_event=born_event,
                return_event=return_event,
                from_date=from_date,
                to_date=to_date,
                born_where=born_where,
                return_where=return_where,
                interval=interval,
                interval_count=interval_count,
                unit=unit,
                retention_type=retention_type,
                unbounded_retention=unbounded_retention,
                on=on,
                limit=limit,
            )
        )
