"""Cohorts in questions: as a filter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import Asking, at, event, filtered, group, insights, metric, stored
from tests.local.cohorts.definitions import definition, did, has, last

DAYS = ("2026-01-01", "2026-01-31")
BUYERS = definition(did("Pay", ">=", 1, **last(30)))
SF = definition(has("city", "==", "SF"))


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """One user who paid, one in SF, one of both, one of neither, and events of nobody."""
    events = [event("Watch", user, at("2026-01-10")) for user in ("payer", "in SF", "both", "neither", "", None)]
    events += [event("Pay", user, at("2026-01-20")) for user in ("payer", "both")]
    people = [{"$distinct_id": user, "$properties": {"city": "SF"}} for user in ("in SF", "both")]
    return stored(tmp_path_factory.mktemp("asking"), events, people)


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


def split(*sides: tuple[str, dict[str, Any], bool]) -> dict[str, Any]:
    """A breakdown by described cohorts, as clients compile it."""
    return {
        "value": [f"Not In {name}" if negated else name for name, _, negated in sides],
        "resourceType": "events",
        "propertyType": None,
        "typeCast": None,
        "cohorts": [{"negated": negated, "name": name, "raw_cohort": cohort} for name, cohort, negated in sides],
    }


def test_a_breakdown_has_those_within_and_the_others(asking: Asking) -> None:
    buyers = split(("Buyers", BUYERS, False), ("Buyers", BUYERS, True))
    assert asking.segments(metric("Watch"), buyers, dates=DAYS) == {"Buyers": 2, "Not In Buyers": 4}
    assert asking.segments(metric("Watch", "unique"), buyers, dates=DAYS) == {"Buyers": 2, "Not In Buyers": 2}


# docs/users/cohorts: events are evaluated independently against each cohort
def test_cohorts_of_one_breakdown_are_independent(asking: Asking) -> None:
    sides = split(("Buyers", BUYERS, False), ("SF", SF, False), ("SF", SF, True))
    assert asking.segments(metric("Watch"), sides, dates=DAYS) == {"Buyers": 2, "SF": 2, "Not In SF": 4}


def test_who_is_on_no_side_is_in_no_segment(asking: Asking) -> None:
    question = insights(metric("Watch"), groups=[split(("SF", SF, False))], dates=DAYS, chart="bar")
    assert asking.json(question)["series"]["Watch"] == {"$overall": {"all": 6}, "SF": {"all": 2}}


def test_cohorts_and_properties_break_down_together(asking: Asking) -> None:
    city = {**filtered("city", "string", "equals"), "propertyName": "city", "resourceType": "people"}
    groups = [split(("Buyers", BUYERS, False)), {**city, "propertyType": "string"}]
    found = asking.json(insights(metric("Watch"), groups=groups, dates=DAYS, chart="bar"))["series"]["Watch"]
    assert found["Buyers"] == {"$overall": {"all": 2}, "SF": {"all": 1}, "undefined": {"all": 1}}


def test_the_reply_says_where_windows_begin(asking: Asking) -> None:
    question = insights(metric("Watch"), groups=[split(("Buyers", BUYERS, False))], dates=DAYS)
    assert asking.json(question)["meta"]["assumptions"]["cohort_window"] == "days"


def size(cohort: dict[str, Any], **behavior: Any) -> dict[str, Any]:
    """A metric: the size of a cohort."""
    described = {"type": "cohort", "name": "Size", "resourceType": "cohorts", "raw_cohort": cohort, **behavior}
    return {"type": "metric", "behavior": described, "measurement": {"math": "unique", "property": None}}


# docs/users/cohorts: "Each point is the size of the cohort as of the end of that time interval."
def test_the_size_is_of_the_end_of_each_interval(asking: Asking) -> None:
    lately = definition(did("Pay", ">=", 1, **last(2)))
    found = asking.json(insights(size(lately), dates=("2026-01-19", "2026-01-24")))["series"]["Size"]
    assert list(found.values()) == [0, 2, 2, 2, 0, 0]


def test_the_size_over_weeks_and_as_a_whole(asking: Asking) -> None:
    lately = definition(did("Pay", ">=", 1, **last(6)))
    weeks = asking.json(insights(size(lately), dates=("2026-01-05", "2026-01-31"), unit="week"))["series"]["Size"]
    assert list(weeks.values()) == [0, 0, 2, 0]
    assert asking.total(size(lately), dates=("2026-01-05", "2026-01-26")) == 2


# docs/users/cohorts: profile properties are those of now, at every point
def test_the_size_by_hour_with_properties_of_now(asking: Asking) -> None:
    both = definition(did("Pay", ">=", 1), has("city", "==", "SF"))
    day = asking.json(insights(size(both), dates=("2026-01-20", "2026-01-20"), unit="hour"))["series"]["Size"]
    assert list(day.values()) == [0] * 12 + [1] * 12


def test_the_size_counts_who_never_did_anything_too(asking: Asking) -> None:
    nobody = definition(did("Pay", "==", 0))
    assert asking.total(size(nobody), dates=("2026-01-20", "2026-01-20")) == 2


def test_the_size_by_a_property_of_the_user_and_filtered(asking: Asking) -> None:
    city = {"propertyName": "city", "value": "city", "resourceType": "people", "propertyType": "string"}
    assert asking.segments(size(BUYERS), city, dates=DAYS) == {"SF": 1, "undefined": 1}
    where = filtered("city", "string", "equals", ["SF"], resourceType="people")
    assert asking.total(size(BUYERS), dates=DAYS, where=[where]) == 1
    assert asking.total(size(BUYERS, filters=[where]), dates=DAYS) == 1


def test_members_have_no_properties_of_events(asking: Asking) -> None:
    """As profiles have none; what members did to be members may have some."""
    assert asking.segments(size(BUYERS), "plan", dates=DAYS) == {"undefined": 2}
    pro = definition(did("Pay", ">=", 1, selector='properties["plan"] == "pro"', **last(40)))
    among = [filtered("$cohorts", "list", "contains", [{"cohort": {"raw_cohort": pro}}])]
    assert asking.total(size(BUYERS), where=among, dates=DAYS) == asking.total(size(pro), dates=DAYS)


def test_formulas_of_sizes(asking: Asking) -> None:
    formula = {"type": "formula", "definition": "A / B", "referencedMetrics": []}
    assert asking.json(insights(size(BUYERS), size(SF), formula, dates=DAYS, chart="bar"))["series"]["A / B"] == {
        "all": 1
    }


def test_a_size_over_too_many_intervals_is_refused(asking: Asking) -> None:
    error = asking.json(insights(size(SF), dates=("2026-01-01", "2026-04-30")), 400)["error"]
    assert "at most 93 intervals, not 120" in error


@pytest.mark.parametrize(
    ("show", "more", "said", "status"),
    [
        (size(SF), {"groups": [group("time", "datetime")]}, "by the time of events", 501),
        (size(SF), {"where": [filtered("plan", "string", "equals", ["x"])]}, "a property of events (plan)", 501),
        ({**size(SF), "measurement": {"math": "total"}}, {}, "'total' is none of unique", 400),
        (size(SF, raw_cohort={}), {}, "no 'selector'", 400),
    ],
)
def test_sizes_that_mean_nothing_are_refused(
    asking: Asking, show: dict[str, Any], more: dict[str, Any], said: str, status: int
) -> None:
    assert said in asking.json(insights(show, **more), status)["error"]
