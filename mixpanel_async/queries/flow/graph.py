"""What a sankey tells as a graph: who goes where, how many, and where they leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl

DROP_OFF = "DROPOFF"


class DropOff(TypedDict):
    """At one step: how many did something there, how many of them nothing more, and their share, 0-1."""

    total: int
    dropoff: int
    rate: float


def graph_of(nodes: pl.DataFrame, edges: pl.DataFrame) -> nx.DiGraph[str]:
    """The graph of nodes called ``event@step``."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in nodes.select("step", "event", "type", "count", "anchor_type").iter_rows(named=True):
        graph.add_node(_name(node["event"], node["step"]), **node)
    for (source, target, count), kind in zip(_ways(edges), edges["target_type"], strict=True):
        graph.add_edge(source, target, count=count, type=kind)
    return graph


def transitions(edges: pl.DataFrame, n: int) -> list[tuple[str, str, int]]:
    """The *n* edges of the largest count as source, target and count; equals keep their order."""
    return list(_ways(edges.sort("count", descending=True, maintain_order=True).head(max(n, 0))))


def drop_offs(steps: int, nodes: pl.DataFrame, edges: pl.DataFrame) -> dict[str, DropOff]:
    """What each of *steps* steps loses, under ``step_0``, ``step_1`` ..."""
    totals, lost = [0] * steps, [0] * steps
    for step, count in nodes.select("step", "count").iter_rows():
        totals[step] += count
    leaving = edges.select("source_step", "count", "source_type", "target_type")
    for step, count, source, target in leaving.iter_rows():
        # Who left earlier is carried along as a node that leaves once more.
        lost[step] += count if target == DROP_OFF != source else 0
    return {
        f"step_{step}": {"total": total, "dropoff": left, "rate": left / total if total > 0 else 0.0}
        for step, (total, left) in enumerate(zip(totals, lost, strict=True))
    }


def _ways(edges: pl.DataFrame) -> Iterator[tuple[str, str, int]]:
    ends = edges.select("source_event", "source_step", "target_event", "target_step", "count")
    for source, source_step, target, target_step, count in ends.iter_rows():
        yield _name(source, source_step), _name(target, target_step), count


def _name(event: str, step: int) -> str:
    return f"{event}@{step}"
