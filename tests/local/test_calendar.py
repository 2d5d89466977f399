"""Weeks begin on the day the project chose."""

from __future__ import annotations

from datetime import date

import pytest

from mixpanel_local.engine.calendar import Zone, earlier, intervals, start_of

SUNDAY = Zone("UTC", "sunday")
MONDAY = Zone("UTC")


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        (MONDAY, date(2026, 1, 11), date(2026, 1, 5)),
        (MONDAY, date(2026, 1, 12), date(2026, 1, 12)),
        (SUNDAY, date(2026, 1, 10), date(2026, 1, 4)),
        (SUNDAY, date(2026, 1, 11), date(2026, 1, 11)),
        (SUNDAY, date(2026, 1, 12), date(2026, 1, 11)),
    ],
)
def test_a_week_begins(zone: Zone, day: date, start: date) -> None:
    assert start_of(zone, "week", day) == start


def test_weeks_of_a_span_begin_on_that_day() -> None:
    found = intervals(SUNDAY, "week", date(2026, 1, 10), date(2026, 1, 11))
    assert [(interval.begins.date(), interval.last) for interval in found] == [
        (date(2026, 1, 4), date(2026, 1, 10)),
        (date(2026, 1, 11), date(2026, 1, 11)),
    ]


def test_earlier_weeks_begin_on_that_day() -> None:
    assert earlier(SUNDAY, "week", date(2026, 1, 14), 2) == date(2025, 12, 28)
