"""Analysis by group: companies in place of users (docs/data-structure/group-analytics)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import StoreError, import_profiles
from tests.local.asking import DAY, Asking, event, filtered, group, insights, metric, stored, write_lines
from tests.local.cohorts.definitions import definition, has

COHORT = {"name": "", "negated": False, "raw_cohort": definition(has("plan", "defined"))}
OFTEN = {"behaviorType": "$frequency", "event": {"value": "Buy"}}
GROUPS = {"sections": {"globalDataGroupId": "42"}}


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    """Two companies of three users, an event of both, and events of none."""
    companies: list[Any] = ["acme", "acme", "bob's", ["acme", "bob's"], None, [], 7]
    events = [
        event("Buy", user, amount=number**2, **({} if company is None else {"company": company}))
        for number, (user, company) in enumerate(zip("uvwxyzt", companies, strict=True), 1)
    ]
    made = stored(tmp_path, events, [{"$distinct_id": "u", "$properties": {"plan": "user's"}}])
    profiles = [{"$distinct_id": "acme", "$properties": {"plan": "pro"}}]
    import_profiles(write_lines(tmp_path / "groups.ndjson", profiles), made.root, group_key="company", data_group_id=42)
    return made


# "An event with a list of ids belongs to each"; events without the key are left out of counts of groups.
def test_groups_are_counted(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique"), **GROUPS) == 3
    assert asking.total(metric("Buy", "dau"), **GROUPS) == 3


def test_events_count_once(asking: Asking) -> None:
    assert asking.total(metric("Buy"), **GROUPS) == 7
    assert asking.total(metric("Buy", "total", "amount"), **GROUPS) == 140


def test_within_each_group(asking: Asking) -> None:
    show = metric("Buy", "average", "amount", perUserAggregation="total")
    # acme 1 + 4 + 16, bob's 9 + 16, and 49.
    assert asking.total(show, **GROUPS) == pytest.approx((21 + 25 + 49) / 3)


def test_properties_of_groups(asking: Asking) -> None:
    plans = group("plan", resource="people")
    assert asking.segments(metric("Buy", "unique"), plans, **GROUPS) == {"pro": 1, "undefined": 2}
    where = [filtered("plan", "string", "equals", ["pro"], resourceType="people")]
    assert asking.total(metric("Buy", "unique"), where=where, **GROUPS) == 1


def test_profiles_of_groups(asking: Asking) -> None:
    people = {**metric(), "behavior": {"type": "people", "name": "Companies", "filters": []}}
    assert asking.total(people, **GROUPS) == 1


def test_users_are_as_before(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique")) == 7
    assert asking.segments(metric("Buy", "unique"), group("plan", resource="people")) == {"user's": 1, "undefined": 6}


def test_a_key_goes_by_its_name_too(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique"), sections={"globalDataGroupId": "company"}) == 3


def test_an_unknown_key_is_refused_with_those_there_are(asking: Asking) -> None:
    error = asking.json(insights(metric(), sections={"globalDataGroupId": "5"}, dates=(DAY, DAY)), 400)["error"]
    assert "no group key has the id '5'; there are 'company' (42)" in error


def test_an_id_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="say of which"):
        import_profiles([], tmp_path / "store", data_group_id=42)


@pytest.mark.parametrize(
    ("show", "more", "said"),
    [
        (metric("Buy", "sessions"), {}, "sessions"),
        (metric(), {"where": [filtered("$first_time_ever", "boolean", "true")]}, "the first event of a user"),
        (metric(), {"where": [filtered("$cohorts", "list", "contains", [{"cohort": COHORT}])]}, "a cohort of users"),
        (metric(), {"groups": [{"cohorts": [COHORT], "value": ["In"]}]}, "a cohort of users"),
        (metric(), {"groups": [{"behavior": OFTEN, "value": "Often"}]}, "a frequency of users"),
    ],
)
def test_what_is_known_of_users_alone_is_refused(
    asking: Asking, show: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    assert f"{said} in an analysis by group" in asking.json(insights(show, **GROUPS, **more), 501)["error"]
