"""What a retention measures beside users (docs/reports/retention, Step 2 and On or Before)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import RetentionQuery
from mixpanel_async.queries.retention.result import RetentionQueryResult
from tests.local.asking import event, stored
from tests.local.retention.stores import seconds
from tests.local.through import workspace

DAYS = {"retention_unit": "day", "from_date": "2026-01-01", "to_date": "2026-01-03"}


@pytest.fixture(scope="module")
def spent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of three users born on one day, one spends 10 and 20 on day 0 and 5 on day 2, another 1.5 on day 1."""
    return stored(
        tmp_path_factory.mktemp("spent"),
        [
            *(event("A", user, seconds("2026-01-01T12:00")) for user in "uvw"),
            event("B", "u", seconds("2026-01-01T13:00"), amount=10),
            event("B", "u", seconds("2026-01-01T14:00"), amount="20"),
            event("B", "u", seconds("2026-01-03T13:00"), amount=5),
            event("B", "v", seconds("2026-01-02T13:00"), amount=1.5),
            event("B", "v", seconds("2026-01-02T14:00"), amount="much"),
        ],
    ).root


def measured(root: Path, math: Any, prop: str | None = None, *, assume: Any = None, **options: Any) -> list[Any]:
    """The first row of a measurement."""
    params = RetentionQuery("A", "B", math=math, **DAYS, **options).params()
    if prop is not None:
        params["sections"]["show"][0]["measurement"]["property"] = {"name": prop, "resourceType": "events"}
    result: RetentionQueryResult = workspace(root, **(assume or {})).run_retention_params(params)
    cohort = result.cohorts["2026-01-01"]
    assert cohort["first"] == 3
    return cohort["counts"]


def test_users_are_counted_whether_the_rate_or_the_number_is_asked_for(spent: Path) -> None:
    assert measured(spent, "unique") == measured(spent, "retention_rate") == [1, 1, 1]


def test_a_total_without_a_property_counts_events(spent: Path) -> None:
    assert measured(spent, "total") == [2, 2, 1]


def test_the_sum_of_a_property_in_each_bucket(spent: Path) -> None:
    assert measured(spent, "total", "amount") == [30, 1.5, 5]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("carry_forward", [30, 31.5, 36.5]),
        ("carry_back", [36.5, 6.5, 5]),
        ("consecutive_forward", [30, 0, 0]),
    ],
)
def test_the_sum_of_a_property_by_criterion(spent: Path, mode: Any, expected: list[float]) -> None:
    """On or before is the lifetime value so far: what was spent from day 0 to the bucket."""
    assert measured(spent, "total", "amount", unbounded_mode=mode) == expected


@pytest.mark.parametrize(
    ("among", "expected"), [("returning users", [30, 15.75, 36.5 / 2]), ("all users", [10, 10.5, 36.5 / 3])]
)
def test_the_average_of_a_property_per_user(spent: Path, among: str, expected: list[float]) -> None:
    """Property average: the average across users of the sum within the window."""
    assume = {"retention_property_average": among}
    found = measured(spent, "average", "amount", assume=assume, unbounded_mode="carry_forward")
    assert found == pytest.approx(expected)


def test_an_average_without_a_property_is_events_per_user(spent: Path) -> None:
    assert measured(spent, "average") == [2, 2, 1]


def test_rates_are_shares_of_users_whatever_is_measured(spent: Path) -> None:
    params = RetentionQuery("A", "B", math="total", **DAYS).params()  # type: ignore[arg-type]
    result = workspace(spent).run_retention_params(params)
    assert result.cohorts["2026-01-01"]["rates"] == pytest.approx([1 / 3] * 3)
