from __future__ import annotations

import ast
import builtins
import json
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from attrs import fields, frozen, has
from hypothesis import given
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async import (
    CohortCriteria,
    CohortDefinition,
    Filter,
    FlowQuery,
    FunnelQuery,
    FunnelStep,
    GroupBy,
    InsightsQuery,
    Metric,
    ParamTypeError,
    ParamValidationError,
    RetentionEvent,
    RetentionQuery,
    UserQuery,
    from_json,
    to_json,
)
from tests.golden.cases import selected
from tests.golden.evaluate import evaluate
from tests.specs.strategies import BREAKDOWNS, COHORTS, CONDITIONS, FILTERS, FLOW_STEPS, MEASURES, SPECS, TEXT

DAYS = st.none() | st.dates() | st.dates().map(str)
SPLITS = st.none() | TEXT | st.lists(TEXT | BREAKDOWNS, max_size=2)
WHERE = st.none() | CONDITIONS | st.lists(CONDITIONS, max_size=2)
EVENTS = TEXT | st.builds(RetentionEvent, TEXT, st.lists(FILTERS, max_size=2))
STEPS = TEXT | st.builds(FunnelStep, TEXT, st.none() | TEXT, st.lists(FILTERS, max_size=2))
QUESTIONS = st.one_of(
    st.builds(InsightsQuery, st.lists(TEXT | MEASURES), from_date=DAYS, group_by=SPLITS, where=WHERE),
    st.builds(FunnelQuery, st.lists(STEPS), from_date=DAYS, group_by=SPLITS, where=WHERE, exclusions=st.lists(TEXT)),
    st.builds(RetentionQuery, EVENTS, EVENTS, from_date=DAYS, where=WHERE, bucket_sizes=st.lists(st.integers())),
    st.builds(FlowQuery, TEXT | FLOW_STEPS | st.lists(FLOW_STEPS, min_size=1), from_date=DAYS),
    st.builds(UserQuery, where=st.lists(FILTERS), cohort=COHORTS, as_of=DAYS, percentile=st.none() | st.floats(1, 99)),
)
PUBLIC = {name for name in mixpanel_async.__all__ if has(getattr(mixpanel_async, name))}
SPEC_NAMES = {name for name in PUBLIC if {"specs", "spec"} & set(getattr(mixpanel_async, name).__module__.split("."))}
QUESTION_NAMES = {"InsightsQuery", "FunnelQuery", "RetentionQuery", "FlowQuery", "UserQuery"}
# Specs that no question of the corpus holds.
NEVER_ASKED = ["WarehouseMetric(5, 'select 1', 'numeric')"]


@cache
def corpus() -> list[Any]:
    """Every spec that a question of the golden corpus makes, those inside others too."""
    asked = [case["expr"].strip() for case in selected("params", "async")]
    trees = [ast.parse(expression, mode="eval") for expression in (*asked, *NEVER_ASKED)]
    calls = dict.fromkeys(ast.unparse(node) for tree in trees for node in ast.walk(tree) if makes_spec(node))
    return [evaluate(call, "async") for call in calls]


def makes_spec(node: ast.AST) -> bool:
    """Whether *node* is ``Spec(...)`` or ``Spec.method(...)``, and speaks of nothing but public names."""
    if not isinstance(node, ast.Call):
        return False
    maker = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} - vars(builtins).keys()
    return isinstance(maker, ast.Name) and maker.id in SPEC_NAMES and names <= PUBLIC


def test_every_spec_of_the_corpus_comes_back() -> None:
    assert [spec for spec in corpus() if from_json(to_json(spec)) != spec] == []


def test_the_corpus_has_every_public_spec() -> None:
    assert {type(spec).__name__ for spec in corpus()} == SPEC_NAMES - QUESTION_NAMES


@given(SPECS.filter(lambda spec: not isinstance(spec, str)) | QUESTIONS)
def test_a_value_comes_back(spec: Any) -> None:
    assert from_json(to_json(spec), type(spec)) == spec


@given(QUESTIONS)
def test_the_text_is_stable(question: Any) -> None:
    text = to_json(question)

    assert to_json(from_json(text)) == text
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False)


