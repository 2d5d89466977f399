from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import (
    FlowQuery,
    FunnelQuery,
    InsightsQuery,
    Metric,
    MixpanelError,
    ParamTypeError,
    RetentionQuery,
    Spec,
    UserQuery,
)
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

SERIES = {"computed_at": "now", "headers": ["$event"], "series": {}}
FLOW = {"computed_at": "now", "flows": [], "breakdowns": [], "overallConversionRate": 0}
USERS = {"results": 3, "computed_at": "now", "status": "ok"}
ASKED: list[tuple[Spec[Any], dict[str, Any], Callable[..., Any]]] = [
    (InsightsQuery("A", last=7, limit=5), SERIES, lambda ws, question: ws.query(question)),
    (FunnelQuery(["A", "B"], last=7, limit=5), SERIES, lambda ws, question: ws.query_funnel(question)),
    (RetentionQuery("A", "B", last=7, limit=5), SERIES, lambda ws, question: ws.query_retention(question)),
    (FlowQuery("A", mode="paths"), FLOW, lambda ws, question: ws.query_flow(question)),
    (UserQuery(), USERS, lambda ws, question: ws.query_user(question)),
]


@pytest.mark.parametrize(("question", "answer", "ask"), ASKED, ids=[type(asked[0]).__name__ for asked in ASKED])
def test_running_a_question_asks_it_where_it_belongs(
    question: Spec[Any], answer: dict[str, Any], ask: Callable[..., Any]
) -> None:
    (result, requests), (expected, sent) = (
        both(run, json_reply(answer)) for run in (lambda ws: ws.run(question), lambda ws: ask(ws, question))
    )

    assert requests == sent
    assert type(result) is type(expected)
    assert not isinstance(result, Exception)


def test_a_question_that_breaks_rules_is_not_sent() -> None:
    error, requests = raised(lambda ws: ws.run(InsightsQuery([])))

    assert isinstance(error, MixpanelError)
    assert requests == []


@pytest.mark.parametrize("given", ["Login", Metric("Login"), InsightsQuery, None], ids=repr)
def test_what_is_no_question_is_refused(given: Any) -> None:
    error, requests = raised(lambda ws: ws.run(given))

    assert isinstance(error, ParamTypeError)
    assert "InsightsQuery" in str(error)
    assert requests == []


def test_every_question_is_a_spec() -> None:
    assert {type(asked[0]) for asked in ASKED} == set(Spec.__subclasses__())
