from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mixpanel_async import BookmarkValidationError, ParamValidationError, RetentionQuery, RetentionQueryResult
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

COHORTS: Any = {"2026-01-01": {"first": 3, "counts": [3, 1], "rates": [1.0, 0.5]}}
ANSWER = json_reply({"computed_at": "now", "series": {"A and then B": COHORTS}})


def test_a_question_is_sent_as_a_report() -> None:
    result, (request,) = both(lambda ws: ws.query_retention("A", "B", last=7, limit=10), ANSWER)

    body = json.loads(request.body)
    assert (request.method, urlsplit(request.url).path) == ("POST", "/api/query/insights")
    assert body == {
        "bookmark": RetentionQuery("A", "B", last=7).params(),
        "project_id": 12345,
        "queryLimits": {"limit": 10},
    }
    assert result == RetentionQueryResult("now", "", "", COHORTS, params=body["bookmark"])


def test_a_question_made_elsewhere_is_sent_as_it_is() -> None:
    question = RetentionQuery("A", "B", last=7, limit=10)

    asked = both(lambda ws: ws.query_retention(question), ANSWER)

    assert asked == both(lambda ws: ws.query_retention("A", "B", last=7, limit=10), ANSWER)


def test_params_made_elsewhere_are_sent_as_they_are() -> None:
    _, (request,) = both(lambda ws: ws.run_retention_params({"sections": {}}, workspace_id=5), ANSWER)

    assert json.loads(request.body)["bookmark"] == {"sections": {}}
    assert parse_qs(urlsplit(request.url).query)["workspace_id"] == ["5"]


def test_building_params_sends_nothing() -> None:
    params, requests = both(lambda ws: ws.build_retention_params("A", "B", last=7))

    assert (params, requests) == (RetentionQuery("A", "B", last=7).params(), [])


def test_a_question_that_breaks_rules_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query_retention("A", last=0))

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


@pytest.mark.parametrize("operation", ["query_retention", "run_retention_params"])
def test_a_limit_out_of_range_is_not_sent(operation: str) -> None:
    error, requests = raised(lambda ws: getattr(ws, operation)({} if "run" in operation else "A", limit=50_001))

    assert isinstance(error, ParamValidationError)
    assert requests == []
