"""Flow results as frames, one function for each shape; column names and types are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.flow import reply
from mixpanel_async.queries.flow.sankey import Edge, Node
from mixpanel_async.queries.flow.tree import FlowTreeNode

if TYPE_CHECKING:
    import polars as pl

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


def nodes_table(nodes: Sequence[Node]) -> pl.DataFrame:
    """One row per node of a sankey."""
    return _typed(_NODES, *[[getattr(node, name) for node in nodes] for name in _NODES])


def edges_table(edges: Sequence[Edge]) -> pl.DataFrame:
    """One row per edge of a sankey."""
    return _typed(_EDGES, *[[getattr(edge, name) for edge in edges] for name in _EDGES])


def paths_table(flows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
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
        *[[getattr(node, name) for node in nodes] for name in list(_TREES)[3:]],
    )


def _typed(types: Mapping[str, type], *columns: Sequence[Any]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(dict(zip(types, columns, strict=True)), schema=types, strict=False)
