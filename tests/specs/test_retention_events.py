from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import CustomPropertyRef, Filter, ParamTypeError, ParamValidationError, RetentionEvent


@pytest.mark.parametrize(
    ("name", "code"), [("", "EV1_EMPTY_EVENT"), (None, "EV1_EMPTY_EVENT"), ("a\x00", "EV2_CONTROL_CHAR_EVENT")]
)
def test_an_event_has_a_name(name: Any, code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        RetentionEvent(name)

    assert caught.value.code == code


@pytest.mark.parametrize("arguments", [(5,), ("A", Filter.is_set("p")), ("A", ["p"])])
def test_other_types_are_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ParamTypeError):
        RetentionEvent(*arguments)


def test_its_entry_says_how_filters_combine_even_without_any() -> None:
    assert RetentionEvent("A", filters_combinator="any").clause() == {
        "type": "event",
        "id": None,
        "name": "A",
        "filters": [],
        "filtersDeterminer": "any",
    }


def test_problems_of_its_filters_begin_at_the_event() -> None:
    event = RetentionEvent("A", [Filter.is_set("p"), Filter.is_set(CustomPropertyRef(0))])

    assert [problem.path for problem in event.property_problems()] == [".filters[1]"]
