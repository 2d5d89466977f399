from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mixpanel_async import BookmarkValidationError, InsightsQuery, ParamValidationError, QueryError, QueryResult
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

SERIES = {"Login": {"2026-01-01": 3}}
ANSWER = json_reply({"computed_at": "now", "headers": ["$event"], "series": SERIES})


def test_a_question_is_sent_as_a_report() -> None:
    result, (request,) = both(lambda ws: ws.query("Login", last=7, limit=10), ANSWER)

    body = json.loads(request.body)
    assert (request.method, urlsplit(request.url).path) == ("POST", "/api/query/insights")
    assert body == {
        "bookmark": InsightsQuery("Login", last=7).params(),
        "project_id": 12345,
        "queryLimits": {"limit": 10},
    }
    assert result == QueryResult("now", "", "", ["$event"], SERIES, body["bookmark"])


def test_a_question_made_elsewhere_is_sent_as_it_is() -> None:
    question = InsightsQuery("Login", last=7, limit=10)

    asked = both(lambda ws: ws.query(question), ANSWER)

    assert asked == both(lambda ws: ws.query("Login", last=7, limit=10), ANSWER)


def test_params_made_elsewhere_are_sent_as_they_are() -> None:
    _, (request,) = both(lambda ws: ws.run_params({"sections": {}}), ANSWER)

    assert json.loads(request.body) == {
        "bookmark": {"sections": {}},
        "project_id": 12345,
        "queryLimits": {"limit": 3000},
    }


@pytest.mark.parametrize(
    ("pinned", "given", "sent"), [({}, None, None), ({"workspace_id": 77}, None, "77"), ({"workspace_id": 77}, 5, "5")]
)
def test_the_data_view_is_named_only_where_one_is_meant(
    pinned: dict[str, int], given: int | None, sent: str | None
) -> None:
    _, (request,) = both(lambda ws: ws.run_params({}, workspace_id=given), ANSWER, **pinned)

    query = parse_qs(urlsplit(request.url).query)
    assert query.get("workspace_id", [None]) == [sent]
    assert "project_id" not in query


def test_building_params_sends_nothing() -> None:
    params, requests = both(lambda ws: ws.build_params("Login", last=7))

    assert (params, requests) == (InsightsQuery("Login", last=7).params(), [])


def test_a_question_that_breaks_rules_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query("", last=0))

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


def test_a_limit_out_of_range_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.run_params({}, limit=50_001))

    assert isinstance(error, ParamValidationError)
    assert requests == []


@pytest.mark.parametrize("reply", [{"error": {"detail": "x"}}, {"computed_at": "x"}])
def test_a_refusal_inside_an_ordinary_reply_is_a_query_error(reply: dict[str, Any]) -> None:
    error, _ = raised(lambda ws: ws.query("Login"), json_reply(reply))

    assert isinstance(error, QueryError)
    assert (error.status_code, error.response_body) == (200, reply)
