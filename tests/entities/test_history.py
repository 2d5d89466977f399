"""Histories, whatever they are of."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.entities._history import page_of, pages_of
from mixpanel_async.entities._model import Entity
from mixpanel_async.errors import ResponseValidationError


@frozen(kw_only=True, eq=False, repr=False)
class Pagination(Entity):
    next_cursor: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class Page(Entity):
    results: tuple[Any, ...] = ()
    pagination: Pagination | None = None


NEXT = {"next_cursor": "n"}


@pytest.mark.parametrize(
    "reply",
    [
        {"status": "ok", "results": {"results": [1], "pagination": NEXT}},
        {"status": "ok", "results": [1], "pagination": NEXT},
        {"results": [1], "pagination": NEXT},
    ],
    ids=["inside", "beside", "bare"],
)
def test_where_the_next_page_begins_is_found_in_both_envelopes(reply: Any) -> None:
    page = page_of(Page)(Answer(reply))

    assert (page.results, page.pagination) == ((1,), Pagination(next_cursor="n"))


def taken(pages: dict[str | None, Page]) -> list[Any]:
    """The entries of all *pages*, each under the cursor that leads to it."""

    async def ask(cursor: str | None) -> Page:
        return pages[cursor]

    async def take() -> list[Any]:
        return [entry async for page in pages_of(ask) for entry in page]

    return anyio.run(take)


def page(*results: Any, after: str | None) -> Page:
    return Page(results=results, pagination=Pagination(next_cursor=after))


@pytest.mark.parametrize("last", [page(3, after=None), page(3, after=""), Page(results=(3,))])
def test_pages_end_where_nothing_follows(last: Page) -> None:
    assert taken({None: page(1, 2, after="a"), "a": last}) == [1, 2, 3]


def test_an_empty_page_is_not_the_end() -> None:
    assert taken({None: page(1, after="a"), "a": page(after="b"), "b": page(2, after=None)}) == [1, 2]


def test_entries_that_are_null_are_none() -> None:
    assert taken({None: page_of(Page)(Answer({"results": None}))}) == []


def test_pages_that_go_round_in_a_circle_are_an_error() -> None:
    with pytest.raises(ResponseValidationError, match="'a' came twice"):
        taken({None: page(1, after="a"), "a": page(2, after="b"), "b": page(3, after="a")})
