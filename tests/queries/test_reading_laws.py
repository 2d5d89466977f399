"""What holds for every question that is read back from its params."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mixpanel_async import MixpanelError, ParamValidationError
from tests.queries.questions import QUESTIONS

ANY = st.sampled_from([None, True, 0, 1.5, "", "x", "[", [], ["x"], [1, {}], {}, {"id": 1}, {"a": [None]}])

# Questions are made of many parts.
LARGE = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)


def today() -> date:
    return date(2026, 11, 24)


def sent(question: Any) -> dict[str, Any]:
    """The params of a question that breaks no rule."""
    try:
        params: dict[str, Any] = question.params(today=today)
    except MixpanelError:
        assume(False)
        raise
    return params


def refusal(kind: Any, params: dict[str, Any]) -> str:
    """Why *params* are not read, nothing where they are."""
    try:
        kind.from_params(params)
    except ParamValidationError as problem:
        return str(problem)
    return ""


@LARGE
@given(QUESTIONS)
def test_the_question_read_back_has_the_same_params(question: Any) -> None:
    params = sent(question)

    assert type(question).from_params(params).params(today=today) == params


@LARGE
@given(QUESTIONS)
def test_what_was_read_back_once_is_read_back_as_it_is(question: Any) -> None:
    first = type(question).from_params(sent(question))

    assert type(question).from_params(first.params(today=today)) == first


@LARGE
@given(QUESTIONS, ANY, st.data())
def test_params_that_cannot_be_read_name_their_place(question: Any, other: Any, data: st.DataObject) -> None:
    params = deepcopy(sent(question))
    holder, key = data.draw(st.sampled_from(list(places(params))))
    holder[key] = deepcopy(other)

    assert refusal(type(question), params)[:1] in ("", "$")


@LARGE
@given(QUESTIONS)
def test_reading_leaves_the_params_as_they_are(question: Any) -> None:
    params = sent(question)
    before = deepcopy(params)

    type(question).from_params(params)

    assert params == before


def places(node: Any) -> Any:
    """Every object or list in *node*, with each of its keys."""
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from places(node[key])
