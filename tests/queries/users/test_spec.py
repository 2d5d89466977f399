from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import (
    BookmarkValidationError,
    CohortCriteria,
    CohortDefinition,
    CustomPropertyRef,
    Filter,
    ParamTypeError,
    ParamValidationError,
    UserQuery,
)
from mixpanel_async.queries.users.spec import UserOptions
from tests.specs.strategies import COHORTS, IDS, TEXT

BUYERS = CohortDefinition(CohortCriteria.did_event("Buy", at_least=3, within_days=30))

PICKED = st.lists(st.builds(Filter.equals, TEXT, st.lists(TEXT, min_size=1)) | st.builds(Filter.is_set, TEXT))
PROFILES = st.builds(
    UserQuery,
    mode=st.just("profiles"),
    where=PICKED,
    cohort=st.none() | COHORTS,
    properties=st.none() | st.lists(TEXT, min_size=1),
    sort_by=st.none() | TEXT,
    limit=st.none() | st.integers(1, 9),
    as_of=st.none() | st.just("2026-01-31") | st.integers(0, 10**9),
)
NUMBERS = st.builds(
    UserQuery,
    where=PICKED,
    aggregate=st.just("percentile"),
    aggregate_property=TEXT,
    percentile=st.floats(1, 99),
    segment_by=st.none() | st.lists(IDS),
)


def codes(**options: Any) -> list[str]:
    return [problem.code for problem in UserQuery(**options).problems()]


def test_the_keywords_are_declared_once() -> None:
    assert list(UserOptions.__annotations__) == [field.name for field in fields(UserQuery)]


@given(PROFILES | NUMBERS)
def test_a_question_is_a_value(question: UserQuery) -> None:
    twin = evolve(pickle.loads(pickle.dumps(question)))

    assert (twin, hash(twin), twin.params()) == (question, hash(question), question.params())


@given(PROFILES | NUMBERS)
def test_a_valid_question_is_json_and_lists_go_as_text(question: UserQuery) -> None:
    params = question.params()

    assert all(isinstance(value, str | int) for value in params.values())
    assert json.loads(json.dumps(params)) == params


@given(PROFILES)
def test_repr_is_a_call_that_makes_the_question(question: UserQuery) -> None:
    import mixpanel_async

    names = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__}
    assert eval(repr(question), names) == question


def test_without_options_it_counts_users() -> None:
    assert UserQuery().params() == {"action": "count()"}


def test_json_parts_are_encoded_as_text() -> None:
    params = UserQuery(mode="profiles", properties=["größe"], distinct_ids=["a", "b"]).params()

    assert params == {"output_properties": '["gr\\u00f6\\u00dfe"]', "distinct_ids": '["a", "b"]'}


@pytest.mark.parametrize(
    ("cohort", "text"), [(5, {"id": 5}), (BUYERS, {"raw_cohort": BUYERS.raw()})], ids=["saved", "described"]
)
def test_a_cohort_is_the_same_by_keyword_and_by_filter(cohort: Any, text: dict[str, Any]) -> None:
    by_filter = UserQuery(where=Filter.in_cohort(cohort)).params()

    assert by_filter == UserQuery(cohort=cohort).params()
    assert json.loads(by_filter["filter_by_cohort"]) == text


def test_include_all_users_is_sent_only_with_a_cohort() -> None:
    assert UserQuery(cohort=5).params()["include_all_users"] is False
    assert "include_all_users" not in UserQuery().params()


def test_sort_order_is_sent_only_with_sort_by() -> None:
    assert UserQuery(mode="profiles", sort_order="ascending").params() == {}
    assert UserQuery(mode="profiles", sort_by="ltv", sort_order="ascending").params() == {
        "sort_key": 'properties["ltv"]',
        "sort_order": "ascending",
    }


@pytest.mark.parametrize("day", ["2024-02-29", date(2024, 2, 29), 1_709_164_800])
def test_a_day_is_its_first_second_in_utc(day: Any) -> None:
    assert UserQuery(mode="profiles", as_of=day).params() == {"as_of_timestamp": 1_709_164_800}


