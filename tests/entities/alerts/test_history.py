from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import AlertHistoryPagination, AlertHistoryResponse
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both


def page(*entries: Any, after: str | None, beside: bool = True) -> Reply:
    pagination = {"next_cursor": after, "previous_cursor": None, "page_size": 2}
    if beside:
        return json_reply({"status": "ok", "results": [*entries], "pagination": pagination})
    return json_reply({"status": "ok", "results": {"results": [*entries], "pagination": pagination}})


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "inside"])
def test_defect_15_pagination_is_not_lost_wherever_it_stands(beside: bool) -> None:
    found, _ = both(lambda ws: ws.get_alert_history(5005), page({"a": 1}, after="c2", beside=beside))

    assert (found.results, found.pagination) == (({"a": 1},), AlertHistoryPagination(next_cursor="c2", page_size=2))


def test_a_page_is_asked_for_by_the_cursor_of_another() -> None:
    _, (request,) = both(
        lambda ws: ws.get_alert_history(5005, page_size=5, next_cursor="n", previous_cursor="p"), page(after=None)
    )

    assert request.url.endswith("/custom/5005/history/?page_size=5&next_cursor=n&previous_cursor=p")


def test_a_history_without_pages_says_nothing_of_them() -> None:
    found, _ = both(lambda ws: ws.get_alert_history(5005), json_reply({"status": "ok", "results": []}))

    assert (type(found), found.results, found.pagination) == (AlertHistoryResponse, (), None)


def test_the_whole_history_comes_page_by_page() -> None:
    entries, requests = both(
        lambda ws: ws.stream_alert_history(5005, page_size=2),
        page({"a": 1}, {"a": 2}, after="c2"),
        page({"a": 3}, after=None, beside=False),
    )

    assert entries == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert [request.url.partition("?")[2] for request in requests] == ["page_size=2", "page_size=2&next_cursor=c2"]
