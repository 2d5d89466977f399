"""What takes the short way past the rules breaks none of them."""

from __future__ import annotations

from datetime import date
from math import inf, nan
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
    MixpanelError,
    validate_bookmark,
)
from mixpanel_async.queries.bookmark import words
from mixpanel_async.queries.insights.params import build
from mixpanel_async.queries.insights.parts import Parts, lone_problem
from mixpanel_async.queries.insights.rules import problems_of
from mixpanel_async.queries.insights.soundness import is_sound
from mixpanel_async.specs.soundness import COMBINATORS, COMPARED_TYPES, RESOURCES, SPLIT_TYPES, UNITS
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, MEASURES, PROPERTIES

ODD_TEXT = st.sampled_from(["A", "", " ", "\x00", "\u200b", "é", "$cohorts"])
ODD_WORD: st.SearchStrategy[Any] = st.sampled_from(["A", "", None, 5, True])
NUMBERS: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-2, 4000) | st.sampled_from([nan, inf, 1.5])
ITEMS = st.sampled_from(["a", 1, True, None, 0.5, nan, inf, {"cohort": {"id": 1}}, (nan,)])
VALUES = ITEMS | st.lists(ITEMS, max_size=3) | st.sampled_from([["a"] * 100, ["a"] * 1001, (1.5, -inf)])
MATHS: st.SearchStrategy[Any] = (
    st.sampled_from(sorted(words.INSIGHTS_MATHS | words.FUNNEL_MATHS | {"percentile"})) | ODD_WORD
)
PER_USERS = st.none() | st.sampled_from(sorted(words.PER_USER)) | ODD_WORD
TYPES = st.sampled_from(sorted(words.PROPERTY_TYPES)) | ODD_WORD
SOURCES = st.sampled_from(sorted(words.RESOURCE_TYPES)) | ODD_WORD
OPERATORS = st.sampled_from(["equals", "contains", "is between", "true", "list_contains", "was in the"])


@st.composite
def made(draw: st.DrawFn, kind: Any, given: st.SearchStrategy[dict[str, Any]]) -> Any:
    """A *kind* of what is *given*, where it can be made at all."""
    try:
        return kind(**draw(given))
    except (MixpanelError, TypeError):
        return assume(False)


def odd(plain: dict[str, Any], odd: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """What is *plain*, save for up to two oddities."""
    one = st.one_of([st.tuples(st.just(name), values) for name, values in odd.items()])
    return st.lists(one, max_size=2).map(lambda pairs: plain | dict(pairs))


FILTERS = made(
    Filter,
    odd(
        {"_property": "p", "_operator": "equals", "_value": ["a", "b"]},
        {
            "_property": PROPERTIES | ODD_TEXT,
            "_operator": OPERATORS,
            "_value": VALUES,
            "_property_type": TYPES,
            "_resource_type": SOURCES,
            "_list_item_filters": st.just((Filter.is_set(CustomPropertyRef(0)),)),
            "_list_item_quantifier": st.just("any"),
        },
    ),
)
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
GROUPS = made(
    GroupBy,
    odd(
        {"property": "p", "property_type": "number", "bucket_size": 10, "bucket_min": 0, "bucket_max": 100},
        {
            "property": PROPERTIES | ODD_TEXT,
            "property_type": TYPES,
            "bucket_size": NUMBERS,
            "bucket_min": NUMBERS,
            "bucket_max": NUMBERS,
            "resource_type": SOURCES,
        },
    ),
)
FORMULAS = made(Formula, odd({"expression": "A + B"}, {"expression": ODD_TEXT, "metrics": st.tuples(METRICS, METRICS)}))
DAYS = st.sampled_from([None, "2026-01-01", "2026-03-31", "2026-02-30", "20260101", "", date(2026, 2, 1)])
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
