"""What holds for every question of the language."""

from __future__ import annotations

import datetime
import json
import pickle
from copy import deepcopy
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings

import mixpanel_async
from mixpanel_async import from_json, to_json
from tests.spelling import TODAY, spelled
from tests.strategies import QUESTIONS

NAMES = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__} | {"datetime": datetime}
# Questions are made of many parts.
LARGE = settings(deadline=None, suppress_health_check=list(HealthCheck))


def today() -> datetime.date:
    return TODAY


@LARGE
@given(QUESTIONS)
def test_a_valid_question_breaks_no_rule_and_its_params_are_json(question: Any) -> None:
    params = question.params(today=today)

    assert json.loads(json.dumps(params, allow_nan=False)) == params


@LARGE
@given(QUESTIONS)
def test_params_are_the_same_each_time_and_belong_to_the_caller(question: Any) -> None:
    first = question.params(today=today)
    text = json.dumps(first)

    _spoil(first)

    assert json.dumps(question.params(today=today)) == text


@LARGE
@given(QUESTIONS)
def test_the_order_of_keywords_means_nothing(question: Any) -> None:
    given = {field.alias: getattr(question, field.name) for field in attrs.fields(type(question))}
    twin = type(question)(**dict(reversed(given.items())))

    assert json.dumps(twin.params(today=today)) == json.dumps(question.params(today=today))


@LARGE
@given(QUESTIONS)
def test_a_question_read_back_from_its_params_differs_only_in_spelling(question: Any) -> None:
    twin = type(question).from_params(question.params(today=today))

    assert spelled(twin) == spelled(question)


@LARGE
@given(QUESTIONS)
def test_a_question_read_back_from_its_params_has_the_same_params(question: Any) -> None:
    params = question.params(today=today)

    assert type(question).from_params(params).params(today=today) == params


@LARGE
@given(QUESTIONS)
def test_a_question_read_back_once_is_read_back_as_it_is(question: Any) -> None:
    first = type(question).from_params(question.params(today=today))

    assert type(question).from_params(first.params(today=today)) == first


@LARGE
@given(QUESTIONS)
def test_reading_leaves_the_params_as_they_are(question: Any) -> None:
    params = question.params(today=today)
    before = deepcopy(params)

    type(question).from_params(params)

    assert params == before


@LARGE
@given(QUESTIONS)
def test_repr_is_a_call_that_asks_the_same(question: Any) -> None:
    assert eval(repr(question), NAMES) == question


@LARGE
@given(QUESTIONS)
def test_a_pickled_question_is_the_same_question(question: Any) -> None:
    twin = pickle.loads(pickle.dumps(question))

    assert twin == question
    assert {question: "found"}[twin] == "found"


@LARGE
@given(QUESTIONS)
def test_a_question_written_to_a_file_asks_the_same(question: Any) -> None:
    text = to_json(question)
    twin = from_json(text, type(question))

    assert twin == question
    assert to_json(twin) == text
    assert twin.params(today=today) == question.params(today=today)


def _spoil(value: Any) -> None:
    """Change everything in a mutable value."""
    for item in list(value.values()) if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _spoil(item)
    value.clear()
