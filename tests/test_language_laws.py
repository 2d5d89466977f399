"""What holds for every question of the language, and for every mistake in one."""

from __future__ import annotations

import datetime
import json
import pickle
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async import MixpanelError, from_json, to_json
from tests.strategies import JUNK, QUESTIONS

NAMES = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__} | {"datetime": datetime}
TODAY = datetime.date(2026, 2, 1)

# A question is made of hundreds of strategies; nobody reads how.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def today() -> datetime.date:
    return TODAY


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_a_valid_question_breaks_no_rule_and_its_params_are_json(question: Any) -> None:
    params = question.params(today=today)

    assert json.loads(json.dumps(params, allow_nan=False)) == params


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_params_are_the_same_each_time_and_belong_to_the_caller(question: Any) -> None:
    first = question.params(today=today)
    text = json.dumps(first)

    _spoil(first)

    assert json.dumps(question.params(today=today)) == text


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_the_order_of_keywords_means_nothing(question: Any) -> None:
    given = {field.alias: getattr(question, field.name) for field in attrs.fields(type(question))}
    twin = type(question)(**dict(reversed(given.items())))

    assert json.dumps(twin.params(today=today)) == json.dumps(question.params(today=today))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_repr_is_a_call_that_asks_the_same(question: Any) -> None:
    assert eval(repr(question), NAMES) == question


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_a_pickled_question_is_the_same_question(question: Any) -> None:
    twin = pickle.loads(pickle.dumps(question))

    assert twin == question
    assert {question: "found"}[twin] == "found"


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
def test_a_question_written_to_a_file_asks_the_same(question: Any) -> None:
    text = to_json(question)
    twin = from_json(text, type(question))

    assert twin == question
    assert to_json(twin) == text
    assert twin.params(today=today) == question.params(today=today)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(QUESTIONS, st.data())
def test_a_mistake_anywhere_is_an_error_of_ours(question: Any, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(_places(question))), label="place")
    junk = data.draw(JUNK, label="junk")
    with suppress(MixpanelError):
        _with(question, place, junk).params(today=today)


def _places(spec: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to every field in a question, and to every item of a list in one."""
    parts: Iterator[tuple[str | int, Any]] = iter(())
    if attrs.has(type(spec)):
        parts = ((field.name, getattr(spec, field.name)) for field in attrs.fields(type(spec)))
    elif isinstance(spec, tuple):
        parts = iter(enumerate(spec))
    for step, value in parts:
        yield (step,)
        yield from ((step, *rest) for rest in _places(value))


def _with(spec: Any, place: tuple[Any, ...], junk: Any) -> Any:
    """The same question made anew, with *junk* at a *place*."""
    if not place:
        return junk
    step, *rest = place
    if isinstance(spec, tuple):
        return tuple(_with(item, tuple(rest), junk) if index == step else item for index, item in enumerate(spec))
    values = {field.alias: getattr(spec, field.name) for field in attrs.fields(type(spec))}
    alias = next(field.alias for field in attrs.fields(type(spec)) if field.name == step)
    values[alias] = _with(values[alias], tuple(rest), junk)
    made = object.__new__(type(spec))
    getattr(made, "__attrs_init__", made.__init__)(**values)
    return made


def _spoil(value: Any) -> None:
    """Change everything in a mutable value."""
    for item in list(value.values()) if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _spoil(item)
    value.clear()
