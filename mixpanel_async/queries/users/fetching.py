"""Fetching profiles: page after page, or several pages at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from math import ceil
from typing import Any

from attrs import define, field

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


async def fetch(connection: Connection, params: Params, limit: int | None) -> UserQueryResult:
    """Profiles page after page, until there are no more or *limit* of them.

    A failing page raises its error, which carries the profiles fetched before it in ``details["profiles"]``.
    """
    asked = params if limit is None else {**params, "limit": limit}
    fetched, rows = _Fetched(), 0
    try:
        async with aclosing(pages_of(connection, asked)) as pages:
            async for page in pages:
                fetched.pages[len(fetched.pages)] = page
                rows += len(page.rows)
                if limit is not None and rows >= limit:
                    break
    except MixpanelError as failure:
        fetched.enrich(failure, limit)
        raise
    return UserQueryResult.of(fetched.profiles(limit), params, {**fetched.meta(), "parallel": False})


async def fetch_at_once(connection: Connection, params: Params, limit: int | None, workers: int) -> UserQueryResult:
    """The same, where after the first page *workers* of the others are asked for at once."""
    fetched = _Fetched()

    async def take(number: int, session_id: str | None) -> Page:
        fetched.pages[number] = await connection.perform(page_call(connection, params, number, session_id))
        return fetched.pages[number]

    try:
        first = await take(0, None)
        rest = [take(number, first.session_id) for number in _following(first, limit)]
        await connection.runtime.gather(rest, limit=workers)
    except MixpanelError as failure:
        fetched.enrich(failure, limit)
        raise
    meta = {**fetched.meta(), "failed_pages": [], "parallel": True, "workers": workers}
    return UserQueryResult.of(fetched.profiles(limit), params, meta)


def _following(first: Page, limit: int | None) -> Sequence[int]:
    """The numbers of the pages after *first*, as it says how many there are."""
    if first.session_id is None or first.is_last or first.total is None or not first.page_size:
        return ()
    wanted = first.total if limit is None else min(first.total, limit)
    return range(1, ceil(wanted / first.page_size))
