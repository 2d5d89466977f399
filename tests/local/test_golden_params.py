"""Every question that compiles is answered, or refused by the name of what it asks for; so is every odd one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from mixpanel_transports.message import Reply, Request
from tests.golden.cases import Case, selected
from tests.local.asking import NOW, Asking, event, stored
from tests.mutations import mutated

# One in so many: what each engine is asked.
EVERY = 5
ODD = 500

ENGINES = ("insights", "retention")
CASES = [case for case in selected("params", "sync") if case["engine"] in ENGINES and "expect" in case]
# Values of every type under the same names: what a column holds is not what a question thinks it holds.
AMOUNTS = (1, "x", None, [1, "a"], [{"a": 1}], True, -1.5)
COUNTRIES = ("US", "us", None, ["US"], 7, True)

# What no document gives a meaning to, or is not part of a store.
UNANSWERED = (
    "math 'multi_attribution'",
    "math 'numeric_summary'",
    "the size of a cohort filtered by a property of events",
    "and a breakdown",
)
MEANINGLESS = (
    "is saved under the id",
    "needs a number, not",
    "is no date like",
    "at most 93 intervals",
    "at most 100 years",
    "no group key has the id",
    "an item of a list is in no cohort",
    "1000 is not between 0 and 100",
    "no metric has the letter AB",
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("golden"), events())


def events() -> Iterator[dict[str, Any]]:
    first = round((NOW - timedelta(days=20)).timestamp())
    for number in range(40):
        yield event(
            ("Login", "Buy", "Signup", "A")[number % 4],
            f"u{number % 3}" if number % 5 else None,
            first + number * 43_000,
            amount=AMOUNTS[number % len(AMOUNTS)],
            country=COUNTRIES[number % len(COUNTRIES)],
            items=[{"Brand": "x", "a": number}],
        )


def sent(asking: Asking, bookmark: object) -> Reply:
    body = json.dumps({"bookmark": bookmark, "project_id": 1, "queryLimits": {"limit": 3000}})
    url = "https://mixpanel.com/api/query/insights"
    return asking.send(Request("POST", url, {"content-type": "application/json"}, body.encode()))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES[::EVERY]])
def test_a_question_is_answered_or_refused_by_name(asking: Asking, case: Case) -> None:
    check_answered(sent(asking, dated(case["expect"])), UNANSWERED, MEANINGLESS)


def test_an_odd_question_is_answered_or_refused_and_nothing_breaks(asking: Asking) -> None:
    check_odd(asking, CASES, ODD)


def dated(value: object) -> Any:
    """The params with the day that they say "today" for."""
    return json.loads(json.dumps(value).replace('"$TODAY"', f'"{NOW.date()}"'))


def check_answered(reply: Reply, unanswered: Sequence[str], meaningless: Sequence[str]) -> None:
    """A reply is an answer, or says one of these."""
    if reply.status != 200:
        said = json.loads(reply.body)["error"]
        assert any(name in said for name in (unanswered if reply.status == 501 else meaningless)), said


def check_odd(asking: Asking, cases: Sequence[Case], count: int) -> None:
    """So many questions, each changed somewhere, are answered or refused."""
    for number in range(count):
        odd = mutated(dated(cases[number * 37 % len(cases)]["expect"]), str(number))
        reply = sent(asking, odd.value)
        assert reply.status in (200, 400, 501), odd.changes
        assert reply.status == 200 or json.loads(reply.body)["error"]
