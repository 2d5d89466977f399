"""Flows as a tree, in which every node stands for one way to get there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from mixpanel_local.engine.flow.counting import COUNT
from mixpanel_local.engine.flow.gathering import Picture
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.sankey import described
from mixpanel_local.engine.flow.table import END, column_name

Place = tuple[int, str | None]


@define
class _Node:
    """*total* flows got here, *lost* of them ended; the null event is where they did."""

    total: int = 0
    lost: int = 0
    children: dict[Place, _Node] = field(factory=dict)


def trees(plan: FlowPlan, picture: Picture) -> list[Mapping[str, Any]]:
    """The tree of all flows. Its root is nameless where they do not all begin with one event in one column."""
    root = _Node()
    names = [column_name(at) for at in range(len(plan.columns))]
    for *events, end, count in picture.ways.select(*names, END, COUNT).iter_rows():
        _grow(root, [*_stops(events, end)], count)
    if not root.children:
        return []
    tops = [_written(plan, place, node) for place, node in _ranked(root)]
    top = tops[0] if len(tops) == 1 else {"step": {"event": ""}, **_counts(root), "children": tops}
    return [{"root": top, "num_steps": len(plan.columns), "segments": {"segments": []}}]


def _stops(events: list[str | None], end: int) -> Iterator[Place]:
    yield from ((at, event) for at, event in enumerate(events) if event is not None)
    if end < len(events):
        yield end, None


def _grow(root: _Node, stops: list[Place], count: int) -> None:
    node = root
    node.total += count
    for place in stops:
        before, node = node, node.children.setdefault(place, _Node())
        node.total += count
        if place[1] is None:
            before.lost += count
            node.lost += count


def _ranked(node: _Node) -> list[tuple[Place, _Node]]:
    """The children: the most frequent first, equals by name, then by column, and last who left."""

    def rank(child: tuple[Place, _Node]) -> tuple[bool, int, str, int]:
        (column, event), counted = child
        return event is None, -counted.total, str(event), column

    return sorted(node.children.items(), key=rank)


def _written(plan: FlowPlan, place: Place, node: _Node) -> dict[str, Any]:
    column, event = place
    return {
        "step": {
            **described(plan, column, event),
            "stepNumber": column,
            "isComputed": False,
            "anchorType": "NORMAL",
        },
        "children": [_written(plan, *child) for child in _ranked(node)],
        **_counts(node),
    }


def _counts(node: _Node) -> dict[str, str]:
    return {
        "totalCount": str(node.total),
        "dropOffTotalCount": str(node.lost),
        "convertedTotalCount": str(node.total - node.lost),
    }
