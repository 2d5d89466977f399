"""A funnel question as the JSON of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.queries.bookmark.spans import span_clause
from mixpanel_async.queries.bookmark.splits import breakdown_clause, narrowed_clause
from mixpanel_async.specs.funnels import funnel_clause, funnel_metric_clause
from mixpanel_async.specs.references import BehaviorRef

if TYPE_CHECKING:
    from mixpanel_async.queries.funnel.spec import FunnelQuery

CHARTS = {"steps": "funnel-steps", "trends": "line", "table": "table"}


def build(query: FunnelQuery, today: Callable[[], date]) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    group_id = None if query.data_group_id is None else str(query.data_group_id)
    sections: dict[str, Any] = {
        "show": [_measured(query)],
        "time": [span_clause(query.from_date, query.to_date, query.last, query.unit, today)],
        "filter": [narrowed_clause(condition, group_id) for condition in several(query.where)],
        "group": [breakdown_clause(breakdown, group_id) for breakdown in several(query.group_by)],
        "formula": [],
    }
    if group_id is not None:
        sections["globalDataGroupId"] = group_id
    return {"sections": sections, "displayOptions": _display(query)}


def _measured(query: FunnelQuery) -> dict[str, Any]:
    steps = query.steps
    behavior = steps.clause() if isinstance(steps, BehaviorRef) else funnel_clause(steps, query)  # pyright: ignore[reportArgumentType]
    return funnel_metric_clause(behavior, query.math, query.math_property)


def _display(query: FunnelQuery) -> dict[str, Any]:
    options: dict[str, Any] = {"chartType": CHARTS.get(query.mode, CHARTS["steps"])}
    if query.time_comparison is not None:
        options["timeComparison"] = query.time_comparison.clause()
    return options
