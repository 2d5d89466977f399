from __future__ import annotations

import json
import pickle
import warnings
from math import inf
from typing import Any

import polars as pl
import pytest

from mixpanel_async import FlowQueryResult, FlowTreeNode, ResponseValidationError
from mixpanel_async.answer import Answer


def node(event: str, count: Any, *edges: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"event": event, "type": "NORMAL", "anchorType": "NORMAL", "totalCount": count, "edges": list(edges)} | more


def edge(event: str, step: Any, count: Any, kind: str = "NORMAL") -> dict[str, Any]:
    return {"event": event, "type": kind, "step": step, "totalCount": count}


STEPS = [
    {
        "nodes": [
            node("Login", "100", edge("Search", 1, "60"), edge("DROPOFF", 1, "15", "DROPOFF"), type="ANCHOR"),
            node("Signup", "20", edge("DROPOFF", 1, "5", "DROPOFF"), edge("Search", 1, "15")),
        ]
    },
    {"nodes": [node("Search", "75", edge("Buy", 2, "30"), isCustomEvent=True, conversionRateChange=None)]},
]
SANKEY = FlowQueryResult("now", STEPS)
NODE_TYPES = {
    "step": pl.Int64,
    "event": pl.String,
    "type": pl.String,
    "count": pl.Int64,
    "anchor_type": pl.String,
    "is_custom_event": pl.Boolean,
    "conversion_rate_change": pl.Float64,
}
EDGE_TYPES = {
    "source_step": pl.Int64,
    "source_event": pl.String,
    "target_step": pl.Int64,
    "target_event": pl.String,
    "count": pl.Int64,
    "target_type": pl.String,
}
PATH_TYPES = {"path_index": pl.Int64, "step": pl.Int64, "event": pl.String, "type": pl.String, "count": pl.Int64}
TREE_TYPES = {
    "tree_index": pl.Int64,
    "depth": pl.Int64,
    "path": pl.String,
    "event": pl.String,
    "type": pl.String,
    "step_number": pl.Int64,
    "total_count": pl.Int64,
    "drop_off_count": pl.Int64,
    "converted_count": pl.Int64,
}


def test_a_sankey_has_a_row_for_each_node() -> None:
    assert SANKEY.df is SANKEY.nodes_df
    assert dict(SANKEY.df.schema) == NODE_TYPES
    assert SANKEY.df.rows() == [
        (0, "Login", "ANCHOR", 100, "NORMAL", False, 0.0),
        (0, "Signup", "NORMAL", 20, "NORMAL", False, 0.0),
        (1, "Search", "NORMAL", 75, "NORMAL", True, None),
    ]


def test_a_sankey_has_a_row_for_each_edge() -> None:
    assert dict(SANKEY.edges_df.schema) == EDGE_TYPES
    assert SANKEY.edges_df.rows() == [
        (0, "Login", 1, "Search", 60, "NORMAL"),
        (0, "Login", 1, "DROPOFF", 15, "DROPOFF"),
        (0, "Signup", 1, "DROPOFF", 5, "DROPOFF"),
        (0, "Signup", 1, "Search", 15, "NORMAL"),
        (1, "Search", 2, "Buy", 30, "NORMAL"),
    ]


@pytest.mark.parametrize("step", [None, "next", 2.5])
def test_an_edge_that_does_not_say_where_leads_to_the_next_step(step: Any) -> None:
    result = FlowQueryResult("now", [{"nodes": [node("A", "1", edge("B", step, "1"))]}])

    assert result.edges_df["target_step"].to_list() == [1]


def test_paths_have_a_row_for_each_stop() -> None:
    stops = [{"event": "A", "type": "ANCHOR", "totalCount": "9"}, {"event": "B", "type": "NORMAL", "totalCount": 4}]
    result = FlowQueryResult("now", flows=[{"flowSteps": stops}, {"flowSteps": stops[:1]}], mode="paths")

    assert result.df.rows() == [(0, 0, "A", "ANCHOR", 9), (0, 1, "B", "NORMAL", 4), (1, 0, "A", "ANCHOR", 9)]


def test_trees_have_a_row_for_each_node_with_the_way_to_it() -> None:
    tree = FlowTreeNode("A", "ANCHOR", 0, 9, 1, 8, children=[FlowTreeNode("B", "NORMAL", 1, 8)])
    result = FlowQueryResult("now", trees=[tree, FlowTreeNode("C", "NORMAL", 0, 1)], mode="tree")

    assert result.df.rows() == [
        (0, 0, "A", "A", "ANCHOR", 0, 9, 1, 8),
        (0, 1, "A > B", "B", "NORMAL", 1, 8, 0, 0),
        (1, 0, "C", "C", "NORMAL", 0, 1, 0, 0),
    ]
    assert [root.event for root in result.anytree] == ["A", "C"]


