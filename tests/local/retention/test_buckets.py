"""Which bucket a return falls into. Examples are those of docs/reports/retention."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.local.asking import stored
from tests.local.retention.stores import asked, counts, events_at, retained

DAY = {"retention_unit": "day", "unit": "day"}
WEEK = {"retention_unit": "week", "unit": "week"}
MONTH = {"retention_unit": "month", "unit": "month"}
ALIGNMENTS = pytest.mark.parametrize(("alignment", "expected"), [("birth", [1, 1, 0]), ("interval_start", [1, 0, 1])])


@ALIGNMENTS
def test_eight_in_the_evening_and_six_in_the_morning(tmp_path: Path, alignment: str, expected: list[int]) -> None:
    """Calendar interval retention: 8pm on Monday, then 6am on Tuesday, is Day 1; of rolling retention it is not."""
    events = events_at(("u", "A", "2026-01-05T20:00"), ("u", "B", "2026-01-06T06:00"))
    days = {"from_date": "2026-01-05", "to_date": "2026-01-06"}
    assert counts(retained(tmp_path, events, alignment=alignment, **DAY, **days), "2026-01-05") == expected


@ALIGNMENTS
def test_friday_and_monday(tmp_path: Path, alignment: str, expected: list[int]) -> None:
    """Calendar interval retention: Friday, then Monday, is Week 1, though only three days have passed."""
    events = events_at(("u", "A", "2026-01-09T12:00"), ("u", "B", "2026-01-12T12:00"))
    days = {"from_date": "2026-01-05", "to_date": "2026-01-18"}
    assert counts(retained(tmp_path, events, alignment=alignment, **WEEK, **days), "2026-01-05") == expected


@ALIGNMENTS
def test_the_25th_of_february_and_the_third_of_march(tmp_path: Path, alignment: str, expected: list[int]) -> None:
    """Calendar interval retention: February 25th, then March 3rd, is Month 1."""
    events = events_at(("u", "A", "2025-02-25T12:00"), ("u", "B", "2025-03-03T12:00"))
    days = {"from_date": "2025-02-01", "to_date": "2025-03-31", "alignment": alignment}
    assert counts(retained(tmp_path, events, **MONTH, **days), "2025-02-01") == expected


@pytest.mark.parametrize(
    ("unit", "back", "bucket"),
    [
        ("day", "2026-01-02T11:59:59", 0),
        ("day", "2026-01-02T12:00:00", 1),
        ("day", "2026-01-03T11:59:59", 1),
        ("day", "2026-01-03T12:00:00", 2),
        ("week", "2026-01-08T11:59:59", 0),
        ("week", "2026-01-08T12:00:00", 1),
        ("month", "2026-01-31T11:59:59", 0),
        ("month", "2026-01-31T12:00:00", 1),
    ],
)
def test_rolling_buckets_begin_and_end_to_the_second(tmp_path: Path, unit: str, back: str, bucket: int) -> None:
    """Rolling interval retention: Day 1 is 24 to 48 hours, Week 1 is 7 to 14 days, Month 1 is 30 to 60 days."""
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", back))
    days = {"from_date": "2026-01-01", "to_date": "2026-02-14", "now": datetime(2027, 1, 1, tzinfo=UTC)}
    found = counts(retained(tmp_path, events, retention_unit=unit, **days), "2026-01-01")[1:]
    assert [at for at, count in enumerate(found) if count] == [bucket]


@pytest.mark.parametrize(
    ("back", "bucket"),
    [("01", 0), ("02", 1), ("04", 1), ("05", 2), ("08", 2), ("09", 3), ("15", 3), ("16", 4), ("31", 4)],
)
def test_brackets_of_mobile_games(tmp_path: Path, back: str, bucket: int) -> None:
    """Custom Retention Brackets: Day < 1, Days 1-3, Days 4-7, Days 8-14 and Days 15-30."""
    events = events_at(("u", "A", "2025-12-01T00:00"), ("u", "B", f"2025-12-{back}T12:00"))
    brackets = {"retention_unit": "day", "bucket_sizes": [1, 3, 4, 7, 16]}
    found = counts(retained(tmp_path, events, from_date="2025-12-01", to_date="2025-12-01", **brackets), "2025-12-01")
    assert found == [1, *(int(at == bucket) for at in range(5))]


def test_what_lies_behind_the_last_bracket_is_in_none(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2025-12-01T12:00"), ("u", "B", "2025-12-05T12:00"))
    days = {"from_date": "2025-12-01", "to_date": "2025-12-01"}
    assert counts(retained(tmp_path, events, retention_unit="day", bucket_sizes=[1, 3], **days), "2025-12-01")[1:] == [
        0,
        0,
    ]


@pytest.mark.parametrize("alignment", ["birth", "interval_start"])
@pytest.mark.parametrize(("sizes", "expected"), [("lengths", [1, 0, 1, 0]), ("bounds", [1, 0, 0, 1])])
def test_custom_sizes_are_lengths_unless_taken_for_bounds(
    tmp_path: Path, sizes: str, expected: list[int], alignment: str
) -> None:
    events = events_at(("u", "A", "2026-01-01T00:00"), ("u", "B", "2026-01-04T12:00"))
    days = {"from_date": "2026-01-01", "to_date": "2026-01-01", "alignment": alignment}
    assume = {"retention_bucket_sizes": sizes}
    result = retained(tmp_path, events, retention_unit="day", bucket_sizes=[1, 3, 7], assume=assume, **days)
    assert counts(result, "2026-01-01") == expected
    assert result.meta["assumptions"]["retention_bucket_sizes"] == sizes


def test_a_day_has_24_hours_where_clocks_change_and_the_calendar_its_own(tmp_path: Path) -> None:
    """2026-03-08 has 23 hours in New York: from 23:45 before it to 0:15 behind it is one day of 24 hours less half."""
    events = events_at(("u", "A", "2026-03-07T23:45-05:00"), ("u", "B", "2026-03-09T00:15-04:00"))
    root = stored(tmp_path, events, time_zone="America/New_York").root
    days = {"from_date": "2026-03-07", "to_date": "2026-03-09", "now": datetime(2026, 5, 1, tzinfo=UTC)}
    assert counts(asked(root, **DAY, **days), "2026-03-07") == [1, 1, 0, 0]
    assert counts(asked(root, alignment="interval_start", **DAY, **days), "2026-03-07") == [1, 0, 0, 1]


def test_weeks_begin_when_the_project_says(tmp_path: Path) -> None:
    root = stored(tmp_path, events_at(("u", "A", "2026-01-10T12:00"), ("u", "B", "2026-01-11T12:00"))).root
    days = {"from_date": "2026-01-10", "to_date": "2026-01-12", "alignment": "interval_start"}
    assert counts(asked(root, **WEEK, **days), "2026-01-05") == [1, 1, 0]
    assert counts(asked(root, assume={"week_start": "sunday"}, **WEEK, **days), "2026-01-04") == [1, 0, 1]


@pytest.mark.parametrize(
    ("unit", "alignment", "days", "buckets"),
    [
        ("day", "birth", ("2026-01-01", "2026-01-07"), 7),
        ("week", "birth", ("2025-12-01", "2025-12-30"), 5),
        ("week", "birth", ("2025-12-01", "2025-12-01"), 1),
        ("month", "birth", ("2025-11-30", "2025-12-30"), 2),
        ("month", "interval_start", ("2025-10-31", "2025-12-01"), 3),
        ("day", "birth", ("2024-01-01", "2024-12-31"), 60),
    ],
)
def test_there_are_as_many_buckets_as_fit_into_the_days_at_most_60(
    tmp_path: Path, unit: str, alignment: str, days: tuple[str, str], buckets: int
) -> None:
    """FAQ: reports of days are limited to 60."""
    options = {"retention_unit": unit, "alignment": alignment, "from_date": days[0], "to_date": days[1]}
    result = retained(tmp_path, events_at(("u", "A", f"{days[0]}T12:00")), **options)
    assert len(result.cohorts[days[0]]["counts"]) == buckets


def test_buckets_may_go_on_until_now(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-20T12:00"))
    days = {"from_date": "2026-01-01", "to_date": "2026-01-01"}
    result = retained(tmp_path, events, assume={"retention_bucket_count": "until now"}, **days)
    assert counts(result, "2026-01-01") == [1, 0, 0, 1, 0, 0]
