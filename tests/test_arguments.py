from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest

from mixpanel_async.arguments import (
    at_least,
    at_least_one,
    event_name,
    event_names,
    expression,
    ids,
    json_object,
    names,
    one_of,
    said,
    texts,
    yes_or_no,
)
from mixpanel_async.errors import ParamTypeError, ParamValidationError

Size = Literal["s", "m"]


@pytest.mark.parametrize(
    ("check", "kind", "message"),
    [
        (lambda: event_name(" "), ParamValidationError, "event is ' '; give the event's name"),
        (lambda: event_names(["A", ""]), ParamValidationError, "events[1] is ''; give the event's name"),
        (lambda: event_names("A"), ParamTypeError, "events is 'A'; give a list of texts"),
        (lambda: said(5, "on", "a property"), ParamTypeError, "on is 5; give a property"),  # type: ignore[arg-type]
        (lambda: said("\t", "name"), ParamValidationError, "name is '\\t'; give a name"),
        (lambda: texts([1], "ids"), ParamTypeError, "ids is [1]; give a list of texts"),  # type: ignore[list-item]
        (lambda: names(["a", " "], "names"), ParamValidationError, "names[1] is ' '; give a name"),
        (lambda: ids("12", "ids"), ParamTypeError, "ids is '12'; give a list of whole numbers"),  # type: ignore[arg-type]
        (lambda: ids([True], "ids"), ParamTypeError, "ids is [True]; give a list of whole numbers"),
        (lambda: at_least_one(0, "limit"), ParamValidationError, "limit is 0; it is 1 or more"),
        (lambda: at_least_one(True, "limit"), ParamTypeError, "limit is True; give a whole number"),
        (lambda: at_least(0, -1, "count"), ParamValidationError, "count is -1; it is 0 or more"),
        (lambda: one_of(Size, "l", "size"), ParamValidationError, "size is 'l'; it is one of s, m"),
        (lambda: one_of(Size, ["s"], "size"), ParamValidationError, "size is ['s']; it is one of s, m"),
        (
            lambda: expression(5, "on"),  # type: ignore[arg-type]
            ParamTypeError,
            "on is 5; give an expression as text, or leave it out",
        ),
        (
            lambda: json_object("{}", "params"),  # type: ignore[arg-type]
            ParamTypeError,
            "params is a str; give an object of JSON, as a dictionary",
        ),
        (lambda: yes_or_no("no", "all"), ParamTypeError, "all is 'no'; give True or False"),  # type: ignore[arg-type]
    ],
)
def test_an_argument_that_cannot_be_meant_is_refused(check: Callable[[], Any], kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        check()

    assert caught.value.message == message


def test_arguments_that_can_be_meant_are_given_back() -> None:
    assert (event_name("A"), event_names(["A", "B"]), names(("a",), "names")) == ("A", ["A", "B"], ["a"])
    assert (texts((), "ids"), at_least_one(3, "limit"), said("x", "on")) == ([], 3, "x")
    assert (one_of(Size, "s", "size"), expression("", "on"), expression("x", "on")) == ("s", None, "x")
