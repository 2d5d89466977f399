"""What a dashboard holds, as a change of it says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_async.arguments import at_least_one

BOARD = "{scope}/dashboards/{id}"


def report_added(bookmark_id: int) -> Mapping[str, Any]:
    """Put a copy of a saved report on the dashboard."""
    params = {"source_bookmark_id": at_least_one(bookmark_id, "bookmark_id")}
    return {"content": {"action": "create", "content_type": "report", "content_params": params}}


def report_removed(report_id: int) -> Mapping[str, Any]:
    """Take a report off the dashboard."""
    return {
        "content": {"action": "delete", "content_type": "report", "content_id": at_least_one(report_id, "bookmark_id")}
    }
