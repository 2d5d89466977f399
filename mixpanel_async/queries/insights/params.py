"""An insights question as the JSON of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.bookmark.spans import span_clause
from mixpanel_async.queries.bookmark.splits import breakdown_clause
from mixpanel_async.queries.insights.parts import Parts
from mixpanel_async.specs.measurement import measurement_clause
from mixpanel_async.specs.metrics import event_clause

if TYPE_CHECKING:
    from mixpanel_async.queries.insights.spec import InsightsQuery

CHARTS = {"timeseries": "line", "total": "bar", "table": "table"}


def build(query: InsightsQuery, parts: Parts, today: Callable[[], date]) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    group_id = None if query.data_group_id is None else str(query.data_group_id)
    sections = {
        "show": _show(query, parts),
        "time": [span_clause(query.from_date, query.to_date, query.last, query.unit, today)],
        "filter": [condition.clause(group_id) for condition in parts.conditions],
        "group": [breakdown_clause(breakdown, group_id) for breakdown in parts.breakdowns],
    }
    if group_id is not None:
        sections["globalDataGroupId"] = group_id  # type: ignore[assignment]
    return {"sections": sections, "displayOptions": _display(query)}


def _show(query: InsightsQuery, parts: Parts) -> list[dict[str, Any]]:
    hidden = parts.lettered
    clauses = [
        _plain(query, event, hidden=hidden) if isinstance(event, str) else event.clause(hidden=hidden)
        for event in parts.events
    ]
    if parts.formulas:
        clauses += [formula.clause() for formula in parts.formulas]
    return clauses


def _plain(query: InsightsQuery, event: str, *, hidden: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "metric",
        "behavior": event_clause(event, [], "all"),
        "measurement": measurement_clause(query.math, query.math_property, query.per_user, query.percentile_value),
    }
    if hidden:
        entry["isHidden"] = True
    return entry


def _display(query: InsightsQuery) -> dict[str, Any]:
    options: dict[str, Any] = {"chartType": CHARTS.get(query.mode, "line"), "analysis": "linear"}
    if query.rolling is not None:
        options |= {"analysis": "rolling", "rollingWindowSize": query.rolling}
    elif query.cumulative:
        options["analysis"] = "cumulative"
    if query.time_comparison is not None:
        options["timeComparison"] = query.time_comparison.clause()
    return options
