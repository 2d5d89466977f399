"""What stands in which column (docs/reports/flows): events before, between and after the ones that were picked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mixpanel_async import FlowStep
from tests.local.asking import stored
from tests.local.flows.stores import asked, edges, flowing, journey, journeys, nodes, paths


def test_events_after_the_first_anchor_and_who_does_nothing_more(tmp_path: Path) -> None:
    """Drop off: users who did not do any further events in the next step."""
    result = flowing(tmp_path, journeys("XABC", "ABD", "A"), forward=2)
    assert nodes(result) == [{"A": 3}, {"B": 2, "DROPOFF": 1}, {"C": 1, "D": 1}]
    assert edges(result) == {"A0 B1": 2, "A0 DROPOFF1": 1, "B1 C2": 1, "B1 D2": 1}
    kinds = {node["event"]: node["type"] for step in result.steps for node in step["nodes"]}
    assert kinds == {"A": "ANCHOR", "B": "FORWARD", "C": "FORWARD", "D": "FORWARD", "DROPOFF": "DROPOFF"}


def test_events_before_the_anchor(tmp_path: Path) -> None:
    """The "+" on the left adds what led up to the event; who did less before begins in a later column."""
    result = flowing(tmp_path, journeys("WXA", "XA", "A"), forward=0, reverse=2)
    assert nodes(result) == [{"W": 1}, {"X": 2}, {"A": 3}]
    assert edges(result) == {"W0 X1": 1, "X1 A2": 2}


def test_between_two_anchors(tmp_path: Path) -> None:
    """What happened right after the first one, before the second; and right before the second, after the first."""
    anchors = [FlowStep("A", forward=1, reverse=0), FlowStep("B", forward=0, reverse=1)]
    result = flowing(tmp_path, journeys("APQRB", "APB", "AB", "APQR", "A"), *anchors)
    assert nodes(result) == [{"A": 5}, {"P": 3, "DROPOFF": 1}, {"R": 1}, {"B": 3, "DROPOFF": 1}]
    assert edges(result) == {
        "A0 P1": 3,
        "A0 B3": 1,
        "A0 DROPOFF1": 1,
        "P1 R2": 1,
        "P1 B3": 1,
        "P1 DROPOFF3": 1,
        "R2 B3": 1,
    }
    assert result.overall_conversion_rate == 0.6


def test_an_event_between_two_anchors_may_stand_on_both_sides(tmp_path: Path) -> None:
    anchors = [FlowStep("A", forward=1, reverse=0), FlowStep("B", forward=0, reverse=1)]
    assume = {"flow_between_anchors": "both sides"}
    result = flowing(tmp_path, journeys("APB", "AB"), *anchors, assume=assume)
    assert nodes(result) == [{"A": 2}, {"P": 1}, {"P": 1}, {"B": 2}]
    assert result.meta["assumptions"]["flow_between_anchors"] == "both sides"


def test_later_anchors_must_be_reached_within_the_window(tmp_path: Path) -> None:
    """Conversion window: how much time a user has to finish the last required step, from Step A on."""
    hour = timedelta(hours=1)
    events = [*journey("u", "AXB", every=12 * hour), *journey("v", "AXB", every=13 * hour)]
    root = stored(tmp_path, events).root
    result = asked(root, "A", "B", forward=0, reverse=1, conversion_window=1)
    assert nodes(result) == [{}, {"A": 2}, {"X": 1}, {"B": 1, "DROPOFF": 1}]
    outside = asked(root, "A", "B", forward=0, reverse=1, conversion_window=1, assume={"funnel_window_end": "outside"})
    assert nodes(outside)[3] == {"DROPOFF": 2}


def test_flows_begin_in_the_days_and_go_on_after_them(tmp_path: Path) -> None:
    day = timedelta(days=1)
    events = [*journey("u", "A B", every=day), *journey("v", "  A", every=day), *journey("w", "XA", every=2 * day)]
    root = stored(tmp_path, events).root
    assert nodes(asked(root, forward=1)) == [{"A": 1}, {"B": 1}]


@pytest.mark.parametrize(
    ("trail", "expected"), [("no end", "A B"), ("conversion window", "A DROPOFF"), ("date range", "A DROPOFF")]
)
def test_how_long_the_last_anchor_is_followed(tmp_path: Path, trail: str, expected: str) -> None:
    events = journey("u", "A  B", every=timedelta(days=1))
    options = {"forward": 1, "conversion_window": 2, "mode": "paths"}
    result = flowing(tmp_path, events, assume={"flow_trail": trail}, **options)
    assert paths(result) == {expected: 1}
    assert result.meta["assumptions"]["flow_trail"] == trail


@pytest.mark.parametrize(("before", "expected"), [("seen", "X A"), ("unseen", "A")])
def test_what_came_before_the_days(tmp_path: Path, before: str, expected: str) -> None:
    events = journey("u", "XA", every=timedelta(days=1))
    options = {"forward": 0, "reverse": 1, "from_date": "2026-01-11", "to_date": "2026-01-11", "mode": "paths"}
    assert paths(flowing(tmp_path, events, assume={"flow_before_range": before}, **options)) == {expected: 1}


def test_events_of_one_moment_keep_the_order_of_the_log(tmp_path: Path) -> None:
    events = journey("u", "AXB", every=timedelta())
    for at, one in enumerate(events):
        one["properties"]["$insert_id"] = f"i{at}"
    assert paths(flowing(tmp_path, events, forward=2, mode="paths")) == {"A X B": 1}


def test_an_anchor_is_shown_under_its_label(tmp_path: Path) -> None:
    result = flowing(tmp_path, journeys("AA"), FlowStep("A", label="Start"), forward=1)
    assert nodes(result) == [{"Start": 1}, {"A": 1}]


def test_no_flows(tmp_path: Path) -> None:
    root = stored(tmp_path, journeys("XY")).root
    for mode in ("sankey", "paths", "tree"):
        result = asked(root, forward=1, mode=mode)
        assert result.df.height == 0
        assert result.overall_conversion_rate == 0
    assert nodes(asked(root, forward=1)) == [{}, {}]
    assert nodes(asked(root, forward=1, from_date="2020-01-01", to_date="2020-01-02")) == [{}, {}]


def test_events_of_nobody_are_in_no_flow_and_counted(tmp_path: Path) -> None:
    events = [*journey(None, "AB"), *journey("", "A"), *journey("u", "AB")]
    result = flowing(tmp_path, events, forward=1)
    assert nodes(result) == [{"A": 1}, {"B": 1}]
    assert result.meta["left_out"] == {"A": {"no distinct_id": 2}}
