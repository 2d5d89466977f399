from __future__ import annotations

import pickle
from datetime import date

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import (
    BookmarkValidationError,
    Filter,
    Formula,
    GroupBy,
    InsightsQuery,
    Metric,
    ParamTypeError,
    ParamValidationError,
    validate_bookmark,
)
from mixpanel_async.queries.insights.spec import InsightsOptions
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, MEASURES, TEXT

QUESTIONS = st.builds(
    InsightsQuery,
    st.lists(TEXT | MEASURES, min_size=2, max_size=4),
    group_by=st.lists(TEXT | BREAKDOWNS, max_size=2),
    where=st.lists(CONDITIONS, max_size=2),
    formula=st.sampled_from([None, "A / B"]),
    unit=st.sampled_from(["hour", "day", "quarter"]),
    mode=st.sampled_from(["timeseries", "total", "table"]),
    data_group_id=st.none() | st.integers(1, 9),
)


def test_the_keywords_are_declared_once() -> None:
    assert list(InsightsOptions.__annotations__) == [field.name for field in fields(InsightsQuery)][1:]


@given(QUESTIONS)
def test_a_valid_question_makes_valid_params(question: InsightsQuery) -> None:
    assert question.problems() == []
    assert validate_bookmark(question.params()) == []


@given(QUESTIONS)
def test_a_question_is_a_value(question: InsightsQuery) -> None:
    twin = evolve(pickle.loads(pickle.dumps(question)))

    assert (twin, hash(twin), twin.params()) == (question, hash(question), question.params())


def test_all_broken_rules_are_reported_together() -> None:
    question = InsightsQuery(["", Metric("B")], math="average", rolling=0, last=0, data_group_id=0)

    with pytest.raises(BookmarkValidationError) as caught:
        question.params()

    assert [error.code for error in caught.value.errors] == [
        "DG1_INVALID_DATA_GROUP_ID",
        "V17_EMPTY_EVENT",
        "V1_MATH_REQUIRES_PROPERTY",
        "V6_ROLLING_POSITIVE",
        "V7_LAST_POSITIVE",
    ]


def test_a_span_without_an_end_ends_today() -> None:
    params = InsightsQuery("Login", from_date="2026-01-01").params(today=lambda: date(2026, 3, 1))

    assert params["sections"]["time"][0]["value"] == ["2026-01-01", "2026-03-01"]


def test_days_may_be_dates() -> None:
    dates = InsightsQuery("Login", from_date=date(2026, 1, 1), to_date=date(2026, 1, 31))

    assert dates.params() == InsightsQuery("Login", from_date="2026-01-01", to_date="2026-01-31").params()


def test_last_counts_days_whatever_the_unit() -> None:
    time = InsightsQuery("Login", last=90, unit="month").params()["sections"]["time"][0]

    assert time["window"] == {"unit": "day", "value": 90}


def test_conditions_may_be_one_or_several_of_any_sequence() -> None:
    one = Filter.is_set("p")

    assert len({str(InsightsQuery("A", where=given).params()) for given in (one, [one], (one,))}) == 1


@pytest.mark.parametrize("wrong", ["plan", 5, {}])
def test_what_is_no_condition_is_refused_and_never_dropped(wrong: object) -> None:
    for where, path in ((wrong, "where"), ([Filter.is_set("p"), wrong], "where[1]")):
        problems = InsightsQuery("A", where=where).problems()

        assert [(problem.path, problem.code) for problem in problems] == [(path, "V25_INVALID_FILTER_TYPE")]


def test_only_several_parts_are_numbered() -> None:
    bad = GroupBy("n", bucket_min=0)

    assert [InsightsQuery("A", group_by=given).problems()[0].path for given in (bad, [bad], ["x", bad])] == [
        "group_by",
        "group_by",
        "group_by[1]",
    ]


def test_a_formula_hides_the_events_it_speaks_of() -> None:
    show = InsightsQuery(["A", "B", Formula("A / B")]).params()["sections"]["show"]

    assert [clause.get("isHidden") for clause in show] == [True, True, None]


def test_a_formula_with_its_own_metrics_hides_nothing() -> None:
    show = InsightsQuery(["A", Formula("A", metrics=[Metric("X")])]).params()["sections"]["show"]

    assert [clause.get("isHidden") for clause in show] == [None, None]


def test_a_whole_question_takes_no_options() -> None:
    question = InsightsQuery("Login")

    assert InsightsQuery.of(question) is question
    with pytest.raises(ParamValidationError, match="last"):
        InsightsQuery.of(question, last=7)


@pytest.mark.parametrize("limit", [0, 50_001, True, "5"])
def test_a_limit_the_server_does_not_know_is_refused(limit: object) -> None:
    with pytest.raises(ParamValidationError, match="1 to 50000"):
        InsightsQuery("Login", limit=limit)


@pytest.mark.parametrize("name", ["last", "rolling"])
def test_spans_are_whole_numbers(name: str) -> None:
    with pytest.raises(ParamTypeError, match=name):
        InsightsQuery("Login", **{name: "7"})


def test_it_is_shown_by_what_it_says() -> None:
    assert repr(InsightsQuery("Login", last=7)) == "InsightsQuery('Login', last=7)"
