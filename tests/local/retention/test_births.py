"""Who is born when (docs/reports/retention, User Cohort Buckets), and what counts as coming back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import Filter, RetentionEvent
from tests.local.asking import event, stored
from tests.local.retention.stores import asked, counts, events_at, retained, seconds
from tests.local.through import workspace

DAILY = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-03"}
WEEKLY = {"unit": "week", "from_date": "2026-01-05", "to_date": "2026-01-25"}


def test_who_buys_every_week_is_in_every_week(tmp_path: Path) -> None:
    """User Cohort Buckets: a customer who purchased each week is in every bucket, not just that of the first one."""
    weeks = ("2026-01-06", "2026-01-13", "2026-01-20")
    events = events_at(*(("u", "Item Purchased", f"{day}T12:00") for day in weeks))
    result = retained(tmp_path, events, born="Item Purchased", back="Item Purchased", **WEEKLY)
    rows = {day: cohort["counts"] for day, cohort in result.cohorts.items()}
    assert rows == {"2026-01-05": [0, 1, 1], "2026-01-12": [0, 1, 0], "2026-01-19": [0, 0]}
    assert {cohort["first"] for cohort in result.cohorts.values()} == {1}


def test_users_are_counted_once_in_a_row(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2026-01-01T01:00"), ("u", "A", "2026-01-01T02:00"), ("v", "A", "2026-01-01T03:00"))
    assert counts(retained(tmp_path, events, **DAILY), "2026-01-01")[0] == 2


def test_first_time_retention_has_everyone_in_the_first_row(tmp_path: Path) -> None:
    events = events_at(*(("u", "A", f"2026-01-0{day}T12:00") for day in (1, 2, 3)))
    result = retained(tmp_path, events, back="A", assume={"retention_birth": "first in range"}, **DAILY)
    assert [cohort["first"] for cohort in result.cohorts.values()] == [1, 0, 0]
    assert counts(result, "2026-01-01") == [1, 0, 1, 1]


def test_first_in_range_is_not_first_ever(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2025-12-31T12:00"), ("u", "A", "2026-01-02T12:00"))
    result = retained(tmp_path, events, assume={"retention_birth": "first in range"}, **DAILY)
    assert [cohort["first"] for cohort in result.cohorts.values()] == [0, 1, 0]


@pytest.mark.parametrize(("clock", "bucket"), [("first in row", 1), ("last in row", 0)])
def test_the_clock_starts_with_the_first_event_of_a_row_or_the_last(tmp_path: Path, clock: str, bucket: int) -> None:
    events = events_at(("u", "A", "2026-01-01T06:00"), ("u", "A", "2026-01-01T18:00"), ("u", "B", "2026-01-02T12:00"))
    result = retained(tmp_path, events, assume={"retention_birth_event": clock}, **DAILY)
    assert counts(result, "2026-01-01")[1:] == [int(at == bucket) for at in range(3)]
    assert result.meta["assumptions"]["retention_birth_event"] == clock


@pytest.mark.parametrize(("zero", "expected"), [("later event", [1, 0, 0, 0]), ("birth event counts", [1, 1, 0, 0])])
def test_the_event_itself_is_no_return_unless_it_is_said_to_be(tmp_path: Path, zero: str, expected: list[int]) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"))
    result = retained(tmp_path, events, back="A", assume={"retention_bucket_zero": zero}, **DAILY)
    assert counts(result, "2026-01-01") == expected


@pytest.mark.parametrize("back", ["A", "$all_events"])
def test_another_event_of_the_same_moment_is_a_return(tmp_path: Path, back: str) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "A", "2026-01-01T12:00"))
    assert counts(retained(tmp_path, events, back=back, **DAILY), "2026-01-01") == [1, 1, 0, 0]


def test_what_was_done_before_is_no_return(tmp_path: Path) -> None:
    events = events_at(("u", "B", "2026-01-01T11:00"), ("u", "A", "2026-01-01T12:00"))
    for alignment in ("birth", "interval_start"):
        root = stored(tmp_path, events).root
        assert counts(asked(root, alignment=alignment, **DAILY), "2026-01-01") == [1, 0, 0, 0]


def test_returns_may_come_after_the_days_asked_for_and_births_not(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2026-01-03T12:00"), ("u", "B", "2026-01-05T13:00"), ("v", "A", "2026-01-04T00:00"))
    result = retained(tmp_path, events, **DAILY)
    assert counts(result, "2026-01-03") == [1, 0, 0, 1]
    assert list(result.cohorts) == ["2026-01-01", "2026-01-02", "2026-01-03"]


def test_days_are_those_of_the_project(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2026-01-01T04:00"), ("v", "A", "2026-01-01T06:00"))
    result = retained(tmp_path, events, time_zone="America/New_York", **DAILY)
    assert [cohort["first"] for cohort in result.cohorts.values()] == [1, 0, 0]


def test_weeks_and_months_are_rows_from_where_the_days_begin(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2025-12-31T12:00"), ("u", "A", "2026-01-01T12:00"))
    root = stored(tmp_path, events).root
    days = {"from_date": "2025-12-31", "to_date": "2026-01-31"}
    weeks = asked(root, unit="week", **days)
    assert [cohort["first"] for cohort in weeks.cohorts.values()] == [1, 0, 0, 0, 0]
    assert next(iter(weeks.cohorts)) == "2025-12-29"
    assert list(asked(root, unit="month", **days).cohorts) == ["2025-12-01", "2026-01-01"]


def test_events_of_nobody_count_nowhere_and_are_counted(tmp_path: Path) -> None:
    events = events_at((None, "A", "2026-01-01T12:00"), ("", "B", "2026-01-01T13:00"), ("u", "A", "2026-01-01T12:00"))
    result = retained(tmp_path, events, **DAILY)
    assert counts(result, "2026-01-01") == [1, 0, 0, 0]
    assert result.meta["left_out"] == {"A and then B": {"no distinct_id": 2}}


def test_filters_of_each_event_are_its_own_and_those_of_the_report_both(tmp_path: Path) -> None:
    events = [
        event("A", "u", seconds("2026-01-01T12:00"), plan="pro", os="mac"),
        event("A", "v", seconds("2026-01-01T12:00"), plan="free", os="mac"),
        event("A", "w", seconds("2026-01-01T12:00"), plan="pro", os="win"),
        *(event("B", user, seconds("2026-01-01T13:00"), plan="free", os="mac") for user in "uvw"),
    ]
    root = stored(tmp_path, events).root
    pro = RetentionEvent("A", [Filter.equals("plan", "pro")])
    assert counts(asked(root, pro, **DAILY), "2026-01-01")[:2] == [2, 2]
    either = RetentionEvent("A", [Filter.equals("plan", "pro"), Filter.equals("os", "mac")], "any")
    assert counts(asked(root, either, **DAILY), "2026-01-01")[:2] == [3, 3]
    back = RetentionEvent("B", [Filter.equals("plan", "pro")])
    assert counts(asked(root, pro, back, **DAILY), "2026-01-01")[:2] == [2, 0]
    assert counts(asked(root, pro, where=Filter.equals("os", "mac"), **DAILY), "2026-01-01")[:2] == [1, 1]


def test_no_events_are_rows_of_nobody(tmp_path: Path) -> None:
    result = retained(tmp_path, events_at(("u", "A", "2020-01-01T12:00")), **DAILY)
    assert counts(result, "2026-01-02") == [0, 0, 0, 0]
    assert result.average == {"first": 0, "counts": [0, 0, 0], "rates": [0.0, 0.0, 0.0]}
    assert result.df.height == 9


def test_first_ever_is_the_first_in_all_the_data(tmp_path: Path) -> None:
    """u was born before the days asked for, v in them; a filter is about the first event, whatever others there are."""
    events = [
        *events_at(("u", "A", "2025-12-31T12:00"), ("v", "A", "2026-01-01T12:00"), plan="pro"),
        *events_at(("u", "A", "2026-01-01T12:00"), ("w", "A", "2026-01-01T12:00"), plan="free"),
        *events_at(("u", "B", "2026-01-02T13:00"), ("v", "B", "2026-01-02T13:00"), ("w", "A", "2026-01-01T13:00")),
    ]
    root = stored(tmp_path, events).root
    ever = {"retention_birth": "first ever"}
    days: dict[str, Any] = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-02"}
    assert counts(asked(root, assume=ever, **days), "2026-01-01") == [2, 0, 1]
    pro = asked(root, assume=ever, where=Filter.equals("plan", "pro"), **days)
    assert counts(pro, "2026-01-01")[0] == 1
    assert pro.meta["assumptions"]["first_time_order"] == "event"
    legacy = workspace(root, **ever).retention(
        born_event="A", return_event="B", interval_count=1, from_date="2026-01-01", to_date="2026-01-01"
    )
    assert [(one.size, one.retention) for one in legacy.cohorts] == [(2, [0.0, 0.5])]
