"""Every question about users that compiles is answered, or refused by the name of what it asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mixpanel_transports.message import Request
from tests.golden.cases import Case, selected
from tests.local.asking import NOW, Asking, event, stored

EVERY = 4
CASES = [case for case in selected("params", "sync") if case["engine"] == "user" and "expect" in case]
AMOUNTS = (1, "x", None, [1, "a"], True, -1.5, "2026-01-05T00:00:00")
SAID = ("is saved under the id", "no group key has the id")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    folder: Path = tmp_path_factory.mktemp("golden")
    people = [
        {
            "$distinct_id": f"u{at}",
            "$properties": {"plan": ("pro", "free")[at % 2], "amount": amount, "$created": amount},
        }
        for at, amount in enumerate(AMOUNTS)
    ]
    return stored(folder, [event("Buy", f"u{at}") for at in range(9)], people)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES[::EVERY]])
def test_users_are_counted_and_listed_or_refused_by_name(asking: Asking, case: Case) -> None:
    # "NOW" stands for the moment a question is compiled at.
    asked = json.loads(json.dumps(case["expect"]).replace("datetime(NOW", f"datetime({NOW.timestamp():.0f}"))
    listed = {name: value for name, value in asked.items() if name != "action"}
    listed |= {"where": listed.pop("selector")} if "selector" in listed else {}
    answered(asking, "engage", listed)
    if "action" in asked:
        answered(asking, "engage/stats", asked)


def answered(asking: Asking, path: str, body: Any) -> None:
    headers = {"content-type": "application/json"}
    reply = asking.send(Request("POST", f"https://mixpanel.com/api/query/{path}", headers, json.dumps(body).encode()))
    said = json.loads(reply.body)
    assert reply.status == 200 or (reply.status == 400 and any(name in said["error"] for name in SAID)), said
