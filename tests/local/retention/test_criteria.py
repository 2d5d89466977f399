"""Retention criteria (docs/reports/retention): which buckets a return counts in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.asking import stored
from tests.local.retention.stores import asked, counts, events_at, retained

DAYS = {"retention_unit": "day", "bucket_sizes": [1, 2, 3, 4], "from_date": "2026-01-01", "to_date": "2026-01-01"}
FIVE = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-05"}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (None, [0, 1, 0, 1, 0]),
        ("none", [0, 1, 0, 1, 0]),
        ("carry_back", [1, 1, 1, 1, 0]),
        ("carry_forward", [0, 1, 1, 1, 1]),
        ("consecutive_forward", [0, 0, 0, 0, 0]),
    ],
)
def test_one_user_who_came_back_on_day_1_and_day_3(tmp_path: Path, mode: str | None, expected: list[int]) -> None:
    """On; on or after: that day or any afterward; on or before; a streak is broken on the first day."""
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-02T13:00"), ("u", "B", "2026-01-04T13:00"))
    assert counts(retained(tmp_path, events, unbounded_mode=mode, **FIVE), "2026-01-01") == [1, *expected]


def test_playing_for_three_days_in_a_row(tmp_path: Path) -> None:
    """Streak mode: consecutive actions; where birth and return are one event, the birth counts toward the streak."""
    events = events_at(*(("u", "Play", f"2026-01-0{day}T12:00") for day in (1, 2, 3, 5)))
    options = {"born": "Play", "back": "Play", "unbounded_mode": "consecutive_forward", **FIVE}
    assert counts(retained(tmp_path, events, **options), "2026-01-01") == [1, 1, 1, 1, 0, 0]


def test_a_streak_of_another_event_begins_in_bucket_0(tmp_path: Path) -> None:
    events = events_at(
        ("u", "A", "2026-01-01T12:00"),
        *(("u", "B", f"2026-01-0{day}T13:00") for day in (1, 2, 3)),
        ("v", "A", "2026-01-01T12:00"),
        *(("v", "B", f"2026-01-0{day}T13:00") for day in (2, 3)),
    )
    found = counts(retained(tmp_path, events, unbounded_mode="consecutive_forward", **FIVE), "2026-01-01")
    assert found == [2, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(("horizon", "expected"), [("last bucket", [1, 0, 0]), ("no end", [1, 1, 1])])
def test_on_or_after_ends_with_the_last_bucket_or_never(tmp_path: Path, horizon: str, expected: list[int]) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-20T12:00"))
    options = {"retention_unit": "day", "bucket_sizes": [1, 2], "unbounded_mode": "carry_back"}
    days = {"from_date": "2026-01-01", "to_date": "2026-01-01"}
    result = retained(tmp_path, events, assume={"retention_on_or_after_horizon": horizon}, **options, **days)
    assert counts(result, "2026-01-01") == expected
    assert result.meta["assumptions"]["retention_on_or_after_horizon"] == horizon


@pytest.mark.parametrize(
    ("cumulative", "expected"), [("sum of buckets", [0, 1, 1, 2, 2]), ("users so far", [0, 1, 1, 1, 1])]
)
def test_cumulative_adds_up_buckets_or_has_everyone_so_far(
    tmp_path: Path, cumulative: str, expected: list[int]
) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-02T13:00"), ("u", "B", "2026-01-04T13:00"))
    root = stored(tmp_path, events).root
    result = asked(root, retention_cumulative=True, assume={"retention_cumulative": cumulative}, **FIVE)
    assert counts(result, "2026-01-01") == [1, *expected]