@pytest.mark.parametrize(("mode", "types"), [("sankey", NODE_TYPES), ("paths", PATH_TYPES), ("tree", TREE_TYPES)])
def test_an_empty_result_keeps_its_columns(mode: Any, types: dict[str, Any]) -> None:
    empty = FlowQueryResult("now", mode=mode)

    assert (dict(empty.df.schema), empty.df.height) == (types, 0)
    assert (dict(empty.edges_df.schema), empty.edges_df.height) == (EDGE_TYPES, 0)
    assert (empty.top_transitions(), empty.drop_off_summary(), empty.anytree) == ([], {}, [])
    assert empty.graph.number_of_nodes() == 0


def test_the_graph_tells_steps_apart() -> None:
    graph = SANKEY.graph

    assert sorted(graph.nodes) == ["Buy@2", "DROPOFF@1", "Login@0", "Search@1", "Signup@0"]
    assert graph.nodes["Search@1"] == {
        "step": 1,
        "event": "Search",
        "type": "NORMAL",
        "count": 75,
        "anchor_type": "NORMAL",
    }
    assert graph.edges["Login@0", "DROPOFF@1"] == {"count": 15, "type": "DROPOFF"}


def test_a_node_known_only_as_a_target_has_no_fields() -> None:
    assert SANKEY.graph.nodes["Buy@2"] == {}


def test_the_most_taken_ways_come_first_and_equals_keep_their_order() -> None:
    assert SANKEY.top_transitions() == [
        ("Login@0", "Search@1", 60),
        ("Search@1", "Buy@2", 30),
        ("Login@0", "DROPOFF@1", 15),
        ("Signup@0", "Search@1", 15),
        ("Signup@0", "DROPOFF@1", 5),
    ]
    assert SANKEY.top_transitions(1) == [("Login@0", "Search@1", 60)]
    assert SANKEY.top_transitions(0) == SANKEY.top_transitions(-1) == []


def test_drop_offs_are_counted_over_all_nodes_of_a_step() -> None:
    assert SANKEY.drop_off_summary() == {
        "step_0": {"total": 120, "dropoff": 20, "rate": 20 / 120},
        "step_1": {"total": 75, "dropoff": 0, "rate": 0.0},
    }


def test_who_left_earlier_does_not_leave_again() -> None:
    left = node("DROPOFF", "15", edge("DROPOFF", 2, "15", "DROPOFF"), type="DROPOFF")
    result = FlowQueryResult("now", [{"nodes": [left, node("A", "85", edge("DROPOFF", 2, "5", "DROPOFF"))]}])

    assert result.drop_off_summary() == {"step_0": {"total": 100, "dropoff": 5, "rate": 0.05}}


def test_a_step_nobody_reached_loses_nobody() -> None:
    assert FlowQueryResult("now", [{}]).drop_off_summary() == {"step_0": {"total": 0, "dropoff": 0, "rate": 0.0}}


@pytest.mark.parametrize("count", ["many", None, 2.5, True])
def test_a_count_that_is_no_whole_number_becomes_zero_with_one_warning(count: Any) -> None:
    result = FlowQueryResult("now", [{"nodes": [node("A", count)]}])

    with pytest.warns(UserWarning, match=r"\$\.steps\[0\]\.nodes\[0\]\.totalCount is ") as given:
        counts = result.df["count"].to_list(), result.drop_off_summary()["step_0"]["total"]

    assert (counts, len(given)) == (([0], 0), 1)


def test_a_missing_count_is_zero_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert FlowQueryResult("now", [{"nodes": [{"event": "A"}]}]).df["count"].to_list() == [0]


def test_counts_and_steps_may_be_text_numbers_or_either() -> None:
    steps = [{"nodes": [node("A", " 1", edge("B", "3", 2)), node("B", 5), {"event": "C", "total_count": "7"}]}]
    result = FlowQueryResult("now", steps)

    assert result.nodes_df["count"].to_list() == [1, 5, 7]
    assert result.edges_df.select("target_step", "count").rows() == [(3, 2)]


