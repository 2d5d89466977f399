"""A sankey as a graph: who goes where, how many, and where they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from mixpanel_async.queries.flow import reply

if TYPE_CHECKING:
    import networkx as nx

Steps = Sequence[Mapping[str, Any]]

DROP_OFF = "DROPOFF"


class DropOff(TypedDict):
    """At one step: how many did something there, how many of them nothing more, and their share, 0-1."""

    total: int
    dropoff: int
    rate: float


def graph_of(steps: Steps) -> nx.DiGraph[str]:
    """The graph of nodes called ``event@step``."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for step, node in reply.nodes(steps):
        graph.add_node(_name(node, step), **_attributes(step, node))
    for step, node, target, edge in reply.edges(steps):
        kind = reply.text(edge, "type")
        graph.add_edge(_name(node, step), _name(edge, target), count=reply.count(edge), type=kind)
    return graph


def _attributes(step: int, node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "step": step,
        "event": reply.text(node, "event"),
        "type": reply.text(node, "type"),
        "count": reply.count(node),
        "anchor_type": reply.text(node, "anchorType"),
    }


def _name(node: Mapping[str, Any], step: int) -> str:
    return f"{reply.text(node, 'event')}@{step}"


def transitions(steps: Steps) -> list[tuple[str, str, int]]:
    """Every edge as source, target and count, the largest count first."""
    found = [
        (_name(node, step), _name(edge, target), reply.count(edge)) for step, node, target, edge in reply.edges(steps)
    ]
    return sorted(found, key=lambda transition: -transition[2])


def drop_offs(steps: Steps) -> dict[str, DropOff]:
    """What each step loses, under ``step_0``, ``step_1`` ..."""
    totals, lost = [0] * len(steps), [0] * len(steps)
    for step, node in reply.nodes(steps):
        totals[step] += reply.count(node)
    for step, _, _, edge in reply.edges(steps):
        lost[step] += reply.count(edge) if edge.get("type") == DROP_OFF else 0
    return {
        f"step_{step}": {"total": total, "dropoff": left, "rate": left / total if total else 0.0}
        for step, (total, left) in enumerate(zip(totals, lost, strict=True))
    }
