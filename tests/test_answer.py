from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async.answer import Answer, meta_of
from mixpanel_async.errors import ResponseValidationError


@pytest.mark.parametrize(
    ("value", "read", "said"),
    [
        (5, Answer.object, "$: 5 is no object"),
        ({}, Answer.array, "$: {} is no list"),
        (5, lambda a: a.get("x"), "$: 5 is no object"),
        ({"a": 5}, lambda a: a.get("a").text_or(), "$.a: 5 is no text"),
        ({"a": [1, "2"]}, lambda a: a.get("a").number_list(), "$.a[1]: '2' is no number"),
        ({"a": {"b": True}}, lambda a: a.get("a").numbers(), "$.a.b: True is no number"),
        ({"a": None}, lambda a: a.required("a"), "$: there is no 'a'"),
        ({"b": 1}, lambda a: a.part("a"), "$: there is no 'a'"),
        (None, lambda a: a.part("a"), "$: there is no 'a'"),
        ([{"id": "7"}], lambda a: [row.get("id").whole() for row in a.items()], "$[0].id: '7' is no whole number"),
        ("x" * 999, Answer.object, f"$: '{'x' * 199}... is no object"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(value: Any, read: Callable[[Answer], Any], said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        read(Answer(value))

    assert caught.value.message == said


def test_what_may_be_left_out_has_a_default() -> None:
    nothing = Answer({}).get("x")

    assert (nothing.text_or("a"), nothing.number_or(1.5), nothing.whole_or(3)) == ("a", 1.5, 3)
    assert (nothing.object_or_nothing(), nothing.array_or_nothing(), nothing.flag()) == ({}, [], False)


def test_an_empty_object_says_that_there_is_nothing() -> None:
    assert Answer({}).part("data").part("values").object_or_nothing() == {}


def test_numbers_and_null_are_numbers() -> None:
    assert Answer({"a": 1, "b": 2.5, "c": None}).numbers() == {"a": 1, "b": 2.5, "c": None}


@pytest.mark.parametrize(("value", "inner"), [({"results": [1]}, [1]), ({"results": None}, None), ([2], [2]), ({}, {})])
def test_the_app_api_wraps_results(value: Any, inner: Any) -> None:
    assert Answer(value).results().value == inner


def test_meta_names_the_exchange_where_the_server_does() -> None:
    assert meta_of(Answer({"meta": {"is_cached": True}}, request_id="r1")) == {"is_cached": True, "request_id": "r1"}
    assert meta_of(Answer({})) == {}
