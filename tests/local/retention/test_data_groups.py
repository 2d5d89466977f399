"""Retention of groups: companies in place of users (docs/data-structure/group-analytics)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import (
    CohortBreakdown,
    CohortCriteria,
    CohortDefinition,
    Filter,
    FrequencyFilter,
    GroupBy,
    QueryError,
)
from tests.local.asking import DAY, Asking, event, group, insights
from tests.local.companies import crowd, grouped, worlds_of
from tests.local.funnels.asking import logged
from tests.local.retention.stores import asked, counts
from tests.local.retention.test_laws import passing
from tests.local.test_retention_metrics import retention

GROUP = {"data_group_id": 42}
BUSY = CohortDefinition(CohortCriteria.did_event("X", at_least=15, within_days=40))
DAYS: dict[str, Any] = {"retention_unit": "day", "from_date": DAY, "to_date": "2026-01-13"}
HOUR = 3_600


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asking, Asking]:
    """The events of users, and the same ones done by their companies."""
    return worlds_of(tmp_path_factory.mktemp("worlds"), logged(crowd(gap=HOUR)))


ASKED: list[dict[str, Any]] = [
    {},
    {"unbounded_mode": "carry_back"},
    {"alignment": "interval_start", "unbounded_mode": "consecutive_forward"},
    {"group_by": "company"},
    {"group_by": GroupBy("amount", "number")},
    {"assume": {"retention_birth": "first in range"}},
    {"group_by": CohortBreakdown(BUSY, "Busy")},
    {"where": FrequencyFilter("X", value=15, operator="is at least", date_range_value=40, date_range_unit="day")},
]


@pytest.mark.parametrize("more", ASKED)
def test_a_group_does_what_its_events_say(worlds: tuple[Asking, Asking], more: dict[str, Any]) -> None:
    """Group analysis replaces distinct_id by the group everywhere; an event of several belongs to each."""
    of_users, of_companies = worlds
    found = asked(of_users.root, **DAYS, **more, **GROUP)
    expected = asked(of_companies.root, **DAYS, **more)
    assert (found.cohorts, found.segments) == (expected.cohorts, expected.segments)
    assert found.cohorts != asked(of_users.root, **DAYS, **more).cohorts


def test_passes_change_nothing(worlds: tuple[Asking, Asking]) -> None:
    params = asked(worlds[0].root, **DAYS, **GROUP).params
    once, several = (passing(worlds[0].root, params, passes) for passes in (1, 3))
    assert once == several


def test_properties_are_those_of_the_group(worlds: tuple[Asking, Asking]) -> None:
    split = asked(worlds[0].root, group_by=GroupBy("plan", resource_type="people"), **DAYS, **GROUP)
    assert {name: rows[DAY]["first"] for name, rows in split.segments.items()} == {"pro": 1, "undefined": 1}
    pro = Filter.equals("plan", "pro", resource_type="people")
    assert counts(asked(worlds[0].root, where=pro, **DAYS, **GROUP), DAY)[0] == 1


def test_events_of_no_group_are_left_out_and_counted(tmp_path: Path) -> None:
    events = [event("A", "u"), event("A", "v", company=[]), event("A", "w", company="acme"), event("B", "x")]
    result = asked(grouped(tmp_path, events).root, **DAYS, **GROUP)
    assert result.meta["left_out"] == {"A and then B": {"no distinct_id": 3}}
    assert counts(result, DAY)[0] == 1


def test_a_retention_of_groups_is_a_metric_of_insights(worlds: tuple[Asking, Asking]) -> None:
    show = retention("unique", behavior={"behaviors": [{"type": "event", "name": name} for name in "AB"]})
    sections = {"globalDataGroupId": "42"}
    found = worlds[0].json(insights(show, chart="bar", sections=sections, groups=[group("company")]))["series"]
    assert set(found["A and then B"]) > {"acme", "bob's"}
    assert found["A and then B"]["$overall"] == {"all": 2}


def test_an_unknown_key_is_refused_with_those_there_are(worlds: tuple[Asking, Asking]) -> None:
    with pytest.raises(QueryError, match=r"no group key has the id '5'; there are 'company' \(42\)"):
        asked(worlds[0].root, data_group_id=5, **DAYS)
