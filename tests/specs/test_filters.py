from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import CustomPropertyRef, Filter, ParamTypeError, ParamValidationError


@pytest.mark.parametrize(
    ("filter", "shown"),
    [
        (Filter.equals("plan", "pro"), "Filter.equals('plan', 'pro')"),
        (Filter.between("age", 18, 30), "Filter.between('age', 18, 30)"),
        (Filter.is_true("paid", resource_type="people"), "Filter.is_true('paid', resource_type='people')"),
        (Filter.in_the_last("$created", 7, "day"), "Filter.in_the_last('$created', 7, 'day')"),
        (Filter.not_in_cohort(5), "Filter.not_in_cohort(5)"),
        (Filter.list_contains("cart", Brand="nike"), "Filter.list_contains('cart', Filter.equals('Brand', 'nike'))"),
        (Filter("tags", "equals", ["x"], "list"), "Filter('tags', 'equals', ('x',), _property_type='list')"),
    ],
)
def test_it_is_shown_as_the_call_that_makes_it(filter: Filter, shown: str) -> None:
    assert repr(filter) == shown


def test_a_date_may_be_a_date() -> None:
    assert Filter.on("d", date(2026, 1, 31)) == Filter.on("d", "2026-01-31")


@given(st.booleans(), st.sampled_from(["equals", "not_equals"]), st.sampled_from([lambda x: x, lambda x: [x]]))
def test_comparing_with_true_or_false_is_is_true_or_is_false(value: bool, operator: str, wrapped) -> None:
    made = Filter("paid", operator, wrapped(value), "boolean")

    assert made == (Filter.is_true("paid") if value == (operator == "equals") else Filter.is_false("paid"))


def test_a_number_goes_out_bare_and_a_text_in_a_list() -> None:
    assert [Filter.equals("p", value).clause()["filterValue"] for value in (5, "x")] == [5, ["x"]]


def test_items_of_a_list_take_over_the_resource_only_as_keywords() -> None:
    keyword = Filter.list_contains("cart", Brand="nike", resource_type="people")
    filters = Filter.list_contains("cart", Filter.equals("Brand", "nike"), resource_type="people")

    assert [made.clause()["listItemFilters"][0]["resourceType"] for made in (keyword, filters)] == ["people", "events"]


def test_an_item_filter_is_checked_where_it_stands() -> None:
    question = Filter.list_contains("cart", Filter.is_set("a"), Filter.is_set(CustomPropertyRef(0)))

    assert [(problem.path, problem.code) for problem in question.problems()] == [(".item_filters[1]", "CP1_INVALID_ID")]


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_span_of_no_length_is_refused(quantity: int) -> None:
    with pytest.raises(ParamValidationError, match="1 or more") as caught:
        Filter.in_the_last("d", quantity, "day")

    assert caught.value.code == "FD1_QUANTITY_NOT_POSITIVE"


@pytest.mark.parametrize("cohort", ["5", None, 5.5])
def test_a_cohort_is_named_by_its_id(cohort: object) -> None:
    with pytest.raises(ParamTypeError, match="id of a saved cohort"):
        Filter.in_cohort(cohort)
