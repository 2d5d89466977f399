"""What takes the short way past the rules breaks none of them."""

from __future__ import annotations

from datetime import date
from math import nan
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from mixpanel_async import (
    CohortMetric,
    CustomPropertyRef,
    Filter,
    Formula,
    FrequencyFilter,
    GroupBy,
    InsightsQuery,
    Metric,
    validate_bookmark,
)
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.insights.params import build
from mixpanel_async.queries.insights.parts import Parts, lone_problem
from mixpanel_async.queries.insights.rules import problems_of
from mixpanel_async.queries.insights.soundness import is_sound
from mixpanel_async.specs.soundness import COMBINATORS, COMPARED_TYPES, RESOURCES, SPLIT_TYPES, UNITS
from tests.specs.oddities import DAYS, FILTERS, GROUPS, ODD_TEXT, ODD_WORD, made, odd
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, MEASURES, PROPERTIES

MATHS: st.SearchStrategy[Any] = (
    st.sampled_from(sorted(words.INSIGHTS_MATHS | words.FUNNEL_MATHS | {"percentile"})) | ODD_WORD
)
PER_USERS = st.none() | st.sampled_from(sorted(words.PER_USER)) | ODD_WORD
METRICS = made(
    Metric,
    odd(
        {"event": "A"},
        {
            "event": ODD_TEXT | st.lists(ODD_TEXT, max_size=2),
            "math": MATHS,
            "property": PROPERTIES | ODD_TEXT,
            "per_user": PER_USERS,
            "percentile_value": st.just(95),
            "filters": st.tuples(FILTERS),
            "filters_combinator": ODD_WORD,
        },
    ),
)
FORMULAS = made(Formula, odd({"expression": "A + B"}, {"expression": ODD_TEXT, "metrics": st.tuples(METRICS, METRICS)}))
EVENTS = ODD_TEXT | METRICS | MEASURES | FORMULAS
QUESTIONS = made(
    InsightsQuery,
    odd(
        {"events": ["A", Metric("B")]},
        {
            "events": EVENTS | st.lists(EVENTS, max_size=3),
            "from_date": DAYS,
            "to_date": DAYS,
            "last": st.integers(-1, 4000),
            "unit": st.sampled_from([*UNITS, "days", "minute", "second", None, 5]),
            "math": MATHS,
            "math_property": st.none() | PROPERTIES | ODD_TEXT,
            "per_user": PER_USERS,
            "group_by": st.lists(ODD_TEXT | GROUPS | BREAKDOWNS | st.just(5), max_size=2),
            "where": st.lists(FILTERS | CONDITIONS | st.just(5), max_size=2),
            "formula": st.sampled_from(["A / B", "A", "C", "a", "A +"]),
            "rolling": st.integers(-1, 400),
            "cumulative": st.booleans(),
            "mode": st.sampled_from(["total", "table", "x", None]),
            "data_group_id": st.integers(-1, 1),
        },
    ),
)


def judge(question: InsightsQuery) -> None:
    """Where the question takes the short way, the long one finds nothing."""
    assume(lone_problem(question) is None)
    parts = Parts.of(question)
    sound = is_sound(question, parts)
    event(f"{sound=}")
    if sound:
        assert list(problems_of(question, parts)) == []
        assert validate_bookmark(build(question, parts, date.today)) == []


@settings(max_examples=300)
@given(QUESTIONS)
def test_a_sound_question_breaks_no_rule_and_neither_do_its_params(question: InsightsQuery) -> None:
    judge(question)


@settings(max_examples=300)
@given(FILTERS)
def test_a_sound_condition_breaks_no_rule(condition: Filter) -> None:
    judge(InsightsQuery("A", where=condition))


@settings(max_examples=300)
@given(METRICS)
def test_a_sound_metric_breaks_no_rule(metric: Metric) -> None:
    judge(InsightsQuery(metric))


@settings(max_examples=300)
@given(GROUPS)
def test_a_sound_breakdown_breaks_no_rule(breakdown: GroupBy) -> None:
    judge(InsightsQuery("A", group_by=breakdown))


@settings(max_examples=300)
@given(FORMULAS)
def test_a_sound_formula_breaks_no_rule(formula: Formula) -> None:
    judge(InsightsQuery(["A", "B", formula]))


@pytest.mark.parametrize(
    "question",
    [
        InsightsQuery("Login", from_date="2026-01-01", to_date=date(2026, 1, 31)),
        InsightsQuery(["A", Metric("B", math="unique", filters=[Filter.equals("p", ["a", "b"])])], formula="A / B"),
        InsightsQuery("A", math="average", math_property="price", per_user="total", unit="week", rolling=7),
        InsightsQuery("A", group_by=["country", GroupBy("age", "number", bucket_size=5, bucket_min=0, bucket_max=9.5)]),
        InsightsQuery("A", where=[Filter.between("price", 0.5, 2), Filter.in_the_last("$created", 30, "day")]),
    ],
)
def test_plain_questions_are_sound(question: InsightsQuery) -> None:
    assert is_sound(question, Parts.of(question))


@pytest.mark.parametrize(
    "question",
    [
        InsightsQuery("A", unit="days"),  # type: ignore[arg-type]
        InsightsQuery("A", where=Filter.equals("p", [])),
        InsightsQuery("A", where=Filter.at_least("p", nan)),
        InsightsQuery("A", where=Filter.is_set(CustomPropertyRef(0))),
        InsightsQuery("A", where=FrequencyFilter("B", 1)),
        InsightsQuery("\u200b"),
        InsightsQuery(CohortMetric(7)),
        InsightsQuery(Metric("A", math="histogram", property="p")),
        InsightsQuery("A", math="percentile", math_property="p"),
        InsightsQuery("A", math_property="p", per_user="most"),  # type: ignore[arg-type]
        InsightsQuery("A", math_property=CustomPropertyRef(0)),
        InsightsQuery("A", group_by=GroupBy(CustomPropertyRef(0))),
        InsightsQuery("A", group_by=GroupBy("p", "text")),  # type: ignore[arg-type]
        InsightsQuery("A", last=0),
        InsightsQuery([]),
    ],
)
def test_what_may_break_a_rule_is_not_sound(question: InsightsQuery) -> None:
    assert not is_sound(question, Parts.of(question))


def test_the_words_of_sound_parts_are_known_to_the_params() -> None:
    assert set(UNITS) <= words.TIME_UNITS
    assert set(RESOURCES) <= words.RESOURCE_TYPES
    assert {*COMPARED_TYPES, *SPLIT_TYPES} <= words.PROPERTY_TYPES
    assert set(COMBINATORS) <= words.DETERMINERS
