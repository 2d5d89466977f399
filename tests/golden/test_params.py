from __future__ import annotations

from datetime import date

import pytest

from tests.golden import make, make_async
from tests.golden.cases import Case, deviations, parameters
from tests.golden.compare import differences, plain
from tests.golden.evaluate import evaluate

BLOCKING, ASYNC = make(None), make_async(None)


@pytest.mark.parametrize("case", parameters("params", "sync"))
def test_the_question_becomes_these_params(case: Case) -> None:
    _compare(case, evaluate(case["expr"], "sync", ws=BLOCKING))


@pytest.mark.parametrize("case", parameters("params", "async"))
def test_it_does_on_the_async_face(case: Case) -> None:
    _compare(case, evaluate(case["expr"], "async", ws=ASYNC))


def test_the_selection_covers_the_insights_questions() -> None:
    assert len(parameters("params", "sync")) >= 770


def _compare(case: Case, actual: object) -> None:
    found = differences(_dated(case["expect"]), plain(actual))
    assert bool(found) == (case["id"] in deviations()), found


def _dated(value: object) -> object:
    """*value* with today's date where the corpus has a mark for it."""
    if isinstance(value, dict):
        return {key: _dated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dated(item) for item in value]
    return date.today().isoformat() if value == "$TODAY" else value
