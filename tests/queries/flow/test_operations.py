from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mixpanel_async import (
    BookmarkValidationError,
    FlowQuery,
    FlowQueryResult,
    ParamValidationError,
    QueryError,
    ResponseValidationError,
)
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

STEPS = [{"nodes": [{"event": "Login", "totalCount": "3"}]}]
ANSWER = json_reply({"computed_at": "now", "steps": STEPS, "overallConversionRate": 0.5})
NOTHING = json_reply({"computed_at": "now"})


def test_a_question_is_sent_as_a_flow() -> None:
    result, (request,) = both(lambda ws: ws.query_flow("Login", last=7), ANSWER)

    body = json.loads(request.body)
    assert (request.method, urlsplit(request.url).path) == ("POST", "/api/query/arb_funnels")
    assert "project_id" not in parse_qs(urlsplit(request.url).query)
    assert body == {
        "bookmark": FlowQuery("Login", last=7).params(),
        "project_id": 12345,
        "query_type": "flows_sankey",
    }
    assert result == FlowQueryResult("now", STEPS, overall_conversion_rate=0.5, params=body["bookmark"])


def test_a_question_made_elsewhere_is_sent_as_it_is() -> None:
    asked = both(lambda ws: ws.query_flow(FlowQuery("Login", last=7)), ANSWER)

    assert asked == both(lambda ws: ws.query_flow("Login", last=7), ANSWER)


@pytest.mark.parametrize(
    ("mode", "query_type"), [("sankey", "flows_sankey"), ("paths", "flows_top_paths"), ("tree", "flows")]
)
def test_each_mode_is_another_query(mode: Any, query_type: str) -> None:
    result, (request,) = both(lambda ws: ws.query_flow("Login", mode=mode), NOTHING)

    assert (json.loads(request.body)["query_type"], result.mode) == (query_type, mode)


@pytest.mark.parametrize(
    ("params", "given", "meant"),
    [
        ({"flows_merge_type": "list"}, None, "paths"),
        ({"flows_merge_type": "tree", "chartType": "sankey"}, None, "tree"),
        ({"flows_merge_type": "graph", "chartType": "top-paths"}, None, "sankey"),
        ({"chartType": "top-paths"}, None, "paths"),
        ({}, None, "sankey"),
        ({"flows_merge_type": "list"}, "tree", "tree"),
    ],
)
def test_params_made_elsewhere_say_their_mode(params: dict[str, Any], given: Any, meant: str) -> None:
    result, (request,) = both(lambda ws: ws.run_flow_params(params, mode=given), NOTHING)

    assert json.loads(request.body)["bookmark"] == params
    assert result.mode == meant


def test_a_data_view_may_be_named() -> None:
    _, (request,) = both(lambda ws: ws.run_flow_params({}, workspace_id=5), ANSWER)

    assert parse_qs(urlsplit(request.url).query)["workspace_id"] == ["5"]


def test_an_unknown_mode_is_refused_before_anything_is_sent() -> None:
    error, requests = raised(lambda ws: ws.run_flow_params({}, mode="path"), ANSWER)

    assert isinstance(error, ParamValidationError)
    assert (error.code, requests) == ("FL_INVALID_MODE", [])


def test_a_broken_question_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query_flow("Login", cardinality=0), ANSWER)

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


@pytest.mark.parametrize("answer", [{"error": "no such event"}, {"error": {"code": 1}}, {"surprise": 1}, {}])
def test_a_reply_without_a_flow_is_a_refusal(answer: dict[str, Any]) -> None:
    error, _ = raised(lambda ws: ws.query_flow("Login"), json_reply(answer))

    assert isinstance(error, QueryError)
    assert error.status_code == 200


@pytest.mark.parametrize(
    ("mode", "answer", "missing"),
    [
        ("sankey", {"flows": []}, "steps"),
        ("sankey", {"computed_at": "now", "overallConversionRate": 0.5}, "steps"),
        ("sankey", {"steps": None}, "steps"),
        ("paths", {"steps": []}, "flows"),
        ("tree", {"computed_at": "now", "breakdowns": []}, "trees"),
    ],
)
def test_a_reply_without_what_was_asked_for_is_no_empty_flow(mode: Any, answer: dict[str, Any], missing: str) -> None:
    error, _ = raised(lambda ws: ws.query_flow("Login", mode=mode), json_reply(answer))

    assert isinstance(error, ResponseValidationError)
    assert f"there is no '{missing}'" in error.message
