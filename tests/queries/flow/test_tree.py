from __future__ import annotations

import json
import pickle
from math import inf
from typing import Any

import pytest
from anytree import RenderTree
from hypothesis import given
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async import FlowTreeNode, ResponseValidationError
from mixpanel_async.answer import Answer

COUNTS = st.integers(0, 99)
LEAVES = st.builds(FlowTreeNode, st.sampled_from("ABC"), st.just("NORMAL"), COUNTS, COUNTS, COUNTS, COUNTS)
TREES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        FlowTreeNode,
        st.sampled_from("ABC"),
        st.just("ANCHOR"),
        COUNTS,
        COUNTS,
        children=st.lists(below, max_size=3),
        time_percentiles_from_prev=st.just({"percentiles": [50], "values": [0.5]}),
    ),
    max_leaves=12,
)

SHOP = FlowTreeNode(
    "Login",
    "ANCHOR",
    0,
    1000,
    50,
    950,
    children=[
        FlowTreeNode("Search", "NORMAL", 1, 600, children=[FlowTreeNode("Buy", "ANCHOR", 2, 150)]),
        FlowTreeNode("Browse", "NORMAL", 1, 350),
    ],
)


def read(*trees: dict[str, Any]) -> list[FlowTreeNode]:
    return FlowTreeNode.roots(Answer(list(trees), "$.trees"))


def test_it_is_measured_from_the_root() -> None:
    assert (SHOP.depth, SHOP.node_count, SHOP.leaf_count) == (2, 4, 2)
    assert (SHOP.conversion_rate, SHOP.drop_off_rate) == (0.95, 0.05)


def test_rates_of_nobody_are_zero() -> None:
    nobody = FlowTreeNode("A", "NORMAL", 0, 0)

    assert (nobody.conversion_rate, nobody.drop_off_rate) == (0.0, 0.0)


def test_rates_of_counts_beyond_all_bounds_are_numbers() -> None:
    huge = FlowTreeNode("A", "NORMAL", 0, 2, drop_off_count=10**400, converted_count=1)

    assert (huge.conversion_rate, huge.drop_off_rate) == (0.5, inf)


def test_paths_lead_to_leaves() -> None:
    assert [[node.event for node in path] for path in SHOP.all_paths()] == [
        ["Login", "Search", "Buy"],
        ["Login", "Browse"],
    ]


def test_nodes_are_found_by_event() -> None:
    assert [node.total_count for node in SHOP.find("Buy")] == [150]
    assert SHOP.find("Sell") == []


def test_it_is_drawn_with_lines() -> None:
    assert SHOP.render() == "Login (1000)\n├── Search (600)\n│   └── Buy (150)\n└── Browse (350)\n"


def test_equal_children_are_drawn_apart() -> None:
    leaf = FlowTreeNode("B", "NORMAL", 1, 1)

    assert FlowTreeNode("A", "NORMAL", 0, 2, children=(leaf, leaf)).render() == "A (2)\n├── B (1)\n└── B (1)\n"


def test_anytree_nodes_know_their_parents() -> None:
    root = SHOP.to_anytree()

    assert [node.event for _, _, node in RenderTree(root)] == ["Login", "Search", "Buy", "Browse"]
    assert [node.parent.event for node in root.children] == ["Login", "Login"]
    assert root.converted_count == 950


@given(TREES)
def test_every_node_is_listed_once_and_every_leaf_ends_a_path(tree: FlowTreeNode) -> None:
    assert len(tree.flatten()) == tree.node_count == tree.render().count("\n")
    assert len(tree.all_paths()) == tree.leaf_count
    assert max(map(len, tree.all_paths())) == tree.depth + 1
    assert sum(len(tree.find(event)) for event in "ABC") == tree.node_count


@given(TREES)
def test_it_is_a_value(tree: FlowTreeNode) -> None:
    names = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__}
    twin = pickle.loads(pickle.dumps(tree))

    assert (twin, hash(twin), eval(repr(tree), names)) == (tree, hash(tree), tree)


