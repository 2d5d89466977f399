"""A funnel question as the JSON of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.bookmark.sections import sections_of
from mixpanel_async.specs.funnels import funnel_clause, funnel_metric_clause
from mixpanel_async.specs.references import BehaviorRef

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel.spec import FunnelQuery

CHARTS = {"steps": "funnel-steps", "trends": "line", "table": "table"}


def build(query: FunnelQuery, today: Callable[[], date]) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    return {"sections": sections_of(query, _measured(query), today), "displayOptions": _display(query)}


def _measured(query: FunnelQuery) -> dict[str, Any]:
    steps = query.steps
    behavior = steps.clause() if isinstance(steps, BehaviorRef) else funnel_clause(steps, query)  # pyright: ignore[reportArgumentType]
    return funnel_metric_clause(behavior, query.math, query.math_property)


def _display(query: FunnelQuery) -> dict[str, Any]:
    options: dict[str, Any] = {"chartType": CHARTS.get(query.mode, CHARTS["steps"])}
    if query.time_comparison is not None:
        options["timeComparison"] = query.time_comparison.clause()
    return options
