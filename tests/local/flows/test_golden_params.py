"""Every flow that compiles is answered, or refused by the name of what it asks for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mixpanel_transports.message import Request
from tests.golden.cases import Case, selected
from tests.local.asking import NOW, Asking, stored
from tests.local.test_golden_params import dated, events

EVERY = 5
CASES = [case for case in selected("params", "sync") if case["engine"] == "flow" and "expect" in case]
SHAPES = ("flows_sankey", "flows_top_paths", "flows")
SAID = ("is saved under the id", "no group key has the id", "an item of a list is in no cohort", "needs a number, not")


# Sessions, cohorts and frequencies are of users.
UNANSWERED = ("in an analysis by group",)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    first = NOW - timedelta(days=20)
    return stored(tmp_path_factory.mktemp("golden"), events(round(first.timestamp())))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES[::EVERY]])
def test_a_flow_is_answered_or_refused_by_name(asking: Asking, case: Case) -> None:
    body = {
        "bookmark": dated(case["expect"]),
        "project_id": 1,
        "query_type": SHAPES[int(case["id"][4:], 16) % len(SHAPES)],
    }
    headers = {"content-type": "application/json"}
    reply = asking.send(
        Request("POST", "https://mixpanel.com/api/query/arb_funnels", headers, json.dumps(body).encode())
    )
    if reply.status != 200:
        said = json.loads(reply.body)["error"]
        assert any(name in said for name in (UNANSWERED if reply.status == 501 else SAID)), said
