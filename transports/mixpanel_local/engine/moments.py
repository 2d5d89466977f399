"""Segments of time: the hour, day, week ... a moment lies in, and the hour of the day and day of the week it is."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.sql import Sql, call, number, text

SEGMENT_UNITS: Final = ("minute", "hour", "day", "week", "month", "quarter", "year", "hour_of_day", "day_of_week")
"""Units of time that events are broken down by (docs/reports/insights, Date-property and time breakdown)."""

_DAY_MS: Final = 86_400_000
_FORMATS: Final = {"minute": "%Y-%m-%dT%H:%M:00", "hour": "%Y-%m-%dT%H:00:00", "hour_of_day": "%H", "day_of_week": "%A"}


def moment_label(local: Sql, unit: str, zone: Zone) -> Sql:
    """The name of the *unit* that *local*, milliseconds of a wall clock, lies in; NULL for NULL."""
    if unit in _FORMATS:
        return call("strftime", call("epoch_ms", local), text(_FORMATS[unit]))
    shift = zone.week_shift * _DAY_MS if unit == "week" else 0
    start = call("epoch_ms", call("date_trunc", text(unit), call("epoch_ms", local + number(shift)))) - number(shift)
    return call("strftime", call("epoch_ms", start), text("%Y-%m-%d"))
