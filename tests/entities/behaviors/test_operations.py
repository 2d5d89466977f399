"""Saved behaviors: kept, changed, and used in metrics."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    BookmarkValidationError,
    CreateBehaviorParams,
    FunnelBehavior,
    ParamTypeError,
    ParamValidationError,
    RawBehaviorDefinition,
    RetentionBehavior,
    SavedBehavior,
    SimpleBehavior,
    UpdateBehaviorParams,
)
from mixpanel_async.specs.references import BehaviorRef
from tests.entities.metrics.data import NOTHING, rows, sent, steps
from tests.faces import both, raised

SIGNUP: dict[str, Any] = {
    "id": 801,
    "name": "Signup",
    "type": "funnel",
    "description": None,
    "definition": {"behavior": {"type": "funnel", "behaviors": []}, "version": 2},
    "can_update_basic": True,
}
RETURNS: dict[str, Any] = {"id": 802, "name": "Returns", "type": "retention", "definition": {"behavior": {}}}
FUNNEL = FunnelBehavior(["A", "B"])
UNSOUND = FunnelBehavior(["A", "B"], conversion_window=400)


@pytest.mark.parametrize(
    ("options", "ids"),
    [({}, [801, 802]), ({"behavior_type": "retention"}, [802]), ({"name_contains": "SIGN"}, [801])],
)
def test_a_list_is_narrowed_by_what_is_said(options: dict[str, Any], ids: list[int]) -> None:
    found, _ = both(lambda ws: ws.list_behaviors(**options), rows(SIGNUP, RETURNS))

    assert [behavior.id for behavior in found] == ids


def test_a_type_that_there_is_not_is_refused_rather_than_not_found() -> None:
    error, _ = raised(lambda ws: ws.list_behaviors(behavior_type="funnels"), rows(SIGNUP))

    assert isinstance(error, ParamValidationError)
    assert error.message == "the type is 'funnels'; it is one of simple, funnel, retention"


def test_it_stands_in_a_metric_as_a_reference() -> None:
    found, _ = both(lambda ws: ws.get_behavior(801), rows(SIGNUP))

    assert (found.behavior_type, found.to_ref()) == ("funnel", BehaviorRef(801, "funnel"))


@pytest.mark.parametrize(
    ("behavior", "kind"),
    [(FUNNEL, "funnel"), (RetentionBehavior("A", "B"), "retention"), (SimpleBehavior(["A"], "Any"), "simple")],
)
def test_a_behavior_is_kept_as_a_metric_says_it_but_for_the_questions_filter(behavior: Any, kind: str) -> None:
    body = CreateBehaviorParams(name=" B ", behavior=behavior).to_body()

    kept = {name: value for name, value in behavior.clause().items() if name != "filter"}
    assert body == {"type": kind, "name": "B", "definition": {"behavior": kept}}


def test_events_that_count_as_one_have_a_name_only_where_one_is_given() -> None:
    body = CreateBehaviorParams(name="Any", behavior=SimpleBehavior(["A", "B"])).to_body()

    assert "name" not in body["definition"]["behavior"]


def test_the_servers_own_words_are_sent_as_they_are() -> None:
    raw = RawBehaviorDefinition({"behavior": {"type": "new"}, "x": 1})

    assert raw.behavior_type == "new"
    assert CreateBehaviorParams(name="B", behavior=raw).to_body() == {
        "type": "new",
        "name": "B",
        "definition": {"behavior": {"type": "new"}, "x": 1},
    }


@pytest.mark.parametrize("words", [{}, {"type": "funnel"}, {"behavior": {}}, "funnel"])
def test_the_servers_own_words_say_what_type_they_are_of(words: Any) -> None:
    with pytest.raises(ParamValidationError, match="give an object with a behavior that has a type"):
        RawBehaviorDefinition(words)


@pytest.mark.parametrize("wrong", [{"behavior": {"type": "funnel"}}, BehaviorRef(801, "funnel"), None])
def test_what_is_no_behavior_is_refused(wrong: Any) -> None:
    with pytest.raises(ParamTypeError, match=r"^CreateBehaviorParams: behavior is .*RawBehaviorDefinition$"):
        CreateBehaviorParams(name="B", behavior=wrong)


@pytest.mark.parametrize(
    "operation",
    [
        lambda ws: ws.create_behavior(CreateBehaviorParams(name="B", behavior=UNSOUND)),
        lambda ws: ws.update_behavior(801, UpdateBehaviorParams(behavior=UNSOUND)),
    ],
)
def test_an_unsound_behavior_is_told_by_its_place_and_not_sent(operation: Any) -> None:
    error, requests = raised(operation)

    assert isinstance(error, BookmarkValidationError)
    assert [each.path for each in error.errors] == ["behavior.conversion_window"]
    assert requests == []


def test_a_behavior_goes_unchecked_where_that_is_said() -> None:
    params = CreateBehaviorParams(name="B", behavior=UNSOUND)
    found, _ = both(lambda ws: ws.create_behavior(params, validate=False), rows(SIGNUP))

    assert isinstance(found, SavedBehavior)


@pytest.mark.parametrize(
    ("behavior", "path"),
    [
        (SimpleBehavior(["\u200b"]), "behavior.events[0]"),
        (RetentionBehavior("A", "B", bucket_sizes=[3, 1]), "behavior.bucket_sizes"),
    ],
)
def test_every_type_is_checked(behavior: Any, path: str) -> None:
    error, _ = raised(lambda ws: ws.create_behavior(CreateBehaviorParams(name="B", behavior=behavior)))

    assert isinstance(error, BookmarkValidationError)
    assert [each.path for each in error.errors] == [path]


def test_another_behavior_keeps_what_the_server_added_beside_it() -> None:
    params = UpdateBehaviorParams(name=" n ", behavior=FUNNEL)
    _, requests = both(lambda ws: ws.update_behavior(801, params), rows(SIGNUP), rows(SIGNUP))

    kept = {name: value for name, value in FUNNEL.clause().items() if name != "filter"}
    assert steps(requests) == ["GET /behaviors/801", "PATCH /behaviors/801"]
    assert sent(requests[1]) == {"name": "n", "definition": {"behavior": kept, "version": 2}}


def test_a_behavior_of_another_type_is_refused_before_the_change() -> None:
    params = UpdateBehaviorParams(behavior=RetentionBehavior("A", "B"))
    error, requests = raised(lambda ws: ws.update_behavior(801, params), rows(SIGNUP))

    assert isinstance(error, ParamValidationError)
    assert error.code == "SM3_KIND_CHANGE"
    assert steps(requests) == ["GET /behaviors/801"]


def test_a_change_that_answers_nothing_is_read() -> None:
    params = UpdateBehaviorParams(description=None, verified=True)
    found, requests = both(lambda ws: ws.update_behavior(801, params), NOTHING, rows(SIGNUP))

    assert found.name == "Signup"
    assert sent(requests[0]) == {"description": None, "verified": True}
    assert steps(requests) == ["PATCH /behaviors/801", "GET /behaviors/801"]
