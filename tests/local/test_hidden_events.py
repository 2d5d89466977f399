"""Events that the Lexicon hides: what "any event" is without them, what flows look through, what makes no session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import CohortCriteria, CohortDefinition, Filter, Metric, UpdateEventDefinitionParams
from mixpanel_sync import Workspace
from tests.local.asking import NOW, stored
from tests.local.flows.stores import DAYS, journey, nodes
from tests.local.through import workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two users, one of whom did nothing but Ping; Pings are what keeps a session of the other going."""
    events = [*journey("u", f"APB{'P'.join(' ' * 20 for _ in range(4))}C"), *journey("v", "P")]
    return stored(tmp_path, events).root


def hiding(root: Path, **assume: Any) -> Workspace:
    """The client, once Ping is hidden."""
    ws = workspace(root, NOW, **assume)
    ws.update_event_definition("P", UpdateEventDefinitionParams(hidden=True))
    return ws


def counted(ws: Workspace, event: str, math: Any) -> float:
    """One number over all days."""
    series = ws.query(Metric(event, math=math), mode="total", **DAYS).series
    return float(next(iter(next(iter(series.values())).values())))


def test_flows_look_through_them(root: Path) -> None:
    asked = {"forward": 3, **DAYS}
    assert nodes(workspace(root).query_flow("A", **asked))[1] == {"P": 1}
    found = hiding(root).query_flow("A", **asked)
    assert nodes(found) == [{"A": 1}, {"B": 1}, {"C": 1}, {"DROPOFF": 1}]
    assert found.meta["assumptions"]["lexicon_hidden"] == "left out"
    assert nodes(hiding(root, lexicon_hidden="counted").query_flow("A", **asked))[1] == {"P": 1}


def test_whoever_picks_one_sees_it(root: Path) -> None:
    assert nodes(hiding(root).query_flow("P", forward=1, **DAYS)) == [{"P": 2}, {"B": 1, "DROPOFF": 1}]


@pytest.mark.parametrize("event", ["$all_events", "$any_event"])
def test_they_are_not_any_event(root: Path, event: str) -> None:
    """They are gone from the menu of all events (docs/reports)."""
    assert counted(workspace(root), event, "total") == 8
    assert counted(hiding(root), event, "total") == 3
    assert counted(hiding(root), event, "unique") == 1
    assert counted(hiding(root, lexicon_hidden="counted"), event, "total") == 8
    assert counted(hiding(root), "P", "total") == 5


def test_funnels_and_cohorts_have_them_by_name_alone(root: Path) -> None:
    ws = hiding(root)
    steps = ws.query_funnel(["$any_event", "C"], **DAYS).steps_data
    assert [step["count"] for step in steps] == [1, 1]
    did = CohortDefinition(CohortCriteria.did_event("$any_event", at_least=1, within_days=60))
    inside = ws.query(Metric("P", math="unique"), where=Filter.in_cohort(did), mode="total", **DAYS).series
    assert next(iter(next(iter(inside.values())).values())) == 1


def test_they_make_no_session(root: Path) -> None:
    """Hidden events are excluded from sessions (docs/features/sessions)."""
    assert counted(workspace(root), "C", "sessions") == 1
    assert counted(workspace(root), "$session_start", "unique") == 2
    # Without Ping an hour passes before C, and v has no session at all.
    assert counted(hiding(root), "$session_start", "unique") == 1
    assert counted(hiding(root), "$session_start", "total") == 2
    session = {"conversion_window": 1, "conversion_window_unit": "session", "forward": 2, **DAYS}
    assert nodes(hiding(root).query_flow("A", **session)) == [{"A": 1}, {"B": 1}, {"DROPOFF": 1}]


def test_frequency_and_older_retention_are_without_them(root: Path) -> None:
    assert next(iter(workspace(root).frequency(**DAYS).data.values()))[0] == 2
    assert next(iter(hiding(root).frequency(**DAYS).data.values()))[0] == 1
    assert hiding(root).retention(born_event="P", **DAYS).cohorts[0].size == 2


def test_nothing_is_said_where_nothing_is_hidden(root: Path) -> None:
    assert "lexicon_hidden" not in workspace(root).query_flow("A", **DAYS).meta["assumptions"]
