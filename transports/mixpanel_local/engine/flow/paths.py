"""Flows as the most common paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from mixpanel_local.engine.flow.counting import COUNT
from mixpanel_local.engine.flow.gathering import Picture
from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.sankey import described
from mixpanel_local.engine.flow.table import END, column_name

if TYPE_CHECKING:
    import polars as pl

# docs/reports/flows, Top Paths.
_MOST: Final = 50


def paths(plan: FlowPlan, picture: Picture) -> list[Mapping[str, Any]]:
    """The most common paths, equals by their names; every stop with the number of flows that got there this way."""
    names = [column_name(at) for at in range(len(plan.columns))]
    descending = [True, *(False for _ in names), False]
    top = picture.ways.sort(COUNT, *names, END, descending=descending, nulls_last=True).head(_MOST)
    reached = [_reached(picture.ways, top, names[: at + 1]) for at in range(len(names))]
    rows = top.select(*names, END, COUNT).iter_rows()
    return [{"flowSteps": _stops(plan, row, [counts[at] for counts in reached])} for at, row in enumerate(rows)]


def _reached(ways: pl.DataFrame, top: pl.DataFrame, names: list[str]) -> list[int]:
    """For each path of *top* how many flows are alike in the columns *names*."""
    import polars as pl

    counts = ways.group_by(names).agg(pl.col(COUNT).sum())
    found: list[int] = (
        top.select(names).join(counts, on=names, how="left", nulls_equal=True, maintain_order="left")[COUNT].to_list()
    )
    return found


def _stops(plan: FlowPlan, row: tuple[Any, ...], reached: list[int]) -> list[Mapping[str, Any]]:
    *events, end, count = row
    stops: list[Mapping[str, Any]] = [
        {**described(plan, at, event), "totalCount": str(reached[at])}
        for at, event in enumerate(events)
        if event is not None
    ]
    return stops if end == len(events) else [*stops, {**described(plan, end, None), "totalCount": str(count)}]
