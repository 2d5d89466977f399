"""Flow results as frames, one function for each shape; column names and types are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.flow import reply
from mixpanel_async.queries.flow.tree import FlowTreeNode

if TYPE_CHECKING:
    import polars as pl

Payload = Sequence[Mapping[str, Any]]

_NODES = {
    "step": int,
    "event": str,
    "type": str,
    "count": int,
    "anchor_type": str,
    "is_custom_event": bool,
    "conversion_rate_change": float,
}
_EDGES = {
    "source_step": int,
    "source_event": str,
    "target_step": int,
    "target_event": str,
    "count": int,
    "target_type": str,
}
_PATHS = {"path_index": int, "step": int, "event": str, "type": str, "count": int}
_TREES = {
    "tree_index": int,
    "depth": int,
    "path": str,
    "event": str,
    "type": str,
    "step_number": int,
    "total_count": int,
    "drop_off_count": int,
    "converted_count": int,
}


def nodes_table(steps: Payload) -> pl.DataFrame:
    """One row per node of a sankey."""
    found = list(reply.nodes(steps))
    return _typed(
        _NODES,
        [step for step, _ in found],
        [reply.text(node, "event") for _, node in found],
        [reply.text(node, "type") for _, node in found],
        [reply.count(node) for _, node in found],
        [reply.text(node, "anchorType") for _, node in found],
        [bool(reply.part(node, "isCustomEvent")) for _, node in found],
        [reply.part(node, "conversionRateChange", 0.0) for _, node in found],
    )


def edges_table(steps: Payload) -> pl.DataFrame:
    """One row per edge of a sankey."""
    found = list(reply.edges(steps))
    return _typed(
        _EDGES,
        [step for step, _, _, _ in found],
        [reply.text(node, "event") for _, node, _, _ in found],
        [target for _, _, target, _ in found],
        [reply.text(edge, "event") for _, _, _, edge in found],
        [reply.count(edge) for _, _, _, edge in found],
        [reply.text(edge, "type") for _, _, _, edge in found],
    )


def paths_table(flows: Payload) -> pl.DataFrame:
    """One row per stop of a path."""
    found = [
        (index, step, stop)
        for index, path in enumerate(flows)
        for step, stop in enumerate(reply.part(path, "flowSteps") or ())
    ]
    return _typed(
        _PATHS,
        [index for index, _, _ in found],
        [step for _, step, _ in found],
        [reply.text(stop, "event") for _, _, stop in found],
        [reply.text(stop, "type") for _, _, stop in found],
        [reply.count(stop) for _, _, stop in found],
    )


def trees_table(trees: Sequence[FlowTreeNode]) -> pl.DataFrame:
    """One row per node of a tree, parents first."""
    found = [(index, trail) for index, root in enumerate(trees) for trail in root.trails()]
    nodes = [trail[-1] for _, trail in found]
    return _typed(
        _TREES,
        [index for index, _ in found],
        [len(trail) - 1 for _, trail in found],
        [" > ".join(node.event for node in trail) for _, trail in found],
        [node.event for node in nodes],
        [node.type for node in nodes],
        [node.step_number for node in nodes],
        [node.total_count for node in nodes],
        [node.drop_off_count for node in nodes],
        [node.converted_count for node in nodes],
    )


def _typed(types: Mapping[str, type], *columns: Sequence[Any]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(dict(zip(types, columns, strict=True)), schema=types, strict=False)
