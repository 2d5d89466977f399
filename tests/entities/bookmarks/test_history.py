from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import BookmarkHistoryPagination, BookmarkHistoryResponse
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both


def page(*entries: Any, after: str | None, beside: bool = True) -> Reply:
    pagination = {"next_cursor": after, "previous_cursor": None, "page_size": 2}
    if beside:
        return json_reply({"status": "ok", "results": [*entries], "pagination": pagination})
    return json_reply({"status": "ok", "results": {"results": [*entries], "pagination": pagination}})


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "inside"])
def test_pagination_is_not_lost_wherever_it_stands(beside: bool) -> None:
    found, (request,) = both(
        lambda ws: ws.get_bookmark_history(2002, cursor="c 1", page_size=2), page({"a": 1}, after="c2", beside=beside)
    )

    assert (found.results, found.pagination) == (({"a": 1},), BookmarkHistoryPagination(next_cursor="c2", page_size=2))
    assert request.url.endswith("/bookmarks/2002/history?cursor=c+1&page_size=2")


def test_a_history_without_pages_says_nothing_of_them() -> None:
    found, _ = both(lambda ws: ws.get_bookmark_history(2002), json_reply({"status": "ok", "results": []}))

    assert (type(found), found.results, found.pagination) == (BookmarkHistoryResponse, (), None)


def test_the_whole_history_comes_page_by_page() -> None:
    entries, requests = both(
        lambda ws: ws.stream_bookmark_history(2002, page_size=2),
        page({"a": 1}, {"a": 2}, after="c2"),
        page({"a": 3}, after=None, beside=False),
    )

    assert entries == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert [request.url.partition("?")[2] for request in requests] == ["page_size=2", "cursor=c2&page_size=2"]
