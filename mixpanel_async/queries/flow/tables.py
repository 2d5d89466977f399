"""Flow results as frames, one function for each shape; column names and types are data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mixpanel_async.answer import Answer
from mixpanel_async.frames import frame, numbers, repeated
from mixpanel_async.queries.flow.reply import needed
from mixpanel_async.queries.flow.rows import Rows
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
_EDGES = {"target_step": int, "target_event": str, "count": int, "target_type": str}
_SOURCES = {"step": "source_step", "event": "source_event", "type": "source_type"}
_TREES = (
    "tree_index",
    "depth",
    "path",
    "event",
    "type",
    "step_number",
    "total_count",
    "drop_off_count",
    "converted_count",
)


def nodes_table(steps: Answer) -> pl.DataFrame:
    """One row per node of a sankey."""
    return _stacked(_NODES, (_nodes(step, nodes) for step, nodes in _levels(steps)))


def _nodes(step: int, nodes: Rows) -> dict[str, pl.Series]:
    return {
        "step": numbers([step] * len(nodes.values)),
        "event": nodes.texts("event"),
        "type": nodes.texts("type"),
        "count": nodes.counts(),
        "anchor_type": nodes.texts("anchorType"),
        "is_custom_event": nodes.flags("isCustomEvent"),
        "conversion_rate_change": nodes.rates("conversionRateChange"),
    }


def edges_table(steps: Answer, nodes: pl.DataFrame) -> pl.DataFrame:
    """One row per edge of a sankey with these *nodes*, and the type of the node that it leaves, ``source_type``."""
    lengths: list[int] = []
    targets: list[Mapping[str, pl.Series]] = []
    for step, rows in _levels(steps):
        edges, counted = rows.inner("edges")
        lengths += counted
        targets += [_targets(step, edges)] if edges.values else []
    sources = repeated(nodes.select(*_SOURCES), lengths, "edge")
    return sources.rename(_SOURCES).drop("edge").hstack(_stacked(_EDGES, targets))


def _targets(step: int, edges: Rows) -> dict[str, pl.Series]:
    return {
        # An edge leads to the next step unless it says another.
        "target_step": edges.wholes("step", step + 1),
        "target_event": edges.texts("event"),
        "count": edges.counts(),
        "target_type": edges.texts("type"),
    }


def _levels(steps: Answer) -> Iterator[tuple[int, Rows]]:
    return ((step, Rows.of(needed(level, "nodes"))) for step, level in enumerate(steps.items()))


def paths_table(flows: Answer) -> pl.DataFrame:
    """One row per stop of a path."""
    paths = Rows.of(flows)
    stops, lengths = paths.inner("flowSteps", needed)
    columns = {"event": stops.texts("event"), "type": stops.texts("type"), "count": stops.counts()}
    return repeated(frame({"path_index": numbers(range(len(lengths)))}), lengths, "step").hstack(frame(columns))


def trees_table(trees: Sequence[FlowTreeNode]) -> pl.DataFrame:
    """One row per node of a tree, parents first."""
    import polars as pl

    found = [(index, trail) for index, root in enumerate(trees) for trail in root.trails()]
    nodes = [trail[-1] for _, trail in found]
    texts: dict[str, list[str]] = {
        "path": [" > ".join(node.event for node in trail) for _, trail in found],
        "event": [node.event for node in nodes],
        "type": [node.type for node in nodes],
    }
    counts = {
        "tree_index": [index for index, _ in found],
        "depth": [len(trail) - 1 for _, trail in found],
        "step_number": [node.step_number for node in nodes],
        "total_count": [node.total_count for node in nodes],
        "drop_off_count": [node.drop_off_count for node in nodes],
        "converted_count": [node.converted_count for node in nodes],
    }
    columns = {name: numbers(values) for name, values in counts.items()}
    columns |= {name: pl.Series(values, dtype=pl.String) for name, values in texts.items()}
    return frame({name: columns[name] for name in _TREES})


def _stacked(types: Mapping[str, type], tables: Iterable[Mapping[str, pl.Series]]) -> pl.DataFrame:
    """The *tables* one under the other; without any, the columns are there nevertheless."""
    import polars as pl

    # A table at a time: what was just gathered is still in the processor's cache when it becomes a column.
    return pl.concat([pl.DataFrame(schema=types), *map(frame, tables)], how="vertical_relaxed")
