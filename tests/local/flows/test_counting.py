"""How often a user counts (docs/reports/flows, Counting Method), and what ends a flow."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import event, stored
from tests.local.flows.stores import DAYS, START, asked, edges, flowing, journey, journeys, nodes, paths
from tests.local.through import workspace

PATHS = {"mode": "paths"}


def test_uniques_have_the_first_anchor_of_the_days_alone(tmp_path: Path) -> None:
    """Uniques: each can do the first step only once, the first time in the date range."""
    assert paths(flowing(tmp_path, journeys("ABAC"), forward=1, **PATHS)) == {"A B": 1}


def test_totals_count_every_time(tmp_path: Path) -> None:
    """Totals: every time a user starts the flow, they are counted; one anchor alone is complete at once."""
    found = paths(flowing(tmp_path, journeys("ABAC"), forward=2, count_type="total", **PATHS))
    assert found == {"A B A": 1, "A C DROPOFF": 1}


def test_totals_start_again_after_the_last_anchor_only(tmp_path: Path) -> None:
    """Users re-enter after they complete the last required step; until then another first step is one event more."""
    options = {"forward": 1, "reverse": 0, "count_type": "total", **PATHS}
    found = paths(flowing(tmp_path, journeys("AABAB"), "A", "B", **options))
    assert found == {"A A B A": 1, "A B DROPOFF": 1}


def test_totals_start_again_after_the_window(tmp_path: Path) -> None:
    """Users re-enter when they fail to get to the last required step in the conversion window."""
    events = journey("u", "A  A B", every=timedelta(hours=12))
    options = {"forward": 1, "reverse": 0, "count_type": "total", "conversion_window": 1, **PATHS}
    assert paths(flowing(tmp_path, events, "A", "B", **options)) == {"A A DROPOFF": 1, "A B DROPOFF": 1}


def test_sessions_hold_all_of_a_flow(tmp_path: Path) -> None:
    """Sessions: every step in the same session; users may start again in the next one."""
    hours = timedelta(hours=1)
    events = [
        event(name, "u", round((START + at).timestamp()))
        for name, at in (("A", 0 * hours), ("B", hours / 6), ("A", hours / 3), ("A", 2 * hours), ("C", 4 * hours))
    ]
    session = {"conversion_window": 1, "conversion_window_unit": "session", "count_type": "session"}
    result = flowing(tmp_path, events, forward=1, **session, **PATHS)
    assert paths(result) == {"A B": 1, "A DROPOFF": 1}
    assert result.meta["assumptions"]["session_timeout"] == 30


def test_a_session_is_a_window_for_later_anchors(tmp_path: Path) -> None:
    events = [*journey("u", "AB"), *journey("v", "AB", every=timedelta(hours=1))]
    session = {"conversion_window": 1, "conversion_window_unit": "session"}
    result = flowing(tmp_path, events, "A", "B", forward=0, reverse=1, **session)
    assert nodes(result)[3] == {"B": 1, "DROPOFF": 1}


@pytest.mark.parametrize(("after", "expected"), [("end the flow", "A B DROPOFF"), ("ignored", "A B X")])
def test_an_exclusion_ends_a_flow(tmp_path: Path, after: str, expected: str) -> None:
    result = flowing(
        tmp_path, journeys("ABXC"), forward=2, exclusions=["X"], assume={"flow_exclusions_after": after}, **PATHS
    )
    assert paths(result) == {expected: 1}


def test_an_exclusion_between_anchors_ends_the_attempt_and_totals_start_again(tmp_path: Path) -> None:
    """Users exit a flow when they are excluded by an exclusion step, and may re-enter after that."""
    options = {"forward": 1, "reverse": 0, "exclusions": ["X"]}
    root = stored(tmp_path, journeys("ACXACB")).root
    assert paths(asked(root, "A", "B", **options, **PATHS)) == {"A C DROPOFF": 1}
    totals = asked(root, "A", "B", count_type="total", **options, **PATHS)
    assert paths(totals) == {"A C DROPOFF": 1, "A C B DROPOFF": 1}


def test_hidden_events_are_looked_through(tmp_path: Path) -> None:
    result = flowing(tmp_path, journeys("AXXBXC"), forward=2, hidden_events=["X"])
    assert edges(result) == {"A0 B1": 1, "B1 C2": 1}


def test_an_event_that_follows_itself_is_one_where_that_is_asked_for(tmp_path: Path) -> None:
    root = stored(tmp_path, journeys("ABBBCCD")).root
    assert paths(asked(root, forward=3, **PATHS)) == {"A B B B": 1}
    assert paths(asked(root, forward=3, collapse_repeated=True, **PATHS)) == {"A B C D": 1}


def test_repeats_are_seen_behind_what_is_hidden(tmp_path: Path) -> None:
    options = {"forward": 2, "hidden_events": ["X"], "collapse_repeated": True}
    assert paths(flowing(tmp_path, journeys("ABXBC"), **options, **PATHS)) == {"A B C": 1}


@pytest.mark.parametrize(("repeats", "expected"), [(False, "A B B"), (True, "A B C")])
def test_reports_that_say_nothing_of_repeats(tmp_path: Path, repeats: bool, expected: str) -> None:
    ws = workspace(stored(tmp_path, journeys("ABBC")).root, flow_collapse_repeats=repeats)
    params: dict[str, Any] = ws.build_flow_params("A", forward=2, **DAYS, **PATHS)
    del params["collapse_repeated"]
    assert paths(ws.run_flow_params(params)) == {expected: 1}


def test_a_property_held_constant(tmp_path: Path) -> None:
    """Holding a property constant: the first A's item, for every event of the flow; totals take each A's."""
    events = [
        event(name, "u", round((START + timedelta(minutes=at)).timestamp()), item=item)
        for at, (name, item) in enumerate([("A", 1), ("A", 2), ("X", 2), ("B", 2), ("X", 1), ("B", 1)])
    ]
    ws = workspace(stored(tmp_path, events).root)
    params = ws.build_flow_params(["A", "B"], forward=1, **DAYS, **PATHS) | {"aggregate_by": ["item"]}
    assert paths(ws.run_flow_params(params)) == {"A X B DROPOFF": 1}
    assert paths(ws.run_flow_params(params | {"count_type": "total"})) == {"A X B DROPOFF": 2}
