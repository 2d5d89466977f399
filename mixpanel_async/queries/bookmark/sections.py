"""The sections of a report that measures one thing: a funnel, a retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mixpanel_async.queries.bookmark.questions import several
from mixpanel_async.queries.bookmark.spans import span_clause
from mixpanel_async.queries.bookmark.splits import breakdown_clause
from mixpanel_async.specs.roles import Condition


def sections_of(query: Any, measured: dict[str, Any], today: Callable[[], date]) -> dict[str, Any]:
    """What is *measured*, and the days, conditions, breakdowns and group of *query*."""
    group_id = None if query.data_group_id is None else str(query.data_group_id)
    sections: dict[str, Any] = {
        "show": [measured],
        "time": [span_clause(query.from_date, query.to_date, query.last, query.unit, today)],
        "filter": [_narrowed(condition, group_id) for condition in several(query.where)],
        "group": [breakdown_clause(breakdown, group_id) for breakdown in several(query.group_by)],
        "formula": [],
    }
    if group_id is not None:
        sections["globalDataGroupId"] = group_id
    return sections


def _narrowed(condition: Condition, data_group_id: str | None) -> dict[str, Any]:
    """The entry of a condition in ``filter``; what names no property says so with a null."""
    return {"value": None, **condition.clause(data_group_id)}
