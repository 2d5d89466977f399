"""Sending a report's params, and what every answer to them has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from attrs import frozen

from mixpanel_async.answer import Answer, meta_of
from mixpanel_async.arguments import at_least_one_if_given, json_object
from mixpanel_async.call import Call
from mixpanel_async.errors import QueryError
from mixpanel_async.queries.bookmark.limits import DEFAULT_LIMIT, check_limit
from mixpanel_async.session import Session

T = TypeVar("T")


def report_call(
    session: Session,
    params: Mapping[str, Any],
    read: Callable[[Answer, Mapping[str, Any]], T],
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
            "bookmark": json_object(params, "params"),
            "project_id": int(session.project_id),
            "queryLimits": {"limit": limit or DEFAULT_LIMIT},
        },
        workspace_id=at_least_one_if_given(workspace_id, "workspace_id"),
        names_project=False,
        read=lambda answer: read(answer, params),
    )


def answered(answer: Answer, *parts: str) -> None:
    """Refuse an answer that has none of *parts*, or says what is wrong, by a ``QueryError``."""
    reply = answer.object()
    if "error" in reply:
        raise QueryError(f"the query was refused: {reply['error']}; check the params", 200)
    if not any(part in reply for part in parts):
        raise QueryError(f"the reply holds no {' or '.join(parts)}; check the params", 200)


@frozen
class Head:
    """What every report's answer begins with; the days carry the project's offset."""

    computed_at: str
    from_date: str
    to_date: str
    meta: Mapping[str, Any]

    @classmethod
    def read(cls, answer: Answer) -> Self:
        """The head of *answer*; an answer that says why there is no ``series`` is a ``QueryError``."""
        answered(answer, "series")
        span = answer.get("date_range")
        return cls(
            answer.get("computed_at").text_or(),
            span.get("from_date").text_or(),
            span.get("to_date").text_or(),
            meta_of(answer),
        )
