"""The average row and incomplete buckets (docs/reports/retention, FAQ)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import event, stored
from tests.local.retention.stores import asked, counts, events_at, retained, seconds

MARCH = {"retention_unit": "day", "bucket_sizes": [1, 2], "from_date": "2026-03-01", "to_date": "2026-03-03"}
# Day 1 of March 2nd ended with March 4th, that of March 3rd has not.
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1000, 500 and 700 users of whom 500, 400 and 10 come back on Day 1."""
    events: list[dict[str, Any]] = []
    for day, users, returned in ((1, 1000, 500), (2, 500, 400), (3, 700, 10)):
        for user in range(users):
            events.append(event("A", f"{day}-{user}", seconds(f"2026-03-0{day}T00:00")))
            if user < returned:
                events.append(event("B", f"{day}-{user}", seconds(f"2026-03-0{day + 1}T06:00")))
    return stored(tmp_path_factory.mktemp("march"), events).root


def test_the_documents_example_gives_56_percent(sample: Path) -> None:
    """466.67 users on average, and 466.67 / 833.33 of them: 56 %."""
    result = asked(sample, now=NOW, assume={"retention_bucket_sizes": "bounds"}, **MARCH)
    assert result.average["counts"][1] == pytest.approx(466.67, abs=0.005)
    assert result.average["rates"][1] == pytest.approx(466.67 / 833.33, abs=1e-5)
    assert round(result.average["rates"][1], 2) == 0.56


def test_weighted_by_the_users_who_enter_it_is_60_percent(sample: Path) -> None:
    assume = {"retention_bucket_sizes": "bounds", "retention_average": "pooled"}
    result = asked(sample, now=NOW, assume=assume, **MARCH)
    assert result.average["rates"][1] == pytest.approx(0.6)
    assert result.meta["assumptions"]["retention_average"] == "pooled"


def test_an_incomplete_bucket_is_shown_and_not_in_the_average(sample: Path) -> None:
    result = asked(sample, now=NOW, assume={"retention_bucket_sizes": "bounds"}, **MARCH)
    assert counts(result, "2026-03-03") == [700, 0, 10]
    assert result.meta["incomplete_from_bucket"] == {"2026-03-03T00:00:00+00:00": 1}


def test_once_it_is_complete_it_is_in_the_average(sample: Path) -> None:
    later = datetime(2026, 3, 6, tzinfo=UTC)
    result = asked(
        sample, now=later, assume={"retention_average": "pooled", "retention_bucket_sizes": "bounds"}, **MARCH
    )
    assert result.average["rates"][1] == pytest.approx(910 / 2200)
    assert result.meta["incomplete_from_bucket"] == {}


@pytest.mark.parametrize(("moment", "complete"), [("2026-01-07T23:59:59", 0), ("2026-01-08T00:00:00", 1)])
def test_a_calendar_bucket_is_complete_when_its_unit_is_over(tmp_path: Path, moment: str, complete: int) -> None:
    events = events_at(("u", "A", "2026-01-06T12:00"))
    options = {
        "retention_unit": "day",
        "alignment": "interval_start",
        "from_date": "2026-01-06",
        "to_date": "2026-01-07",
    }
    result = retained(tmp_path, events, now=datetime.fromisoformat(f"{moment}+00:00"), **options)
    assert result.meta["incomplete_from_bucket"].get("2026-01-07T00:00:00+00:00") == complete


@pytest.mark.parametrize(("future", "expected"), [("left out", [1, 0]), ("zero", [1, 0, 0, 0])])
def test_buckets_to_come_are_left_out_or_zero(tmp_path: Path, future: str, expected: list[int]) -> None:
    events = events_at(("u", "A", "2026-01-06T12:00"))
    now = datetime(2026, 1, 6, 13, tzinfo=UTC)
    options = {"retention_unit": "day", "from_date": "2026-01-06", "to_date": "2026-01-08", "now": now}
    result = retained(tmp_path, events, assume={"retention_future_buckets": future}, **options)
    assert counts(result, "2026-01-06") == expected
