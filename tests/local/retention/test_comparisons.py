"""Retention beside the same at another time, and over a time that begins or ends within a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import TimeComparison
from mixpanel_async.queries.retention.result import RetentionQueryResult
from tests.local.asking import stored
from tests.local.retention.stores import asked, counts, events_at
from tests.local.through import workspace

DAYS: dict[str, Any] = {"retention_unit": "day", "from_date": "2026-01-08", "to_date": "2026-01-09"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """On the 1st u and v join, of whom u comes back a day later; on the 8th w, and on the 9th x."""
    events = events_at(
        ("u", "A", "2026-01-01T12:00"),
        ("v", "A", "2026-01-01T12:00"),
        (None, "A", "2026-01-01T12:00"),
        ("u", "B", "2026-01-02T13:00"),
        ("w", "A", "2026-01-08T12:00"),
        ("x", "A", "2026-01-09T12:00"),
        plan="pro",
    )
    return stored(tmp_path_factory.mktemp("root"), events).root


def compared(root: Path, comparison: TimeComparison, **more: Any) -> RetentionQueryResult:
    found = asked(root, time_comparison=comparison, **DAYS, **more)
    assert counts(found, "2026-01-08") == [1, 0, 0]
    assert found.compared is not None
    return found.compared


@pytest.mark.parametrize(
    "comparison",
    [
        TimeComparison.relative("week"),
        TimeComparison.absolute_start("2026-01-01"),
        TimeComparison.absolute_end("2026-01-02"),
    ],
)
def test_the_other_time_has_cohorts_of_its_own_days(root: Path, comparison: TimeComparison) -> None:
    other = compared(root, comparison)
    assert (other.from_date[:10], other.to_date[:10]) == ("2026-01-01", "2026-01-02")
    assert counts(other, "2026-01-01") == [2, 0, 1]
    assert counts(other, "2026-01-02") == [0, 0, 0]
    assert other.average["rates"] == [0, 0.5]


def test_segments_are_each_times_own(root: Path) -> None:
    other = compared(root, TimeComparison.relative("week"), group_by="plan")
    assert counts_of(other.segments["pro"]) == {"2026-01-01": [2, 0, 1]}


def test_what_is_left_out_is_told_for_each(root: Path) -> None:
    other = compared(root, TimeComparison.relative("week"))
    assert other.meta["left_out"] == {"A and then B (previous week)": {"no distinct_id": 1}}
    assert other.meta["compared_date_range"]["from_date"] == "2026-01-01T00:00:00+00:00"


def test_buckets_that_are_not_over_are_told_for_each(root: Path) -> None:
    found = asked(root, time_comparison=TimeComparison.relative("week"), **DAYS | {"to_date": "2026-02-03"})
    assert found.meta["incomplete_from_bucket"]["2026-02-03T00:00:00+00:00"] == 0
    assert found.meta["compared_incomplete_from_bucket"]["2026-01-27T00:00:00+00:00"] == 4


def test_without_a_comparison_there_is_none(root: Path) -> None:
    found = asked(root, **DAYS)
    assert found.compared is None
    assert "compared" not in found.to_dict()


def test_users_are_born_in_the_hours_asked_for_and_come_back_at_any(tmp_path: Path) -> None:
    """Time-of-day ranges (docs/reports, Date Range)."""
    events = events_at(
        ("early", "A", "2026-01-01T05:59:59"),
        ("u", "A", "2026-01-01T06:00"),
        ("u", "B", "2026-01-02T07:00"),
        ("v", "A", "2026-01-02T18:00"),
        ("late", "A", "2026-01-02T18:00:01"),
        ("late", "B", "2026-01-02T19:00"),
    )
    root = stored(tmp_path, events).root
    days = {"retention_unit": "day", "from_date": "2026-01-01T06:00:00", "to_date": "2026-01-02T18:00:00"}
    result = ask_within(root, **days)
    assert [counts(result, day) for day in ("2026-01-01", "2026-01-02")] == [[1, 0, 1], [1, 0, 0]]


def test_buckets_are_over_for_the_last_user_that_may_be_born(tmp_path: Path) -> None:
    """At noon of the first of February: whoever was born until 11 the day before was born a day ago."""
    root = stored(tmp_path, events_at(("u", "A", "2026-01-31T10:00"))).root
    days = {"retention_unit": "day", "from_date": "2026-01-31T10:00:00", "to_date": "2026-01-31T11:00:00"}
    assert ask_within(root, **days).meta["incomplete_from_bucket"] == {}
    whole = {**days, "from_date": "2026-01-31", "to_date": "2026-01-31"}
    assert ask_within(root, **whole).meta["incomplete_from_bucket"] == {"2026-01-31T00:00:00+00:00": 0}


def ask_within(root: Path, **days: Any) -> RetentionQueryResult:
    """The report over *days* that may carry the time."""
    ws = workspace(root)
    span = [days.pop("from_date"), days.pop("to_date")]
    params = ws.build_retention_params("A", "B", from_date="2026-01-01", to_date="2026-01-01", **days)
    params["sections"]["time"][0]["value"] = span
    return ws.run_retention_params(params)


def counts_of(cohorts: Any) -> dict[str, list[Any]]:
    return {day: [cohort["first"], *cohort["counts"]] for day, cohort in cohorts.items()}
