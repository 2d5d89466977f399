"""Every funnel that compiles is answered, or refused by the name of what it asks for; so is every odd one."""

from __future__ import annotations

import pytest

from tests.golden.cases import Case, selected
from tests.local.asking import Asking, stored
from tests.local.test_golden_params import check_answered, check_odd, dated, events, sent

EVERY = 4
ODD = 150
CASES = [case for case in selected("params", "sync") if case["engine"] == "funnel" and "expect" in case]
# Sessions are of users; what was never saved, or means nothing, is told.
UNANSWERED = ("sessions in an analysis by group",)
MEANINGLESS = (
    "is saved under the id",
    "no group key has the id",
    "an item of a list is in no cohort",
    "exclusions.steps: 3 to 3",
    "needs a number, not True",
    "is no date like",
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("golden"), events())


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES[::EVERY]])
def test_a_funnel_is_answered_or_refused_by_name(asking: Asking, case: Case) -> None:
    check_answered(sent(asking, dated(case["expect"])), UNANSWERED, MEANINGLESS)


def test_an_odd_funnel_is_answered_or_refused_and_nothing_breaks(asking: Asking) -> None:
    check_odd(asking, CASES, ODD)
