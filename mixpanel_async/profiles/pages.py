"""Profiles page by page, as the engage API gives them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Self

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection

Row = dict[str, Any]


@frozen
class Page:
    """Some of the profiles; *session_id* is what the next page is asked for with, *total* counts all pages' rows."""

    rows: Sequence[Row]
    session_id: str | None
    page_size: int | None
    total: int | None

    @classmethod
    def read(cls, answer: Answer) -> Self:
        """The page in *answer*."""
        rows = answer.part("results").array_or_nothing()
        return cls(
            rows,
            answer.get("session_id").if_given(Answer.text),
            answer.get("page_size").if_given(Answer.whole),
            answer.get("total").if_given(Answer.whole),
        )

    @property
    def is_last(self) -> bool:
        """Whether nothing follows: a page that is not full ends the list (docs: query API, POST /engage)."""
        return not self.rows or (self.page_size is not None and len(self.rows) < self.page_size)

    @property
    def is_counted(self) -> bool:
        """Whether it says how many pages there are, or is the last."""
        return self.is_last or (self.total is not None and self.page_size is not None)


def page_call(connection: Connection, asked: Mapping[str, Any], number: int, session_id: str | None) -> Call[Page]:
    """Page *number*, from 0, of the profiles *asked* for; all but the first need the *session_id* of the first."""
    body: dict[str, Any] = {"project_id": connection.session.project_id, "page": number}
    if session_id is not None:
        body["session_id"] = session_id
    return Call(method="POST", family="engage", path="/", json={**body, **asked}, read=Page.read)


async def pages_of(connection: Connection, asked: Mapping[str, Any]) -> AsyncGenerator[Page, None]:
    """All pages, one after the other; each is asked for when the one before has been taken."""
    page = await connection.perform(page_call(connection, asked, 0, None))
    session_id, number = page.session_id, 0
    yield page
    while session_id is not None and not page.is_last:
        number += 1
        page = await connection.perform(page_call(connection, asked, number, session_id))
        yield page


def profile_of(row: Mapping[str, Any]) -> Row:
    """``distinct_id`` and ``last_seen`` (text as sent, or None) beside the other ``properties``."""
    properties = dict(row.get("$properties") or {})
    last_seen = properties.pop("$last_seen", None)
    return {"distinct_id": row.get("$distinct_id", ""), "last_seen": last_seen, "properties": properties}
