"""Funnels of groups: companies in place of users (docs/data-structure/group-analytics)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from mixpanel_dataset.store import Store
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.reading import read_funnel_report
from mixpanel_local.engine.sequences.passes import Passing
from tests.local.asking import Asking, event, filtered, group, insights
from tests.local.companies import BUSY, GROUPS, OFTEN, crowd, grouped, worlds_of
from tests.local.funnels.asking import excluded, funnel, logged, row, step, told
from tests.local.funnels.test_frequencies import split
from tests.local.funnels.test_laws import setting


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asking, Asking]:
    """The events of users, and the same ones done by their companies."""
    return worlds_of(tmp_path_factory.mktemp("worlds"), logged(crowd()))


ASKED: list[dict[str, Any]] = [
    {},
    {"math": "conversion_rate_total"},
    {"math": "conversion_rate_total", "exclusions": [excluded("X", 1, 2)]},
    {"funnelOrder": "any", "window": (10, "minute")},
    {"funnelReentryMode": "optimized", "window": (5, "minute")},
    {"math": "total", "prop": {"name": "amount", "resourceType": "events"}},
    {"chart": "line", "unit": "hour"},
    {"groups": [group("$distinct_id")]},
    {"groups": [group("company")], "math": "conversion_rate_total"},
    {"groups": [split("X")], "math": "conversion_rate_total"},
    {"math": "histogram"},
    {"where": [filtered("$cohorts", "list", "contains", [{"cohort": BUSY}])]},
    {"groups": [{"cohorts": [BUSY], "value": ["In"]}]},
    {"groups": [{"behavior": OFTEN, "value": "Often"}]},
]


@pytest.mark.parametrize("more", ASKED)
def test_a_group_does_what_its_events_say(worlds: tuple[Asking, Asking], more: dict[str, Any]) -> None:
    """Group analysis replaces distinct_id by the group everywhere; an event of several belongs to each."""
    of_users, of_companies = worlds
    asked = told(of_users, funnel("A", "B", "C", **more, **GROUPS))
    assert asked == told(of_companies, funnel("A", "B", "C", **more))
    assert asked != told(of_users, funnel("A", "B", "C", **more))


@pytest.mark.parametrize("passes", [2, 5])
def test_passes_change_nothing(worlds: tuple[Asking, Asking], passes: int) -> None:
    store = Store.open(worlds[0].root)
    database = Database(store.root)
    plan = read_funnel_report(json.loads(funnel("A", "B", math="conversion_rate_total", **GROUPS).body), setting())
    engine = FunnelEngine(store, database.query(), setting())
    found = [evolve(engine, passing=Passing(count=count)).report(plan).at((), 0).counts for count in (1, passes)]
    assert found[0] == found[1] != [0, 0]
    database.close()


def test_properties_are_those_of_the_group(worlds: tuple[Asking, Asking]) -> None:
    split = told(worlds[0], funnel("A", "B", groups=[group("plan", resource="people")], **GROUPS))
    assert {name: row(block)[0] for name, block in split.items()} == {"$overall": 2, "pro": 1, "undefined": 1}
    pro = [filtered("plan", "string", "equals", ["pro"], resourceType="people")]
    assert row(told(worlds[0], funnel("A", "B", where=pro, **GROUPS)))[0] == 1


def test_events_of_no_group_are_left_out_and_counted(tmp_path: Path) -> None:
    events = [event("A", "u"), event("A", "v", company=[]), event("A", "w", company="acme"), event("B", "x")]
    meta = grouped(tmp_path, events).json(funnel("A", "B", **GROUPS))["meta"]
    assert meta["left_out"] == {"A through B": {"no distinct_id": 3}}


def test_a_funnel_of_groups_is_a_metric_of_insights(worlds: tuple[Asking, Asking]) -> None:
    show = json.loads(funnel("A", "B").body)["bookmark"]["sections"]["show"]
    show[0]["measurement"]["math"] = "unique"
    (line,) = worlds[0].json(insights(*show, chart="bar", **GROUPS))["series"].values()
    assert line == {"all": 2}


def test_an_unknown_key_is_refused_with_those_there_are(worlds: tuple[Asking, Asking]) -> None:
    error = worlds[0].json(funnel("A", "B", sections={"globalDataGroupId": "5"}), 400)["error"]
    assert "no group key has the id '5'; there are 'company' (42)" in error


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"window": (1, "session")}, "sessions"),
    ({"math": "conversion_rate_session", "window": (2, "session")}, "sessions"),
]


@pytest.mark.parametrize(("more", "said"), REFUSED)
def test_what_users_alone_have_is_refused(worlds: tuple[Asking, Asking], more: dict[str, Any], said: str) -> None:
    error = worlds[0].json(funnel("A", "B", **more, **GROUPS), 501)["error"]
    assert f"funnels with {said} in an analysis by group" in error


def test_session_events_are_of_users(worlds: tuple[Asking, Asking]) -> None:
    assert "sessions" in worlds[0].json(funnel(step("$session_start"), "B", **GROUPS), 501)["error"]
