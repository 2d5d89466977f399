from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import CustomPropertyRef, Filter, ParamTypeError, ParamValidationError
from mixpanel_async.queries.flow.step_filters import step_filter


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        (Filter.equals("p", "x"), {"operator": "==", "operand": ["x"]}),
        (Filter.not_equals("p", ["x", "y"]), {"operator": "!=", "operand": ["x", "y"]}),
        (Filter.contains("p", "x"), {"operator": "in", "operand": "x"}),
        (Filter.not_contains("p", "x"), {"operator": "not in", "operand": "x"}),
        (Filter.is_set("p"), {"operator": "set", "operand": ""}),
        (Filter.is_not_set("p"), {"operator": "not set", "operand": ""}),
    ],
)
def test_text_is_compared_by_signs(condition: Filter, test: dict[str, Any]) -> None:
    assert step_filter(condition)["filter"] == test


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        (Filter.greater_than("p", -1.25), {"operator": ">", "operand": "-1.25"}),
        (Filter.less_than("p", 10**12), {"operator": "<", "operand": "1000000000000"}),
        (Filter.at_least("p", 3), {"operator": ">=", "operand": "3"}),
        (Filter.at_most("p", 3), {"operator": "<=", "operand": "3"}),
        (Filter.between("p", 10, 20.5), {"operator": "><", "operand": ["10", "20.5"]}),
        (Filter.not_between("p", -5, 5), {"operator": "!><", "operand": ["-5", "5"]}),
        (Filter("p", "is equal to", 5, "number"), {"operator": "==", "operand": "5"}),
    ],
)
def test_numbers_are_sent_as_text(condition: Filter, test: dict[str, Any]) -> None:
    assert step_filter(condition)["filter"] == test


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        (Filter.on("d", "2026-01-15"), {"operator": "==", "operand": "01/15/2026"}),
        (Filter.not_on("d", "2026-01-15"), {"operator": "!=", "operand": "01/15/2026"}),
        (Filter.before("d", "2025-12-31"), {"operator": ">", "operand": "12/31/2025"}),
        (Filter.since("d", "2025-06-01"), {"operator": "<", "operand": "06/01/2025"}),
        (
            Filter.date_between("d", "2026-01-01", "2026-01-15"),
            {"operator": "><", "operand": ["01/01/2026", "01/15/2026"]},
        ),
        (
            Filter.date_not_between("d", "2026-01-01", "2026-01-15"),
            {"operator": "!><", "operand": ["01/01/2026", "01/15/2026"]},
        ),
    ],
)
def test_days_are_month_first_and_before_is_greater(condition: Filter, test: dict[str, Any]) -> None:
    assert step_filter(condition)["filter"] == test


def test_not_in_the_last_is_sent_like_in_the_last() -> None:
    test = {"operator": ">", "operand": 2, "unit": "weeks"}

    assert step_filter(Filter.in_the_last("d", 2, "week"))["filter"] == test
    assert step_filter(Filter.not_in_the_last("d", 2, "week"))["filter"] == test


@pytest.mark.parametrize(("condition", "operand"), [(Filter.is_true("p"), "true"), (Filter.is_false("p"), "false")])
def test_booleans_have_no_operator(condition: Filter, operand: str) -> None:
    assert step_filter(condition)["filter"] == {"operand": operand}


@pytest.mark.parametrize(("resource", "source"), [("events", "properties"), ("people", "user")])
def test_the_property_says_whose_it_is(resource: Any, source: str) -> None:
    entry = step_filter(Filter.greater_than("p", 1, resource_type=resource))

    assert entry["property"] == {"name": "p", "source": source, "type": "number"}
    assert (entry["type"], entry["selected_property_type"]) == ("number", "number")


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (Filter.starts_with("p", "x"), "SG1_UNKNOWN_STRING_OPERATOR"),
        (Filter.ends_with("p", "x"), "SG1_UNKNOWN_STRING_OPERATOR"),
        (Filter("p", "contains", "x", "number"), "SG2_UNKNOWN_NUMBER_OPERATOR"),
        (Filter.in_the_next("d", 3, "day"), "SG3_UNKNOWN_DATETIME_OPERATOR"),
        (Filter("d", "is set", None, "datetime"), "SG3_UNKNOWN_DATETIME_OPERATOR"),
        (Filter.in_cohort(5), "SG4_UNSUPPORTED_PROPERTY_TYPE"),
        (Filter.list_contains("cart", Brand="nike"), "SG4_UNSUPPORTED_PROPERTY_TYPE"),
        (Filter("d", "was on", "yesterday", "datetime"), "V8_DATE_FORMAT"),
    ],
)
def test_what_the_format_lacks_is_refused(condition: Filter, code: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        step_filter(condition)

    assert caught.value.code == code


def test_a_custom_property_cannot_filter_a_step() -> None:
    with pytest.raises(ParamTypeError, match="plain properties"):
        step_filter(Filter.is_set(CustomPropertyRef(5)))
