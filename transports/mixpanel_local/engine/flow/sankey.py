"""Flows as a graph in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mixpanel_local.engine.flow.counting import COLUMN, COUNT, EVENT, SOURCE, SOURCE_COLUMN
from mixpanel_local.engine.flow.gathering import Picture
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.pruning import PRUNED

DROP_OFF: Final = "DROPOFF"

Place = tuple[int, str | None]


def steps(plan: FlowPlan, picture: Picture) -> list[Mapping[str, Any]]:
    """A column of nodes for each step, each with its edges: the most frequent first, then the rest and who left."""
    edges: dict[Place, list[tuple[int, str | None, int]]] = defaultdict(list)
    for column, source, target, event, count in picture.ways.select(
        SOURCE_COLUMN, SOURCE, COLUMN, EVENT, COUNT
    ).iter_rows():
        edges[column, source].append((target, event, count))
    columns: list[list[dict[str, Any]]] = [[] for _ in plan.columns]
    for column, event, count in sorted(picture.nodes.select(COLUMN, EVENT, COUNT).iter_rows(), key=_rank):
        columns[column].append(_node(plan, column, event, count, edges[column, event]))
    return [{"nodes": nodes} for nodes in columns]


def described(plan: FlowPlan, column: int, event: str | None) -> dict[str, str]:
    """How an event is called in a column, and of what type it is; None is no event."""
    if event is None:
        return {"event": DROP_OFF, "type": DROP_OFF}
    return {"event": event, "type": "PRUNED" if event == PRUNED else plan.columns[column].kind}


def _node(
    plan: FlowPlan, column: int, event: str | None, count: int, edges: Sequence[tuple[int, str | None, int]]
) -> dict[str, Any]:
    return {
        **described(plan, column, event),
        "anchorType": "NORMAL",
        "totalCount": str(count),
        "isComputed": False,
        "isCustomEvent": _is_custom(plan, column, event),
        # What this is the change against, no document says.
        "conversionRateChange": None,
        "edges": [
            {**described(plan, target, name), "step": target, "totalCount": str(several)}
            for target, name, several in sorted(edges, key=_rank)
        ]
        if event is not None
        else [],
    }


def _is_custom(plan: FlowPlan, column: int, event: str | None) -> bool:
    if column in plan.places:
        return plan.anchors[plan.columns[column].anchor].is_custom
    return any(event == custom.name for custom in plan.customs)


def _rank(row: tuple[int, str | None, int]) -> tuple[int, bool, bool, int, str]:
    """By column; who left last, what is no event by itself before them, the most frequent first."""
    column, event, count = row
    return column, event is None, event == PRUNED, -count, event or ""
