"""A retention question as the JSON of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from mixpanel_async.queries.bookmark.sections import sections_of
from mixpanel_async.specs.references import BehaviorRef
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.retentions import retention_clause, retention_metric_clause

if TYPE_CHECKING:
    from mixpanel_async.queries.retention.spec import RetentionQuery

CHARTS = {"curve": "retention-curve", "trends": "line", "table": "table"}


def build(query: RetentionQuery, today: Callable[[], date]) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    return {
        "sections": sections_of(query, _measured(query), today),
        "displayOptions": _display(query),
        "sorting": _sorting(),
        "columnWidths": {"bar": {}},
    }


def _measured(query: RetentionQuery) -> dict[str, Any]:
    born = query.born_event
    given = born.clause() if isinstance(born, BehaviorRef) else _behavior(query, born)
    return retention_metric_clause(given, query.math, cumulative=query.retention_cumulative)


def _behavior(query: RetentionQuery, born: str | RetentionEvent) -> dict[str, Any]:
    return retention_clause(_event(born), _event(query.return_event), query)  # pyright: ignore[reportArgumentType]


def _event(given: str | RetentionEvent | None) -> RetentionEvent:
    return given if isinstance(given, RetentionEvent) else RetentionEvent(given or "")


def _display(query: RetentionQuery) -> dict[str, Any]:
    chart = {"chartType": CHARTS[query.mode]}
    return chart if query.time_comparison is None else chart | {"timeComparison": query.time_comparison.clause()}


def _sorting() -> dict[str, Any]:
    """How a report that nobody sorted yet is sorted, chart by chart."""
    descending = {"sortBy": "value", "sortOrder": "desc"}
    return {
        "bar": {"sortBy": "column", "colSortAttrs": []},
        "line": {"sortBy": "column", "colSortAttrs": [descending | {"valueField": "averageValue"}]},
        "table": {"sortBy": "column", "colSortAttrs": [descending | {"valueField": "size", "viewNLimit": 12}]},
    }
