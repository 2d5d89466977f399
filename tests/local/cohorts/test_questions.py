"""Cohorts in questions: as a filter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import Asking, at, event, filtered, insights, metric, stored
from tests.local.cohorts.definitions import definition, did, has, last

DAYS = ("2026-01-01", "2026-01-31")
BUYERS = definition(did("Pay", ">=", 1, **last(30)))
SF = definition(has("city", "==", "SF"))


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    """One user who paid, one in SF, one of both, one of neither, and events of nobody."""
    events = [event("Watch", user, at("2026-01-10")) for user in ("payer", "in SF", "both", "neither", "", None)]
    events += [event("Pay", user, at("2026-01-20")) for user in ("payer", "both")]
    people = [{"$distinct_id": user, "$properties": {"city": "SF"}} for user in ("in SF", "both")]
    return stored(tmp_path, events, people)


def cohorts(operator: str, *several: dict[str, Any], negated: bool = False) -> dict[str, Any]:
    """A filter by described cohorts, as clients compile it."""
    entries = [{"cohort": {"negated": negated, "name": "", "raw_cohort": one}} for one in several]
    return filtered("$cohorts", "list", operator, entries)


@pytest.mark.parametrize(
    ("where", "total", "users"),
    [
        ([cohorts("contains", BUYERS)], 2, 2),
        ([cohorts("does not contain", BUYERS, negated=True)], 4, 2),
        ([cohorts("contains", BUYERS, negated=True)], 4, 2),
        # docs/users/cohorts: several cohorts in one filter are joined by OR
        ([cohorts("contains", BUYERS, SF)], 3, 3),
        ([cohorts("does not contain", BUYERS, SF)], 3, 1),
        ([cohorts("contains", BUYERS), cohorts("contains", SF)], 1, 1),
        ([cohorts("contains", BUYERS), cohorts("does not contain", SF, negated=True)], 1, 1),
    ],
)
def test_filters(asking: Asking, where: list[Any], total: int, users: int) -> None:
    assert asking.total(metric("Watch"), dates=DAYS, where=where) == total
    assert asking.total(metric("Watch", "unique"), dates=DAYS, where=where) == users


# docs/users/cohorts: "a cohort as of right now", not of the days the report is about
def test_membership_is_of_the_moment_of_the_question(asking: Asking) -> None:
    lately = cohorts("contains", definition(did("Watch", ">=", 1, **last(7))))
    assert asking.total(metric("Watch"), dates=DAYS, where=[lately]) == 0


def test_where_the_window_begins_is_told(asking: Asking) -> None:
    meta = asking.json(insights(metric("Watch"), dates=DAYS, where=[cohorts("contains", BUYERS)]))["meta"]
    assert meta["assumptions"] == {"cohort_window": "days"}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (filtered("$cohorts", "list", "contains", []), "there is no cohort"),
        (filtered("$cohorts", "list", "equals", [{"cohort": {"raw_cohort": SF}}]), "none of contains"),
        (filtered("$cohorts", "list", "contains", [{"cohort": {"id": 3}}]), "no cohort is saved under the id 3"),
        (filtered("$cohorts", "list", "contains", [{"cohort": {"name": "x"}}]), "'id' is missing"),
    ],
)
def test_what_names_no_cohort_is_refused(asking: Asking, where: dict[str, Any], said: str) -> None:
    assert said in asking.json(insights(metric(), where=[where]), 400)["error"]


def test_items_of_lists_are_in_no_cohort(asking: Asking) -> None:
    items = {"listItemFilters": [cohorts("contains", SF)], "listQuantifier": "any"}
    where = filtered("cart", "object", "true", True, **items)
    assert "in no cohort" in asking.json(insights(metric(), where=[where]), 400)["error"]