def test_segments_are_a_set() -> None:
    assert UserQuery(segment_by=[3, 1, 3]).params()["segment_by_cohorts"] == '{"3": true, "1": true}'


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"where": ["plan"]}, "U0"),
        ({"mode": "profiles", "distinct_id": "a", "distinct_ids": ["b"]}, "U1"),
        ({"cohort": 5, "where": Filter.in_cohort(6)}, "U2"),
        ({"mode": "profiles", "limit": 0}, "U3"),
        ({"mode": "profiles", "distinct_ids": []}, "U4"),
        ({"mode": "profiles", "sort_by": " "}, "U5"),
        ({"mode": "profiles", "as_of": "31.1.2026"}, "U6"),
        ({"include_all_users": True}, "U7"),
        ({"mode": "profiles", "as_of": "2999-01-01"}, "U8"),
        ({"mode": "profiles", "as_of": 1_709_164_800_000}, "U8"),
        ({"where": {"plan": "pro"}}, "U9"),
        ({"where": Filter.is_set("")}, "U10"),
        ({"mode": "profiles", "properties": ["a", " "]}, "U11"),
        ({"where": Filter.not_in_cohort(5)}, "U12"),
        ({"where": [Filter.in_cohort(5), Filter.in_cohort(6)]}, "U13"),
        ({"aggregate": "extremes"}, "U14"),
        ({"aggregate_property": "ltv"}, "U15"),
        ({"mode": "profiles", "segment_by": [5]}, "U16"),
        ({"segment_by": [0]}, "U17"),
        ({"parallel": True}, "U18"),
        ({"sort_by": "ltv"}, "U19"),
        ({"search": "ana"}, "U20"),
        ({"distinct_id": "a"}, "U21"),
        ({"properties": ["a"]}, "U22"),
        ({"workers": 6}, "U23"),
        ({"cohort": CohortDefinition(CohortCriteria.has_property("day", date(2026, 1, 1)))}, "U24"),
        ({"where": Filter.is_set(CustomPropertyRef(5))}, "U25"),
        ({"aggregate": "percentile", "aggregate_property": "ltv"}, "U26"),
        ({"percentile": 50}, "U27"),
        ({"aggregate": "percentile", "aggregate_property": "ltv", "percentile": 100}, "U28"),
        ({"mode": "profiles", "properties": []}, "U29"),
        ({"mode": "everything"}, "U31"),
    ],
)
def test_each_rule_has_its_code(options: dict[str, Any], code: str) -> None:
    assert codes(**options) == [code]


def test_all_broken_rules_are_reported_together_in_order() -> None:
    with pytest.raises(BookmarkValidationError) as caught:
        UserQuery(
            mode="profiles", include_all_users=True, segment_by=[-1], percentile=101, distinct_ids=[], distinct_id="x"
        ).params()

    assert [(error.code, error.path) for error in caught.value.errors] == [
        ("U1", "distinct_id"),
        ("U4", "distinct_ids"),
        ("U7", "include_all_users"),
        ("U16", "segment_by"),
        ("U17", "segment_by[0]"),
        ("U28", "percentile"),
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"where": Filter("$cohorts", "contains", [{"x": 1}], "list")}, "U_COHORT"),
        ({"where": Filter.starts_with("p", "x")}, "U_FILTER"),
        ({"mode": "profiles", "sort_by": "ltv", "sort_order": "up"}, "UP1"),
        ({"aggregate": "sum", "aggregate_property": "ltv"}, "UP4"),
    ],
)
def test_what_cannot_be_written_is_refused_when_it_is_written(options: dict[str, Any], code: str) -> None:
    question = UserQuery(**options)

    with pytest.raises(BookmarkValidationError) as caught:
        question.params()

    assert (question.problems(), [error.code for error in caught.value.errors]) == ([], [code])


def test_every_filter_that_cannot_be_written_is_named() -> None:
    with pytest.raises(BookmarkValidationError) as caught:
        UserQuery(where=[Filter.starts_with("p", "x"), Filter.is_set("q"), Filter.ends_with("r", "x")]).params()

    (error,) = caught.value.errors
    assert "where[0]" in error.message
    assert "where[1]" not in error.message
    assert "where[2]" in error.message


def test_today_is_not_still_to_come() -> None:
    question = UserQuery(mode="profiles", as_of="2026-03-01")

    assert question.problems(today=lambda: date(2026, 3, 1)) == []
    assert [problem.code for problem in question.problems(today=lambda: date(2026, 2, 28))] == ["U8"]


def test_a_whole_question_takes_no_options() -> None:
    question = UserQuery(cohort=5)

    assert UserQuery.of(question) is question
    with pytest.raises(ParamValidationError, match="evolve"):
        UserQuery.of(question, limit=5)
    with pytest.raises(ParamTypeError, match="by name"):
        UserQuery.of("plan")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["properties", "distinct_ids", "segment_by"])
def test_a_text_is_no_list_of_letters(name: str) -> None:
    with pytest.raises(ParamTypeError, match=name):
        UserQuery(**{name: "plan"})  # type: ignore[arg-type]