@given(TREES)
def test_its_dictionary_is_json(tree: FlowTreeNode) -> None:
    assert json.loads(json.dumps(tree.to_dict())) == tree.to_dict()


@pytest.mark.parametrize(
    "root",
    [
        {
            "step": {"event": "A", "type": "ANCHOR", "stepNumber": 1, "anchorType": "NORMAL", "isComputed": True},
            "totalCount": "9",
            "dropOffTotalCount": "2",
            "convertedTotalCount": "7",
            "timePercentilesFromStart": {"values": [1.2]},
        },
        {
            "step": {"event": "A", "type": "ANCHOR", "step_number": 1, "anchor_type": "NORMAL", "is_computed": True},
            "total_count": 9,
            "drop_off_total_count": 2,
            "converted_total_count": 7,
            "time_percentiles_from_start": {"values": [1.2]},
        },
    ],
    ids=["camelCase", "snake_case"],
)
def test_either_spelling_is_read(root: dict[str, Any]) -> None:
    assert read({"root": root}) == [
        FlowTreeNode("A", "ANCHOR", 1, 9, 2, 7, is_computed=True, time_percentiles_from_start={"values": [1.2]})
    ]


@pytest.mark.parametrize("step", [{"event": ""}, {}, None])
def test_a_root_without_a_name_is_replaced_by_its_children(step: Any) -> None:
    children = [{"step": {"event": name, "type": "NORMAL"}, "totalCount": "1"} for name in "AB"]

    assert [tree.event for tree in read({"root": {"step": step, "children": children}})] == ["A", "B"]


def test_an_empty_tree_has_no_roots() -> None:
    assert read({}, {"root": None}) == []


def test_a_count_that_is_no_number_becomes_zero_with_a_warning() -> None:
    with pytest.warns(UserWarning, match=r"\$\.trees\[0\]\.root\.totalCount is 'seven'"):
        (tree,) = read({"root": {"step": {"event": "A", "type": "NORMAL"}, "totalCount": "seven"}})

    assert tree.total_count == 0


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"step": {"event": "A"}}
    for _ in range(depth):
        node = {"step": {"event": "A"}, "children": [node]}
    return {"root": node}


def test_a_tree_may_be_deep_and_is_refused_where_it_has_no_end() -> None:
    (tree,) = read(nested(100))

    assert (tree.depth, tree.node_count, len(tree.to_dict()), tree == pickle.loads(pickle.dumps(tree))) == (
        100,
        101,
        11,
        True,
    )
    with pytest.raises(ResponseValidationError, match="more than 100 steps deep"):
        read(nested(300))


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (5, "$.trees[0]: 5 is no object"),
        ({"num_steps": 3}, "$.trees[0]: there is no 'root'"),
        ({"root": []}, "$.trees[0].root: [] is no object"),
        ({"root": {"step": "A"}}, "$.trees[0].root.step: 'A' is no object"),
        ({"root": {"step": {"event": 5}}}, "$.trees[0].root.step.event: 5 is no text"),
        (
            {"root": {"step": {"event": "A", "is_computed": 1}}},
            "$.trees[0].root.step.is_computed: 1 is neither true nor false",
        ),
        ({"root": {"step": {"event": "A"}, "totalCount": {}}}, "$.trees[0].root.totalCount: {} is no number"),
        ({"root": {"children": {}}}, "$.trees[0].root.children: {} is no list"),
        ({"root": {"children": [None]}}, "$.trees[0].root.children[0]: None is no object"),
        ({"root": {"timePercentilesFromPrev": [1]}}, "$.trees[0].root.timePercentilesFromPrev: [1] is no object"),
    ],
)
def test_what_is_no_tree_is_refused_where_it_stands(tree: Any, said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        read(tree)

    assert caught.value.message == said
