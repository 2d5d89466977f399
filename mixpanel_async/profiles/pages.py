"""Profiles page by page, as the engage API gives them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Self

from attrs import Attribute, evolve, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.errors import MixpanelError, ParamValidationError, QueryError, ResponseValidationError
from mixpanel_async.profiles.left import SESSION_EXPIRED, Left

Row = dict[str, Any]

# How a page may be refused of which the first page was not: its session is gone.
_SESSION_REFUSED = frozenset({200, 400, 404, 410, 412, 422})


@frozen
class Page:
    """Some of the profiles; *session_id* is what the next page is asked for with, *total* counts all pages' rows."""

    rows: Sequence[Row]
    session_id: str | None
    page_size: int | None
    total: int | None

    @classmethod
    def read(cls, answer: Answer, number: int) -> Self:
        """Page *number*, which must be that in *answer*."""
        if answer.get("page").if_given(Answer.whole) not in (None, number):
            raise answer.get("page").refusal(f"page {number} was asked for, and {answer.get('page').shown} came")
        return cls(
            _rows(answer.part("results")),
            answer.get("session_id").if_given(Answer.text),
            answer.get("page_size").if_given(_positive),
            answer.get("total").if_given(Answer.whole),
        )

    @property
    def is_last(self) -> bool:
        """Whether nothing follows: a page that is not full ends the list (docs: query API, POST /engage)."""
        return not self.rows or (self.page_size is not None and len(self.rows) < self.page_size)


def _rows(results: Answer) -> Sequence[Row]:
    rows = results.array_or_nothing()
    if not all(map(_is_profile, rows)):
        for row in results.items():
            row.object()
            row.get("$properties").object_or_nothing()
            if not isinstance(row.get("$distinct_id").value, str):
                row.get("$distinct_id").if_given(Answer.whole)
    return rows


def _is_profile(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("$properties"), dict | None)
        and isinstance(row.get("$distinct_id"), str | None)
    )


def _positive(size: Answer) -> int:
    if size.whole() < 1:
        raise size.refusal(f"{size.shown} is no size of a page")
    return size.whole()


async def fetch(connection: Connection, left: Left, number: int) -> Page:
    """Page *number*; all but the first need the session of the first."""
    try:
        return await connection.perform(_call(connection, left, number))
    except QueryError as refusal:
        if left.session_id is None or refusal.status_code not in _SESSION_REFUSED:
            raise
        raise _expired(refusal, left, number) from refusal


def _call(connection: Connection, left: Left, number: int) -> Call[Page]:
    body: dict[str, Any] = {"project_id": connection.session.project_id, "page": number}
    if left.session_id is not None:
        body["session_id"] = left.session_id
    return Call(
        method="POST",
        family="engage",
        path="/",
        json={**body, **left.params},
        read=lambda answer: Page.read(answer, number),
    )


def _expired(refusal: QueryError, left: Left, number: int) -> QueryError:
    """The *refusal* of a page whose like was answered before."""
    step = "ask from the beginning, without resume"
    if "behaviors" in left.params and "as_of_timestamp" not in left.params:
        step += ", and with as_of_timestamp, which pages of behaviors need"
    return QueryError(
        f"the session of these pages has expired: page {number} was refused, though pages before it came "
        f"({refusal.message}); {step}",
        refusal.status_code,
        response_body=refusal.response_body,
        request_method=refusal.request_method,
        request_url=refusal.request_url,
        request_params=refusal.request_params,
        request_body=refusal.request_body,
        code=SESSION_EXPIRED,
    )


def check_page(page: Page, number: int, left: Left) -> None:
    """Refuse a page that ends the list where the server counts more."""
    if left.last is None:
        _check_in_turn(page, number, left)
    elif page.is_last and number < left.last:
        raise _ends_early(
            f"page {number} holds {len(page.rows)} profiles, which ends the list, though the server counted "
            f"up to page {left.last}; ask again without parallel"
        )


def _check_in_turn(page: Page, number: int, left: Left) -> None:
    ends = page.is_last or (page.session_id or left.session_id) is None
    enough = left.limit is not None and len(page.rows) >= left.limit
    if not ends or enough or page.total is None or page.page_size is None:
        return
    found = number * page.page_size + len(page.rows)
    if found < page.total:
        raise _ends_early(f"page {number} ends the list after {found} profiles, though the server counts {page.total}")


def _ends_early(problem: str) -> ResponseValidationError:
    return ResponseValidationError(f"$.results: {problem}", details={"path": "$.results"})


async def pages_in_turn(connection: Connection, left: Left) -> AsyncGenerator[Page, None]:
    """The pages *left*, one after the other; each is asked for when the one before has been taken.

    An error between them carries ``details["resume"]``.
    """
    for number in left.numbers:
        if left.limit == 0:
            return
        try:
            page = await fetch(connection, left, number)
            check_page(page, number, left)
        except MixpanelError as failure:
            left.mark(failure)
            raise
        wanted = page.rows if left.limit is None else page.rows[: left.limit]
        left = left.after(number, len(wanted), page.session_id)
        yield evolve(page, rows=wanted)
        if left.session_id is None or (left.last is None and page.is_last):
            return


def profile_of(row: Mapping[str, Any]) -> Row:
    """``distinct_id`` and ``last_seen`` (text as sent, or None) beside the other ``properties``."""
    properties = dict(row.get("$properties") or {})
    last_seen = properties.pop("$last_seen", None)
    return {"distinct_id": row.get("$distinct_id", ""), "last_seen": last_seen, "properties": properties}


def check_page_size(size: int | None) -> None:
    """Refuse a page of no profiles; Mixpanel documents no upper bound."""
    if size is not None and (not isinstance(size, int) or isinstance(size, bool) or size < 1):
        raise ParamValidationError(f"page_size is {size!r}; it is 1 or more, and None for Mixpanel's own of 1000")


def page_size_in_range(_: object, __: Attribute[int | None], size: int | None) -> None:
    """The same, as the validator of a field."""
    check_page_size(size)
