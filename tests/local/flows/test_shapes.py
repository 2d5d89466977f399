"""What is drawn of flows: graphs with few events in a column, the commonest paths, trees, and segments."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mixpanel_async import GroupBy
from tests.local.asking import event, stored
from tests.local.flows.stores import START, asked, edges, flowing, journey, journeys, nodes, paths

MANY = journeys("AB", "AB", "AC", "AC", "AD", "AE", "AFG", "A")


def test_the_most_frequent_events_of_a_column_and_the_rest_as_one(tmp_path: Path) -> None:
    """Other Events: the top events of each step; the rest are grouped into a single bar."""
    result = flowing(tmp_path, MANY, forward=2, cardinality=2)
    assert nodes(result) == [{"A": 8}, {"B": 2, "C": 2, "$pruned": 3, "DROPOFF": 1}, {"G": 1, "DROPOFF": 6}]
    assert edges(result)["A0 $pruned1"] == 3
    assert edges(result)["$pruned1 G2"] == 1
    kinds = {node["event"]: node["type"] for node in result.steps[1]["nodes"]}
    assert kinds["$pruned"] == "PRUNED"


@pytest.mark.parametrize(("ties", "expected"), [("by name", {"B", "C", "D"}), ("keep all", {"B", "C", "D", "E", "F"})])
def test_equally_frequent_events(tmp_path: Path, ties: str, expected: set[str]) -> None:
    result = flowing(tmp_path, MANY, forward=1, cardinality=3, assume={"flow_ties": ties})
    assert set(nodes(result)[1]) - {"$pruned", "DROPOFF"} == expected


def test_paths_say_how_many_got_to_each_stop(tmp_path: Path) -> None:
    result = flowing(tmp_path, journeys("ABC", "ABD", "ABD", "AC"), forward=2, mode="paths")
    stops = [[(stop["event"], stop["totalCount"]) for stop in path["flowSteps"]] for path in result.flows]
    assert stops == [
        [("A", "4"), ("B", "3"), ("D", "2")],
        [("A", "4"), ("B", "3"), ("C", "1")],
        [("A", "4"), ("C", "1"), ("DROPOFF", "1")],
    ]


def test_there_are_fifty_paths_at_most_and_none_is_shortened(tmp_path: Path) -> None:
    """Top paths: the 50 most common event sequences."""
    events: list[Any] = []
    for at in range(60):
        moment = round(START.timestamp())
        events += [event("A", f"u{at}", moment), event(f"E{at:02}", f"u{at}", moment + 1)]
    result = flowing(tmp_path, events, forward=1, cardinality=1, mode="paths")
    assert [path["flowSteps"][1]["event"] for path in result.flows] == [f"E{at:02}" for at in range(50)]


def test_a_tree_tells_ways_apart(tmp_path: Path) -> None:
    result = flowing(tmp_path, journeys("ABD", "ACD", "AB", "A"), forward=2, mode="tree")
    (root,) = result.trees
    told = [
        (" ".join(node.event for node in trail), trail[-1].total_count, trail[-1].drop_off_count, trail[-1].step_number)
        for trail in root.trails()
    ]
    assert told == [
        ("A", 4, 1, 0),
        ("A B", 2, 1, 1),
        ("A B D", 1, 0, 2),
        ("A B DROPOFF", 1, 1, 2),
        ("A C", 1, 0, 1),
        ("A C D", 1, 0, 2),
        ("A DROPOFF", 1, 1, 1),
    ]
    assert root.converted_count == 3


def test_a_tree_that_begins_with_several_events_has_several_roots(tmp_path: Path) -> None:
    result = flowing(tmp_path, journeys("XA", "YA", "A"), forward=0, reverse=1, mode="tree")
    assert [(tree.event, tree.step_number, tree.total_count) for tree in result.trees] == [
        ("A", 1, 1),
        ("X", 0, 1),
        ("Y", 0, 1),
    ]


def test_a_tree_has_the_events_of_its_columns_too(tmp_path: Path) -> None:
    (root,) = flowing(tmp_path, MANY, forward=1, cardinality=1, mode="tree").trees
    assert [(child.event, child.total_count) for child in root.children] == [("$pruned", 5), ("B", 2), ("DROPOFF", 1)]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(
        tmp_path_factory.mktemp("split"),
        [
            *journey("u", "AB", plan="pro", tags=["x", "y"]),
            *journey("v", "AC", plan="free"),
            *journey("w", "A"),
            event("A", "v", round((START + timedelta(hours=1)).timestamp()), plan="pro"),
        ],
    ).root


@pytest.mark.parametrize("mode", ["sankey", "paths", "tree"])
def test_a_breakdown_is_a_picture_per_segment(split: Path, mode: str) -> None:
    """Breakdown: the report is separated into parallel flows, one for each segment."""
    result = asked(split, forward=1, segments="plan", mode=mode)
    (breakdown,) = result.breakdowns
    assert breakdown["name"] == "plan"
    assert breakdown["values"] == ["free", "pro", "undefined"]
    part = {"sankey": "steps", "paths": "flows", "tree": "trees"}[mode]
    assert all(segment[part] for segment in breakdown["segments"])


def test_a_flow_is_in_the_segment_of_its_first_anchor(split: Path) -> None:
    result = asked(split, forward=1, segments="plan")
    first = {
        segment["value"]: {node["event"]: node["totalCount"] for node in segment["steps"][1]["nodes"]}
        for segment in result.breakdowns[0]["segments"]
    }
    assert first == {"pro": {"B": "1"}, "free": {"C": "1"}, "undefined": {"DROPOFF": "1"}}
    assert nodes(result)[0] == {"A": 3}
    assert result.meta["assumptions"]["flow_segment_event"] == "first anchor"


def test_each_item_of_a_list_is_a_segment_and_so_are_pairs(split: Path) -> None:
    items = asked(split, forward=1, segments="tags").breakdowns[0]
    assert sorted(items["values"]) == ["undefined", "x", "y"]
    pairs = asked(split, forward=1, segments=["plan", GroupBy("tags")]).breakdowns[0]
    assert sorted(pairs["values"]) == ["free, undefined", "pro, x", "pro, y", "undefined, undefined"]
    assert pairs["name"] == "plan, tags"


def test_numbers_fall_into_ranges_as_in_insights(tmp_path: Path) -> None:
    events = [one for at in range(30) for one in journey(f"u{at}", "AB", amount=at)]
    result = flowing(tmp_path, events, forward=1, segments=GroupBy("amount", property_type="number"))
    sizes = {
        segment["value"]: segment["steps"][0]["nodes"][0]["totalCount"] for segment in result.breakdowns[0]["segments"]
    }
    assert sizes == {"0 - 5": "5", "10 - 15": "5", "15 - 20": "5", "20 - 25": "5", "25 - 30": "5", "5 - 10": "5"}
    assert result.meta["assumptions"]["number_breakdown"] == "ranges"


def test_more_segments_than_there_is_room_for(tmp_path: Path) -> None:
    events = [one for at in range(203) for one in journey(f"u{at}", "AB", number=f"{at:03}")]
    result = flowing(tmp_path, events, forward=1, segments="number")
    assert result.breakdowns[0]["values"][-1] == "$other"
    assert result.breakdowns[0]["segments"][-1]["steps"][0]["nodes"][0]["totalCount"] == "3"
    assert result.meta["is_segmentation_limit_hit"] is True


def test_helpers_of_the_result_agree(tmp_path: Path) -> None:
    result = flowing(tmp_path, MANY, forward=1)
    assert result.top_transitions(1) == [("A@0", "B@1", 2)]
    assert result.drop_off_summary()["step_0"] == {"total": 8, "dropoff": 1, "rate": 0.125}
    assert result.graph.edges["A@0", "DROPOFF@1"]["count"] == 1
    assert paths(asked_paths(tmp_path))["A B"] == 2


def asked_paths(folder: Path) -> Any:
    return asked(folder / "store", forward=1, mode="paths")
