"""What a sankey tells as a graph: who goes where, how many, and where they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from mixpanel_async.queries.flow.sankey import Sankey

if TYPE_CHECKING:
    import networkx as nx

DROP_OFF = "DROPOFF"


class DropOff(TypedDict):
    """At one step: how many did something there, how many of them nothing more, and their share, 0-1."""

    total: int
    dropoff: int
    rate: float


def graph_of(sankey: Sankey) -> nx.DiGraph[str]:
    """The graph of nodes called ``event@step``."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in sankey.nodes:
        graph.add_node(
            node.name,
            step=node.step,
            event=node.event,
            type=node.type,
            count=node.count,
            anchor_type=node.anchor_type,
        )
    for edge in sankey.edges:
        graph.add_edge(edge.source, edge.target, count=edge.count, type=edge.target_type)
    return graph


def transitions(sankey: Sankey) -> list[tuple[str, str, int]]:
    """Every edge as source, target and count, the largest count first."""
    found = [(edge.source, edge.target, edge.count) for edge in sankey.edges]
    return sorted(found, key=lambda transition: -transition[2])


def drop_offs(sankey: Sankey) -> dict[str, DropOff]:
    """What each step loses, under ``step_0``, ``step_1`` ..."""
    totals, lost = [0] * sankey.steps, [0] * sankey.steps
    for node in sankey.nodes:
        totals[node.step] += node.count
    for edge in sankey.edges:
        lost[edge.source_step] += edge.count if edge.target_type == DROP_OFF else 0
    return {
        f"step_{step}": {"total": total, "dropoff": left, "rate": left / total if total else 0.0}
        for step, (total, left) in enumerate(zip(totals, lost, strict=True))
    }
