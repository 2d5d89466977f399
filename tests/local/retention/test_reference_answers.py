"""Retention over real and synthetic data equals what other tools computed from the same events."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.local.references import answers, imported
from tests.local.retention.stores import asked
from tests.local.through import workspace

ANY = "$all_events"
# In these answers a user's birth is the first such event in all the data.
FIRST = {"retention_birth": "first in range"}
WEEKS = [
    ("cdnow", "1997-01-01", "weekly_retention_1997-01-06", "Purchase", "Purchase"),
    ("cdnow", "1997-01-01", "weekly_retention_1997-02-03", "Purchase", "Purchase"),
    ("rete_ecom_SYNTHETIC", "2024-01-01", "weekly_retention_2024-03-11", ANY, ANY),
    ("rete_ecom_SYNTHETIC", "2024-01-01", "weekly_retention_2024-03-25", ANY, ANY),
    ("sepsis", "2013-11-01", "weekly_retention_2014-04-28", "ER Registration", ANY),
    ("sepsis", "2013-11-01", "weekly_retention_2014-05-05", "ER Registration", ANY),
    ("otto_sample", "2022-07-25", "weekly_retention", "Click", ANY),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


def weekly(root: Path, first: str, week: str, born: str, back: str, **options: Any) -> list[int]:
    """Size and following weeks of the users born in *week*."""
    last = date.fromisoformat(week) + timedelta(days=70)
    result = asked(root, born, back, assume=FIRST, unit="week", from_date=first, to_date=last, **options)
    cohort = result.cohorts[week]
    return [cohort["first"], *cohort["counts"][1:]]


@pytest.mark.parametrize(("name", "first", "key", "born", "back"), WEEKS)
@pytest.mark.parametrize(("alignment", "known"), [("interval_start", "calendar"), ("birth", "rolling_7d")])
def test_weeks(folder: Path, name: str, first: str, key: str, born: str, back: str, alignment: str, known: str) -> None:
    expected = answers(name)[key]
    size, *counts = weekly(imported(name, folder), first, expected["cohort_week"], born, back, alignment=alignment)
    assert size == expected["cohort_size"]
    assert counts[: len(expected[known])] == expected[known]


def test_months(folder: Path) -> None:
    """Customers by the month of their first purchase; in month 0 the first purchase counts as a return."""
    result = asked(
        imported("cdnow", folder),
        "Purchase",
        "Purchase",
        assume={**FIRST, "retention_bucket_zero": "birth event counts"},
        retention_unit="month",
        alignment="interval_start",
        unit="month",
        from_date="1997-01-01",
        to_date="1998-06-30",
    )
    found = {day[:7]: row["counts"] for day, row in result.cohorts.items() if row["first"]}
    assert {month: found[month][: len(counts)] for month, counts in answers("cdnow")["monthly_retention"].items()} == (
        answers("cdnow")["monthly_retention"]
    )
    assert set(found) == set(answers("cdnow")["monthly_retention"])


def test_the_api_gives_the_same_weeks(folder: Path) -> None:
    """Its birth is first time retention unless something else is assumed, and its buckets are rolling."""
    ws = workspace(imported("cdnow", folder))
    days = {"from_date": "1997-01-01", "to_date": "1997-04-30"}
    found = ws.retention(born_event="Purchase", return_event="Purchase", unit="week", interval_count=8, **days)
    expected = answers("cdnow")["weekly_retention_1997-01-06"]
    cohort = next(one for one in found.cohorts if one.date == "1997-01-06")
    assert cohort.size == expected["cohort_size"]
    assert [round((rate or 0) * cohort.size) for rate in cohort.retention[1:]] == expected["rolling_7d"]


def test_customers_by_the_number_of_days_on_which_they_bought(folder: Path) -> None:
    """Frequency is by month; that of one month is counted from its own events here."""
    found = workspace(imported("cdnow", folder)).frequency(
        event="Purchase", unit="month", addiction_unit="day", from_date="1997-01-01", to_date="1997-03-31"
    )
    monthly = {month: counts[1] for month, counts in answers("cdnow")["monthly"].items()}
    assert {day[:7]: users[0] for day, users in found.data.items()} == {
        month: monthly[month] for month in ("1997-01", "1997-02", "1997-03")
    }
