"""How a users question is answered: by one number, by pages one after the other, or by several pages at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from itertools import chain, islice
from typing import Any

from attrs import define, evolve, field

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.errors import MixpanelError
from mixpanel_async.profiles.left import Left
from mixpanel_async.profiles.pages import Page, Row, check_page, fetch, pages_in_turn, profile_of
from mixpanel_async.queries.users.result import UserQueryResult
from mixpanel_async.queries.users.spec import UserQuery

FETCHING = frozenset({"limit", "page_size", "parallel", "workers"})
"""The options of a question that say how profiles are fetched, not which."""


async def answer(
    connection: Connection, params: Mapping[str, Any], how: UserQuery, token: Mapping[str, Any] | None
) -> UserQueryResult:
    """What *params* ask for: a number where they name an ``action``, else profiles, fetched as *how* says.

    With a *token* the profiles it leaves; it brings its own limit.
    """
    if "action" in params and token is None:
        return await connection.perform(_numbers(connection, params))
    parallel = how.parallel and (how.limit != 1 or token is not None)
    paging = {"page_size": how.page_size, "limit": None if parallel else how.limit}
    left = Left.of(params, token, paging, limit=how.limit)
    return await _profiles(connection, left, parallel=parallel, workers=how.workers)


def _numbers(connection: Connection, params: Mapping[str, Any]) -> Call[UserQueryResult]:
    body = {"selector" if name == "where" else name: value for name, value in params.items()}
    return Call(
        method="POST",
        family="engage",
        path="/stats",
        json={"project_id": connection.session.project_id, **body},
        read=lambda answer: UserQueryResult.read(answer, params),
    )


@define
class _Fetched:
    """What has come, by its number, of the pages that were *left*."""

    left: Left
    pages: dict[int, Page] = field(factory=dict)

    def profiles(self) -> list[Row]:
        """Their rows in order, no more than are wanted."""
        rows = chain.from_iterable(self._wanted(number) for number in sorted(self.pages))
        return [profile_of(row) for row in islice(rows, self.left.limit)]

    def _wanted(self, number: int) -> Sequence[Row]:
        page, limit = self.pages[number], self.left.limit
        if limit is None or page.page_size is None:
            return page.rows
        return page.rows[: max(limit - self.left.before(number) * page.page_size, 0)]

    def is_cut(self) -> bool:
        """Whether there are more than are wanted, or may be: a server that is told the limit may count up to it."""
        if self.left.limit is None:
            return False
        rows = sum(len(page.rows) for page in self.pages.values())
        total = self._total()
        return rows > self.left.limit or (rows >= self.left.limit if total is None else total > self.left.limit)

    def _total(self) -> int | None:
        """How many there are, where the server was asked for all of them and says so."""
        asked_for_all = "limit" not in self.left.params and self.left.page == 0 and not self.left.missing
        return self.pages[0].total if asked_for_all and 0 in self.pages else None

    def meta(self) -> dict[str, Any]:
        """How they were fetched."""
        sessions = (self.pages[number].session_id for number in sorted(self.pages))
        return {"session_id": self.left.session_id or next(sessions, None), "pages_fetched": len(self.pages)}

    def enrich(self, failure: MixpanelError) -> None:
        """Let *failure* carry what came before it."""
        if self.pages:
            profiles = self.profiles()
            failure.details |= {"profiles": profiles, "pages_fetched": len(self.pages)}
            failure.add_note(
                f"{len(self.pages)} pages came before this, with {len(profiles)} profiles: "
                "see details['profiles'] of the error; they are not all that were asked for"
            )


async def _profiles(connection: Connection, left: Left, *, parallel: bool, workers: int) -> UserQueryResult:
    """The profiles *left*.

    A failing page raises its error, with the profiles fetched before it in ``details["profiles"]`` and what is left in
    ``details["resume"]``.
    """
    fetched = _Fetched(left)
    try:
        rest = await _at_once(connection, left, workers, fetched) if parallel else left
        if rest is not None:
            await _in_turn(connection, rest, fetched)
    except MixpanelError as failure:
        fetched.enrich(failure)
        raise
    how = {"parallel": False} if rest is not None else {"failed_pages": [], "parallel": True, "workers": workers}
    return UserQueryResult.of(
        fetched.profiles(), left.question, fetched.meta() | how, now=connection.wall_clock(), is_cut=fetched.is_cut()
    )


async def _in_turn(connection: Connection, left: Left, fetched: _Fetched) -> None:
    numbers = left.numbers
    async with aclosing(pages_in_turn(connection, left)) as pages:
        async for page in pages:
            fetched.pages[next(numbers)] = page


async def _at_once(connection: Connection, left: Left, workers: int, fetched: _Fetched) -> Left | None:
    """Fetch the pages, several at once; the rest to be fetched in turn, where it is not known how many there are."""

    async def take(number: int) -> Page:
        page = await fetch(connection, left, number)
        check_page(page, number, left)
        fetched.pages[number] = page
        return page

    try:
        if left.last is None:
            first = await take(left.page)
            left = evolve(left, session_id=left.session_id or first.session_id)
            if (last := _last(first, left)) is None:
                return left.after(left.page, len(first.rows), None)
            left = evolve(left, last=last)
        jobs = (take(number) for number in left.numbers if number not in fetched.pages)
        await connection.runtime.gather(jobs, limit=workers)
    except MixpanelError as failure:
        left.without(fetched.pages, len(fetched.profiles())).mark(failure)
        raise
    return None


def _last(first: Page, left: Left) -> int | None:
    """The number of the last page that is wanted; None where *first*, the first of those left, does not say."""
    size, total = first.page_size, first.total
    if first.is_last or left.session_id is None:
        return left.page
    if size is None or total is None or total < left.page * size + len(first.rows):
        return None
    wanted = total if left.limit is None else min(total, left.page * size + left.limit)
    return max(left.page, (wanted - 1) // size)
