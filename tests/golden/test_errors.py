from __future__ import annotations

from typing import Any

import pytest

from tests.golden import make, make_async
from tests.golden.cases import Case, deviations, parameters
from tests.golden.evaluate import evaluate, settled
from tests.golden.failures import described, failure, failure_differences

WORKSPACE = make(None)


@pytest.mark.parametrize("case", parameters("errors", "sync"))
def test_the_mistake_is_reported(case: Case) -> None:
    try:
        actual = _returned(case, evaluate(case["expr"], "sync", ws=WORKSPACE))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        actual = failure(error)

    _compare(case, actual)


@pytest.mark.anyio
@pytest.mark.parametrize("case", parameters("errors", "async"))
async def test_the_async_face_reports_it_alike(case: Case) -> None:
    try:
        actual = _returned(case, await settled(case["expr"], ws=make_async(None)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        actual = failure(error)

    _compare(case, actual)


def test_the_selection_covers_the_insights_mistakes() -> None:
    assert len(parameters("errors", "sync")) >= 580


def _returned(case: Case, value: Any) -> dict[str, Any]:
    """What came back, where problems are to be returned; where an error is to be raised, nothing like it."""
    return described(value) if case["kind"] == "returns" else {"codes": [f"no error, but {value!r}"]}


def _compare(case: Case, actual: dict[str, Any]) -> None:
    found = failure_differences(case["error"], actual)
    assert bool(found) == (case["id"] in deviations()), found
