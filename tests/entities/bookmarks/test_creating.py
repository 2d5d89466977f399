from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from mixpanel_async import (
    Bookmark,
    BookmarkValidationError,
    ConnectionFailed,
    CreateBookmarkParams,
    IncompleteChangeError,
    InsightsQuery,
    ParamValidationError,
    ServerError,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

MADE = json_reply({"results": {"id": 2002, "name": "R", "type": "insights"}})
ADDED = json_reply({"results": {"id": 1001, "title": "KPIs"}})


def report(**others: Any) -> CreateBookmarkParams:
    said = {"name": "R", "bookmark_type": "insights", "params": InsightsQuery("Login").params(), "dashboard_id": 1001}
    return CreateBookmarkParams(**said | others)


def test_a_report_is_saved_and_put_on_its_dashboard() -> None:
    made, (saving, adding) = both(lambda ws: ws.create_bookmark(report()), MADE, ADDED)

    assert made == Bookmark(id=2002, name="R", bookmark_type="insights")
    assert [(request.method, request.safe) for request in (saving, adding)] == [("POST", False), ("PATCH", False)]
    assert json.loads(saving.body)["v"] == 2
    assert json.loads(adding.body)["content"]["content_params"] == {"source_bookmark_id": 2002}


@pytest.mark.parametrize("failure", [text_reply("gone", 404), text_reply("later", 503), ConnectionFailed("cut")])
def test_a_report_that_is_saved_and_stands_nowhere_is_named(failure: Any) -> None:
    error, requests = raised(lambda ws: ws.create_bookmark(report()), MADE, failure)

    assert isinstance(error, IncompleteChangeError)
    assert not isinstance(error, ServerError), "who asks again would save a second report"
    assert (error.code, error.details) == ("INCOMPLETE_CHANGE", {"bookmark_id": 2002, "dashboard_id": 1001})
    assert "add it with add_report_to_dashboard(1001, 2002), or remove it with delete_bookmark(2002)" in str(error)
    assert len(requests) == 2


def test_its_error_survives_pickling() -> None:
    error, _ = raised(lambda ws: ws.create_bookmark(report()), MADE, text_reply("gone", 404))
    assert isinstance(error, IncompleteChangeError)

    again = pickle.loads(pickle.dumps(error))

    assert (str(again), again.details) == (str(error), error.details)


def test_a_report_that_is_refused_is_not_half_made() -> None:
    error, requests = raised(lambda ws: ws.create_bookmark(report()), text_reply("later", 503))

    assert (type(error), len(requests)) == (ServerError, 1)


@pytest.mark.parametrize("others", [{"dashboard_id": None}, {}])
def test_a_report_without_a_dashboard_is_refused_before_anything_is_sent(others: dict[str, Any]) -> None:
    params = CreateBookmarkParams(name="R", bookmark_type="user", params={}, **others)
    error, requests = raised(lambda ws: ws.create_bookmark(params))

    assert (type(error), requests) == (ParamValidationError, [])


def test_params_that_make_no_report_are_refused_before_anything_is_sent() -> None:
    error, requests = raised(lambda ws: ws.create_bookmark(report(params={"sections": {}, "displayOptions": {}})))

    assert isinstance(error, BookmarkValidationError)
    assert [problem.path for problem in error.errors] == ["sections.show", "displayOptions.chartType"]
    assert requests == []
