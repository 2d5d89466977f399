"""Every flow that compiles is answered, or refused by the name of what it asks for."""

from __future__ import annotations

import json

import pytest

from mixpanel_transports.message import Request
from tests.golden.cases import Case, selected
from tests.local.asking import Asking, stored
from tests.local.test_golden_params import check_answered, dated, events

EVERY = 5
CASES = [case for case in selected("params", "sync") if case["engine"] == "flow" and "expect" in case]
SHAPES = ("flows_sankey", "flows_top_paths", "flows")
SAID = ("is saved under the id", "no group key has the id", "an item of a list is in no cohort", "needs a number, not")


# Sessions, cohorts and frequencies are of users.
UNANSWERED = ("in an analysis by group",)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("golden"), events())


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES[::EVERY]])
def test_a_flow_is_answered_or_refused_by_name(asking: Asking, case: Case) -> None:
    body = {
        "bookmark": dated(case["expect"]),
        "project_id": 1,
        "query_type": SHAPES[int(case["id"][4:], 16) % len(SHAPES)],
    }
    headers = {"content-type": "application/json"}
    request = Request("POST", "https://mixpanel.com/api/query/arb_funnels", headers, json.dumps(body).encode())
    check_answered(asking.send(request), UNANSWERED, SAID)
