"""How a users question is answered: by one number, by pages one after the other, or by several pages at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from math import ceil
from typing import Any

from attrs import define, field

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.errors import MixpanelError
from mixpanel_async.profiles.pages import Page, Row, page_call, pages_of, profile_of
from mixpanel_async.queries.users.result import UserQueryResult

Params = Mapping[str, Any]


@define
class _Fetched:
    """The pages so far, by number."""

    pages: dict[int, Page] = field(factory=dict)

    def profiles(self, limit: int | None) -> list[Row]:
        """Their rows in order, at most *limit*."""
        rows = [row for number in sorted(self.pages) for row in self.pages[number].rows]
        return [profile_of(row) for row in rows[:limit]]

    def meta(self) -> dict[str, Any]:
        """How they were fetched."""
        return {"session_id": self.pages[0].session_id, "pages_fetched": len(self.pages)}

    def enrich(self, failure: MixpanelError, limit: int | None) -> None:
        """Let *failure* carry what came before it."""
        if self.pages:
            profiles = self.profiles(limit)
            failure.details |= {"profiles": profiles, "pages_fetched": len(self.pages)}
            failure.add_note(
                f"{len(self.pages)} pages came before this, with {len(profiles)} profiles: "
                "see details['profiles'] of the error; they are not all that were asked for"
            )


async def answer(
    connection: Connection, params: Params, limit: int | None, *, parallel: bool, workers: int
) -> UserQueryResult:
    """What *params* ask for: a number where they name an ``action``, else at most *limit* profiles (None: all).

    A failing page raises its error, which carries the profiles fetched before it in ``details["profiles"]``.
    """
    if "action" in params:
        return await connection.perform(_stats(connection, params))
    fetched = _Fetched()
    try:
        if parallel and limit != 1:
            return await _at_once(connection, params, limit, workers, fetched)
        return await _in_turn(connection, params, limit, fetched)
    except MixpanelError as failure:
        fetched.enrich(failure, limit)
        raise


def _stats(connection: Connection, params: Params) -> Call[UserQueryResult]:
    body = {"selector" if name == "where" else name: value for name, value in params.items()}
    return Call(
        method="POST",
        family="engage",
        path="/stats",
        json={"project_id": connection.session.project_id, **body},
        read=lambda answer: UserQueryResult.read(answer, params),
    )


async def _in_turn(connection: Connection, params: Params, limit: int | None, fetched: _Fetched) -> UserQueryResult:
    asked, rows = params if limit is None else {**params, "limit": limit}, 0
    async with aclosing(pages_of(connection, asked)) as pages:
        async for page in pages:
            fetched.pages[len(fetched.pages)] = page
            rows += len(page.rows)
            if limit is not None and rows >= limit:
                break
    return UserQueryResult.of(fetched.profiles(limit), params, {**fetched.meta(), "parallel": False})


async def _at_once(
    connection: Connection, params: Params, limit: int | None, workers: int, fetched: _Fetched
) -> UserQueryResult:
    async def take(number: int, session_id: str | None) -> Page:
        fetched.pages[number] = await connection.perform(page_call(connection, params, number, session_id))
        return fetched.pages[number]

    first = await take(0, None)
    if not first.is_counted:
        return await _in_turn(connection, params, limit, _Fetched())
    await connection.runtime.gather((take(n, first.session_id) for n in _following(first, limit)), limit=workers)
    meta = {**fetched.meta(), "failed_pages": [], "parallel": True, "workers": workers}
    return UserQueryResult.of(fetched.profiles(limit), params, meta)


def _following(first: Page, limit: int | None) -> Sequence[int]:
    """The numbers of the pages after *first*, which says how many rows there are and how many a page holds."""
    if first.session_id is None or not first.total or not first.page_size:
        return ()
    wanted = first.total if limit is None else min(first.total, limit)
    return range(1, ceil(wanted / first.page_size))