def test_it_says_what_the_repr_says() -> None:
    question = InsightsQuery("Café", last=7, where=Filter.equals("plan", "pro"))

    assert to_json(question).splitlines() == [
        "{",
        '  "$type": "InsightsQuery",',
        '  "events": "Café",',
        '  "last": 7,',
        '  "where": {',
        '    "$type": "Filter",',
        '    "operator": "equals",',
        '    "property": "plan",',
        '    "value": [',
        '      "pro"',
        "    ]",
        "  }",
        "}",
    ]


def test_a_date_stays_a_date() -> None:
    question = from_json(to_json(InsightsQuery("A", from_date=date(2026, 1, 31))), InsightsQuery)

    assert question.from_date == date(2026, 1, 31)


def test_a_described_cohort_keeps_its_conditions() -> None:
    definition = CohortDefinition.any_of(
        CohortCriteria.did_event("Buy", at_least=3, within_days=30, where=Filter.equals("plan", "pro")),
        CohortCriteria.did_event("Buy", exactly=0, from_date="2026-01-01", to_date="2026-01-31"),
    )

    assert from_json(to_json(Filter.in_cohort(definition))) == Filter.in_cohort(definition)


@frozen
class Stranger:
    name: str


@pytest.mark.parametrize(
    "value",
    [
        "Login",
        Stranger("x"),
        InsightsQuery("A", from_date=datetime(2026, 1, 1)),
        GroupBy("p", "number", bucket_size=float("inf")),
        GroupBy("p", "number", bucket_min=float("nan")),
        InsightsQuery(Stranger("x")),  # type: ignore[arg-type]
        Filter("p", "equals", [{"$type": "Filter"}]),
        Filter("p", "equals", [{1: 2}]),
    ],
    ids=repr,
)
def test_what_could_not_be_read_back_is_not_written(value: object) -> None:
    with pytest.raises(ParamTypeError):
        to_json(value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "no JSON"),
        ("[]", "$:"),
        ('{"events": "A"}', "$:"),
        ('{"$type": "Workspace"}', "'Workspace'"),
        ('{"$type": "Did", "event": "A"}', "'Did'"),
        ('{"$type": ["Filter"]}', "$ is a"),
        ('{"$type": "Metric", "event": "A", "sum": 1}', "'sum'"),
        ('{"$type": "Filter", "property": "p", "operator": "equals"}', "'value'"),
        ('{"$type": "InsightsQuery", "events": ["A", {"$type": "Metric", "event": ""}]}', r"$.events[1]: "),
        ('{"$type": "InsightsQuery", "events": "A", "from_date": {"$type": "date", "day": "x"}}', "$.from_date"),
        ('{"$type": "InsightsQuery", "events": "A", "from_date": {"$type": "date"}}', "$.from_date"),
        ('{"$type": "CohortDefinition", "criteria": [], "operator": "and"}', "$: there are no criteria"),
    ],
)
def test_a_mistake_in_the_text_is_shown_with_its_place(text: str, place: str) -> None:
    with pytest.raises(ParamValidationError) as caught:
        from_json(text)

    assert place in str(caught.value)


def test_a_broken_rule_keeps_its_code() -> None:
    with pytest.raises(ParamValidationError) as caught:
        from_json('{"$type": "Metric", "event": ""}')

    assert caught.value.code == "EV1_EMPTY_EVENT"


def test_another_kind_than_asked_for_is_refused() -> None:
    with pytest.raises(ParamTypeError, match=r"Metric.*InsightsQuery"):
        from_json(to_json(Metric("A")), InsightsQuery)


def test_a_class_unknown_to_a_field_is_refused_there() -> None:
    questions = [InsightsQuery("A"), FunnelQuery(["A", "B"]), RetentionQuery("A"), FlowQuery("A"), UserQuery()]
    examples = {type(spec): json.loads(to_json(spec)) for spec in (*corpus(), *questions)}
    wrong = [
        (place, tree | {place: {"$type": "Unheard"}})
        for kind, tree in examples.items()
        for place in (field.name.lstrip("_") for field in fields(kind))
    ]

    for place, tree in wrong:
        with pytest.raises(ParamValidationError, match=rf"^\$\.{place} is a 'Unheard'"):
            from_json(json.dumps(tree))
