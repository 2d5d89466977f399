"""Analysis by group: companies in place of users (docs/data-structure/group-analytics)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import (
    CohortCriteria,
    CohortDefinition,
    CohortMetric,
    CreateCohortParams,
    Filter,
    ServerError,
)
from mixpanel_local import StoreError, import_profiles
from tests.local.asking import DAY, Asking, event, filtered, group, insights, metric, stored, write_lines
from tests.local.cohorts.definitions import definition, has
from tests.local.companies import BUSY, GROUPS, OFTEN, crowd, worlds_of
from tests.local.funnels.asking import logged

PRO = {"name": "", "negated": False, "raw_cohort": definition(has("plan", "==", "pro"))}


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


def test_cohorts_by_properties_are_of_groups(asking: Asking) -> None:
    assert asking.segments(metric("Buy", "unique"), {"cohorts": [PRO], "value": ["In"]}, **GROUPS) == {"In": 1}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asking, Asking]:
    """The events of users of companies, and the same ones done by these."""
    events = [one for one in logged(crowd()) if one["properties"].get("company")]
    return worlds_of(tmp_path_factory.mktemp("worlds"), events)


IN_BUSY = [filtered("$cohorts", "list", "contains", [{"cohort": BUSY}])]
SIZE = {"type": "metric", "behavior": {"type": "cohort", "raw_cohort": BUSY["raw_cohort"]}, "measurement": {}}


@pytest.mark.parametrize(
    ("show", "more"),
    [
        (metric("A", "unique"), {"where": IN_BUSY}),
        (metric("A", "unique"), {"groups": [{"cohorts": [BUSY, {**BUSY, "negated": True}], "value": ["In", "Not"]}]}),
        (metric("A", "unique"), {"groups": [{"behavior": OFTEN, "value": "Often"}]}),
        (metric("A", "dau"), {"where": [filtered("$first_time_ever", "boolean", "true")], "unit": "hour"}),
        (SIZE, {}),
    ],
)
def test_cohorts_frequencies_and_first_times_are_of_groups(
    worlds: tuple[Asking, Asking], show: dict[str, Any], more: dict[str, Any]
) -> None:
    """Group analysis replaces distinct_id by the group everywhere."""
    of_users, of_companies = worlds
    found = of_users.series(show, **GROUPS, **more)
    assert found == of_companies.series(show, **more)
    assert found != of_users.series(show, **more)


@pytest.fixture
def ws(asking: Asking) -> Iterator[mixpanel_sync.Workspace]:
    with mixpanel_sync.Workspace.local(asking.root) as workspace:
        yield workspace


def saved(ws: mixpanel_sync.Workspace, data_group_id: int | None) -> int:
    plan = CohortDefinition(CohortCriteria.has_property("plan", "pro"))
    return ws.create_cohort(CreateCohortParams(name="Pro", definition=plan, data_group_id=data_group_id)).id


def test_a_saved_cohort_of_groups_is_counted_and_measured(ws: mixpanel_sync.Workspace) -> None:
    pro = saved(ws, 42)
    assert [cohort.count for cohort in ws.cohorts()] == [1]
    assert ws.query(CohortMetric(pro), from_date=DAY, to_date=DAY).df["count"].to_list() == [1]
    assert ws.query_user(cohort=pro, group_id="42", mode="profiles").distinct_ids == ["acme"]


def test_a_saved_cohort_of_others_is_refused(ws: mixpanel_sync.Workspace) -> None:
    groups, users = saved(ws, 42), saved(ws, None)
    with pytest.raises(ServerError, match=rf"cohort {groups}, which is of the groups '42', in an analysis of users"):
        ws.query("Buy", where=Filter.in_cohort(groups))
    with pytest.raises(ServerError, match=rf"cohort {users}, which is of users, in an analysis of the groups '42'"):
        ws.query("Buy", where=Filter.in_cohort(users), data_group_id=42)


def test_properties_of_group_profiles_are_those_of_the_groups_asked_about(asking: Asking) -> None:
    plans = group("plan", resource="group_profiles")
    assert asking.segments(metric("Buy", "unique"), plans, **GROUPS) == {"pro": 1, "undefined": 2}
    error = asking.json(insights(metric("Buy"), groups=[plans]), 501)["error"]
    assert "properties of 'group_profiles' yet; ask about those groups" in error


def test_profiles_of_groups(asking: Asking) -> None:
    people = {**metric(), "behavior": {"type": "people", "name": "Companies", "filters": []}}
    assert asking.total(people, **GROUPS) == 1


def test_users_are_as_before(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique")) == 7
    assert asking.segments(metric("Buy", "unique"), group("plan", resource="people")) == {"user's": 1, "undefined": 6}


def test_a_key_goes_by_its_name_too(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique"), sections={"globalDataGroupId": "company"}) == 3


def test_no_group_is_named_by_an_empty_text(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique"), sections={"globalDataGroupId": ""}) == 7


def test_an_unknown_key_is_refused_with_those_there_are(asking: Asking) -> None:
    error = asking.json(insights(metric(), sections={"globalDataGroupId": "5"}, dates=(DAY, DAY)), 400)["error"]
    assert "no group key has the id '5'; there are 'company' (42)" in error


def test_an_id_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="say of which"):
        import_profiles([], tmp_path / "store", data_group_id=42)


def test_sessions_are_of_users(asking: Asking) -> None:
    error = asking.json(insights(metric("Buy", "sessions"), **GROUPS), 501)["error"]
    assert "sessions in an analysis by group" in error
