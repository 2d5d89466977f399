from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import FlagHistoryParams, ResponseValidationError
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

PINNED = {"workspace_id": 67890}


def page(*events: Any, count: int | None) -> Reply:
    return json_reply({"status": "ok", "results": {"events": events, "count": count}})


@pytest.mark.parametrize(
    "reply",
    [{"status": "ok", "results": {"events": [[1]], "count": 3}}, {"status": "ok", "events": [[1]], "count": 3}],
    ids=["inside", "beside"],
)
def test_a_page_is_read_from_both_envelopes(reply: Any) -> None:
    found, _ = both(lambda ws: ws.get_flag_history("f1"), json_reply(reply), **PINNED)

    assert (found.events, found.count) == (([1],), 3)


def test_params_that_were_kept_name_a_page() -> None:
    params = FlagHistoryParams(page="2")
    _, (request,) = both(lambda ws: ws.get_flag_history("f1", **params.to_dict()), page(count=0), **PINNED)

    assert request.url.endswith("/feature-flags/f1/history/?page=2")


def test_a_history_is_read_to_its_end() -> None:
    script = (page([1], [2], count=5), page([3], [4], count=5), page([5], count=5))
    found, requests = both(lambda ws: ws.stream_flag_history("f1", page_size=2), *script, **PINNED)

    assert found == [[1], [2], [3], [4], [5]]
    assert [request.url.partition("?")[2] for request in requests] == [
        "page_size=2",
        "page=2&page_size=2",
        "page=3&page_size=2",
    ]


def test_an_empty_history_has_no_events() -> None:
    assert both(lambda ws: ws.stream_flag_history("f1"), page(count=0), **PINNED)[0] == []


@pytest.mark.parametrize(
    "script",
    [
        (page([1], count=3), page(count=3)),
        (page([1], count=3), page([1], count=3)),
        (page([1], [2], count=1),),
        (page([1], count=None),),
    ],
    ids=["ends early", "says the same again", "has more than it says", "does not say how many"],
)
def test_a_history_that_may_not_be_whole_is_an_error(script: tuple[Reply, ...]) -> None:
    error, requests = raised(lambda ws: ws.stream_flag_history("f1"), *script, **PINNED)

    assert isinstance(error, ResponseValidationError)
    assert "ask for pages with get_flag_history" in str(error)
    assert len(requests) == len(script)
