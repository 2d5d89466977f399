"""Sending a report's params, and what every answer to them has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mixpanel_async.call import Call
from mixpanel_async.errors import QueryError
from mixpanel_async.queries.bookmark.limits import DEFAULT_LIMIT, check_limit
from mixpanel_async.session import Session

T = TypeVar("T")


def report_call(
    session: Session,
    params: Mapping[str, Any],
    read: Callable[[Any, Mapping[str, Any]], T],
    *,
    limit: int | None = None,
    workspace_id: int | None = None,
) -> Call[T]:
    """The call that asks for the report *params* describe; *read* makes the result of the reply and the params."""
    check_limit(limit)
    return Call(
        method="POST",
        path="/insights",
        json={
            "bookmark": params,
            "project_id": int(session.project_id),
            "queryLimits": {"limit": limit or DEFAULT_LIMIT},
        },
        workspace_id=workspace_id,
        names_project=False,
        read=lambda reply: read(reply, params),
    )


def series_of(reply: Any) -> Any:
    """The ``series`` of a reply; a reply that says why there is none is a ``QueryError``."""
    return answered(reply, "series")["series"]


def answered(reply: Any, *parts: str) -> Any:
    """The reply where it has one of *parts*; else, or where it says what is wrong, it is a ``QueryError``."""
    if "error" in reply:
        raise QueryError(f"the query was refused: {reply['error']}; check the params", 200, reply)
    if not any(part in reply for part in parts):
        raise QueryError(f"the reply holds no {' or '.join(parts)}; check the params", 200, reply)
    return reply
