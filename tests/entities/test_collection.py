"""Saved metrics and behaviors are removed alike."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import ParamTypeError, ParamValidationError, QueryError
from mixpanel_transports.fake import json_reply
from tests.entities.metrics.data import NOT_FOUND, NOTHING, rows, sent, steps
from tests.faces import both, raised

KINDS = pytest.mark.parametrize(
    ("noun", "code"), [("metric", "SM6_DELETE_NOT_PERMITTED"), ("behavior", "BH4_DELETE_NOT_PERMITTED")]
)


def row(number: int, *, mine: bool | None) -> dict[str, Any]:
    return {"id": number, "name": f"N{number}", "type": "metric", "definition": {}, "can_update_basic": mine}


def delete_one(noun: str, **options: Any) -> Any:
    return lambda ws: getattr(ws, f"delete_{noun}")(1, **options)


def delete_two(noun: str, **options: Any) -> Any:
    return lambda ws: getattr(ws, f"delete_{noun}s")([1, 2], **options)


@KINDS
@pytest.mark.parametrize("force", [False, True])
def test_defect_20_what_is_not_there_is_the_same_error_for_metrics_and_behaviors(
    noun: str, code: str, force: bool
) -> None:
    error, requests = raised(delete_one(noun, force=force), NOT_FOUND)

    assert isinstance(error, QueryError)
    assert (error.status_code, error.code) == (404, "QUERY_FAILED")
    assert steps(requests) == [f"GET /{noun}s/1"]


@KINDS
@pytest.mark.parametrize("mine", [True, None])
def test_one_is_read_and_then_removed(noun: str, code: str, mine: bool | None) -> None:
    found, requests = both(delete_one(noun), rows(row(1, mine=mine)), NOTHING)

    assert found is None
    assert steps(requests) == [f"GET /{noun}s/1", f"DELETE /{noun}s"]
    assert sent(requests[1]) == {f"{noun}s": [{"id": 1}]}


@KINDS
def test_one_that_is_not_the_accounts_to_change_stays(noun: str, code: str) -> None:
    error, requests = raised(delete_one(noun), rows(row(1, mine=False)))

    assert isinstance(error, ParamValidationError)
    assert (error.code, error.details) == (code, {"ids": [1]})
    assert error.message == (
        f"this account may not change the {noun} 'N1' (1), so nothing is removed; try with force=True"
    )
    assert steps(requests) == [f"GET /{noun}s/1"]


@KINDS
def test_one_of_several_that_is_not_the_accounts_to_change_keeps_all(noun: str, code: str) -> None:
    listed = rows(row(1, mine=True), row(2, mine=False), row(3, mine=False))
    error, requests = raised(delete_two(noun), listed)

    assert isinstance(error, ParamValidationError)
    assert (error.code, error.details) == (code, {"ids": [2]})
    assert steps(requests) == [f"GET /{noun}s"]


@KINDS
def test_several_are_removed_at_once(noun: str, code: str) -> None:
    _, requests = both(delete_two(noun), rows(row(1, mine=True), row(3, mine=False)), json_reply({"status": "ok"}))

    assert sent(requests[1]) == {f"{noun}s": [{"id": 1}, {"id": 2}]}


@KINDS
def test_force_leaves_the_decision_to_the_server(noun: str, code: str) -> None:
    both(delete_one(noun, force=True), rows(row(1, mine=False)), NOTHING)
    _, requests = both(delete_two(noun, force=True), NOTHING)

    assert steps(requests) == [f"DELETE /{noun}s"]


@KINDS
def test_nothing_to_remove_is_not_sent(noun: str, code: str) -> None:
    assert both(lambda ws: getattr(ws, f"delete_{noun}s")([])) == (None, [])


@KINDS
def test_a_lone_id_is_no_list(noun: str, code: str) -> None:
    error, requests = raised(lambda ws: getattr(ws, f"delete_{noun}s")(1))

    assert isinstance(error, ParamTypeError)
    assert (error.message, requests) == (f"{noun}_ids is 1; give a list of whole numbers", [])