def test_counts_beyond_all_bounds_are_near_or_infinite() -> None:
    result = FlowQueryResult("now", [{"nodes": [node("A", 10**400, edge("B", 1, "9" * 30))]}])

    assert result.nodes_df["count"].to_list() == [inf]
    assert result.top_transitions() == [("A@0", "B@1", 1e30)]
    assert result.drop_off_summary()["step_0"]["total"] == inf
    assert result.graph.number_of_edges() == 1


def reply(**parts: Any) -> FlowQueryResult:
    mode: Any = next(
        mode for mode, name in {"sankey": "steps", "paths": "flows", "tree": "trees"}.items() if name in parts
    )
    return FlowQueryResult.read(Answer(parts), {}, mode)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"steps": {}}, "steps: {} is no list"),
        ({"steps": [None]}, "steps[0]: None is no object"),
        ({"steps": [{"node": []}]}, "steps[0]: there is no 'nodes'"),
        ({"steps": [{}, {"nodes": 5}]}, "steps[1].nodes: 5 is no list"),
        ({"steps": [{"nodes": ["A"]}]}, "steps[0].nodes[0]: 'A' is no object"),
        ({"steps": [{"nodes": [node("A", "1"), node("B", [1])]}]}, "steps[0].nodes[1].totalCount: [1] is no number"),
        ({"steps": [{"nodes": [{"event": 5}]}]}, "steps[0].nodes[0].event: 5 is no text"),
        (
            {"steps": [{"nodes": [node("A", "1", isCustomEvent="no")]}]},
            "steps[0].nodes[0].isCustomEvent: 'no' is neither true nor false",
        ),
        (
            {"steps": [{"nodes": [node("A", "1", conversionRateChange="x")]}]},
            "steps[0].nodes[0].conversionRateChange: 'x' is no number",
        ),
        ({"steps": [{"nodes": [node("A", "1", edges={})]}]}, "steps[0].nodes[0].edges: {} is no list"),
        (
            {"steps": [{"nodes": [node("A", "1"), node("A", "1", edge("B", 1, "1"), edge("B", {}, "1"))]}]},
            "steps[0].nodes[1].edges[1].step: {} is no number",
        ),
        (
            {"steps": [{"nodes": [node("A", "1", edge("B", 1, "1", 5))]}]},
            "steps[0].nodes[0].edges[0].type: 5 is no text",
        ),
        ({"flows": [{"flow": []}]}, "flows[0]: there is no 'flowSteps'"),
        ({"flows": [{"flowSteps": [{"event": "A"}]}, {"flowSteps": [5]}]}, "flows[1].flowSteps[0]: 5 is no object"),
        ({"flows": [{"flow_steps": [{"event": ["A"]}]}]}, "flows[0].flow_steps[0].event: ['A'] is no text"),
        ({"steps": [], "breakdowns": [5]}, "breakdowns[0]: 5 is no object"),
        ({"steps": [], "overallConversionRate": "x"}, "overallConversionRate: 'x' is no number"),
        ({"steps": [], "metadata": []}, "metadata: [] is no object"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(parts: dict[str, Any], said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        reply(**parts)

    assert caught.value.message == f"$.{said}"


def test_what_is_left_out_has_a_default() -> None:
    result = reply(steps=[{}, {"nodes": [{}, {"event": None, "type": None, "edges": None}, {"edges": [{}]}]}])

    assert result.nodes_df.rows() == [(1, "", "", 0, "", False, 0.0)] * 3
    assert result.edges_df.rows() == [(1, "", 2, "", 0, "")]
    assert reply(flows=[{}, {"flowSteps": [{}]}]).df.rows() == [(1, 0, "", "", 0)]


def test_a_result_is_a_value_and_its_dictionary_is_json() -> None:
    tree = FlowTreeNode("A", "ANCHOR", 0, 9)
    result = FlowQueryResult("now", STEPS, trees=[tree], params={"version": 2}, meta={"sampling_factor": 1.0})

    assert pickle.loads(pickle.dumps(result)) == result
    assert json.loads(json.dumps(result.to_dict()))["trees"] == [tree.to_dict()]


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (SANKEY, "<FlowQueryResult sankey: 2 steps>"),
        (FlowQueryResult("now", mode="paths"), "<FlowQueryResult paths: 0 paths>"),
        (FlowQueryResult("now", mode="tree"), "<FlowQueryResult tree: 0 trees>"),
    ],
)
def test_it_is_shown_in_short(result: FlowQueryResult, text: str) -> None:
    assert repr(result) == text
    assert "<table" in result._repr_html_()
