# Generated from mixpanel_async.legacy.frequency by mixpanel_sync._generate: edit that module, not this one.
"""How often users are active, by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.legacy.frequency import AddictionUnit, FrequencyResult
from mixpanel_async.specs.words import TimeUnit
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.legacy import frequency as core


class Frequency(Face):
    """The frequency report, which the server calls addiction."""

    _core: core.Frequency

    def frequency(
        self,
        *,
        from_date: Day,
        to_date: Day,
        unit: TimeUnit = "day",
        addiction_unit: AddictionUnit = "hour",
        event: str | None = None,
        where: str | None = None,
        on: str | None = None,
        limit: int | None = None,
    ) -> FrequencyResult:
        """Users between two days (both included) by how many *addiction_units* of each *unit* they were active in.

        *event* None is any event; *where* is a filter expression such as ``properties["plan"] == "pro"``. *on* splits
        by an expression, at most *limit* segments; how the server shows them is not documented, and what is no list of
        numbers is refused.
        """
        return drive(
            self._core.frequency(
                from_date=from_date,
                to_date=to_date,
                unit=unit,
                addiction_unit=addiction_unit,
                event=event,
                where=where,
                on=on,
                limit=limit,
            )
        )
