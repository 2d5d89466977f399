"""The nodes and edges of a sankey, read once from the steps of a reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from attrs import frozen

from mixpanel_async.queries.flow.reply import count, part, text, whole


@frozen
class Node:
    """*count* users did *event* at *step*."""

    step: int
    event: str
    type: str
    count: int
    anchor_type: str
    is_custom_event: bool
    conversion_rate_change: float | None

    @classmethod
    def read(cls, step: int, node: Mapping[str, Any]) -> Self:
        """The node in a reply."""
        return cls(
            step,
            text(node, "event"),
            text(node, "type"),
            count(node),
            text(node, "anchorType"),
            bool(part(node, "isCustomEvent")),
            part(node, "conversionRateChange", 0.0),
        )

    @property
    def name(self) -> str:
        """What the graph calls it."""
        return _name(self.event, self.step)


@frozen
class Edge:
    """*count* users went from one event to another."""

    source_step: int
    source_event: str
    target_step: int
    target_event: str
    count: int
    target_type: str

    @classmethod
    def read(cls, source: Node, edge: Mapping[str, Any]) -> Self:
        """The edge in a reply; it leads to the next step unless it says another."""
        step = whole(edge.get("step"))
        target = source.step + 1 if step is None else step
        return cls(source.step, source.event, target, text(edge, "event"), count(edge), text(edge, "type"))

    @property
    def source(self) -> str:
        """What the graph calls the node it leaves."""
        return _name(self.source_event, self.source_step)

    @property
    def target(self) -> str:
        """What the graph calls the node it leads to."""
        return _name(self.target_event, self.target_step)


def _name(event: str, step: int) -> str:
    return f"{event}@{step}"


@frozen
class Sankey:
    """Everything drawn over *steps* steps."""

    steps: int
    nodes: Sequence[Node]
    edges: Sequence[Edge]

    @classmethod
    def of(cls, steps: Sequence[Mapping[str, Any]]) -> Self:
        """The sankey that *steps* of a reply describe."""
        sent = [(step, node) for step, level in enumerate(steps) for node in level.get("nodes") or ()]
        nodes = [Node.read(step, node) for step, node in sent]
        edges = [
            Edge.read(source, edge)
            for source, (_, node) in zip(nodes, sent, strict=True)
            for edge in node.get("edges") or ()
        ]
        return cls(len(steps), nodes, edges)
