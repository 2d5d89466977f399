from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from mixpanel_async import BookmarkValidationError, FunnelQuery, ParamValidationError, QueryError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

STEPS = [{"event": "A", "count": 4, "overall_conv_ratio": 1.0}, {"event": "B", "count": 1, "overall_conv_ratio": 0.25}]
ANSWER = json_reply({"computed_at": "now", "series": {"steps": STEPS}})


def test_a_question_is_sent_as_a_report() -> None:
    result, (request,) = both(lambda ws: ws.query_funnel(["A", "B"], last=7, limit=10), ANSWER)

    body = json.loads(request.body)
    assert (request.method, urlsplit(request.url).path) == ("POST", "/api/query/insights")
    assert body == {
        "bookmark": FunnelQuery(["A", "B"], last=7).params(),
        "project_id": 12345,
        "queryLimits": {"limit": 10},
    }
    assert (result.steps_data, result.params, result.overall_conversion_rate) == (STEPS, body["bookmark"], 0.25)


def test_a_question_made_elsewhere_is_sent_as_it_is() -> None:
    question = FunnelQuery(["A", "B"], last=7, limit=10)

    asked = both(lambda ws: ws.query_funnel(question), ANSWER)

    assert asked == both(lambda ws: ws.query_funnel(["A", "B"], last=7, limit=10), ANSWER)


def test_params_made_elsewhere_are_sent_as_they_are() -> None:
    _, (request,) = both(lambda ws: ws.run_funnel_params({"sections": {}}, workspace_id=5), ANSWER)

    assert json.loads(request.body)["bookmark"] == {"sections": {}}
    assert "workspace_id=5" in urlsplit(request.url).query


def test_building_params_sends_nothing() -> None:
    params, requests = both(lambda ws: ws.build_funnel_params(["A", "B"], last=7))

    assert (params, requests) == (FunnelQuery(["A", "B"], last=7).params(), [])


def test_a_question_that_breaks_rules_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query_funnel(["A"]))

    assert isinstance(error, BookmarkValidationError)
    assert requests == []


def test_a_limit_out_of_range_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.query_funnel(["A", "B"], limit=0))

    assert isinstance(error, ParamValidationError)
    assert requests == []


@pytest.mark.parametrize("reply", [{"error": "x"}, {"computed_at": "x"}])
def test_a_refusal_inside_an_ordinary_reply_is_a_query_error(reply: dict[str, Any]) -> None:
    error, _ = raised(lambda ws: ws.query_funnel(["A", "B"]), json_reply(reply))

    assert isinstance(error, QueryError)
    assert (error.status_code, error.response_body) == (200, reply)
