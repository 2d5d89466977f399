from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.golden import make, make_async
from tests.golden.cases import Case, deviations, parameters
from tests.golden.compare import as_typed, differences, plain, table
from tests.golden.evaluate import evaluate, settled
from tests.golden.failures import failure, failure_differences
from tests.golden.server import CannedServer


@pytest.mark.parametrize("case", parameters("results", "sync"))
def test_the_reply_means_this(case: Case) -> None:
    with _warning_like(case):
        try:
            found = _result_differences(case, evaluate(case["call"], "sync", ws=make(CannedServer.of(case))))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
            found = _error_differences(case, error)

    assert bool(found) == (case["id"] in deviations()), found


@pytest.mark.anyio
@pytest.mark.parametrize("case", parameters("results", "async"))
async def test_it_means_this_on_the_async_face(case: Case) -> None:
    with _warning_like(case):
        try:
            found = _result_differences(case, await settled(case["call"], ws=make_async(CannedServer.of(case))))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
            found = _error_differences(case, error)

    assert bool(found) == (case["id"] in deviations()), found


def test_the_selection_covers_the_insights_results() -> None:
    assert len(parameters("results", "sync")) >= 65


@contextmanager
def _warning_like(case: Case) -> Iterator[None]:
    """The kinds of warning the case recorded are given, and no others."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        yield
    assert {warning.category.__name__ for warning in given} == set(case.get("warnings", ()))


def _result_differences(case: Case, result: Any) -> list[str]:
    if "error" in case:
        return [f"expected {case['error']['type']}, got {result!r}"]
    moving = case.get("volatile", ())
    expected, actual = case["to_dict"], plain(result)
    found = differences(_without(expected, moving), _without(actual, moving))
    frames = case.get("frames", {}) | ({"df": case["df"]} if case.get("df") else {})
    for name, wanted in frames.items():
        frame = getattr(result, name)
        found += differences(as_typed(wanted, frame), table(frame), name)
    for check in case.get("extra", ()):
        found += differences(check["value"], plain(evaluate(check["expr"], "sync", r=result)), check["expr"])
    return found


def _error_differences(case: Case, error: Exception) -> list[str]:
    if "error" not in case:
        return [f"it failed: {error!r}"]
    found = failure_differences(case["error"], failure(error))
    for name, value in case["error"].get("attributes", {}).items():
        found += differences(value, plain(getattr(error, name, None)), name)
    return found


def _without(value: Any, keys: Any) -> Any:
    return {key: item for key, item in value.items() if key not in keys} if isinstance(value, dict) else value
