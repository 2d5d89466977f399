from __future__ import annotations

import json
import pickle

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async import Filter, FlowQuery, FlowStep, ParamTypeError, ParamValidationError
from mixpanel_async.queries.flow.spec import FlowOptions
from tests.specs.strategies import BREAKDOWNS, FLOW_STEPS, IDS, STEP_FILTERS, TEXT

QUESTIONS = st.builds(
    FlowQuery,
    TEXT | FLOW_STEPS | st.lists(TEXT | FLOW_STEPS, min_size=1, max_size=3),
    forward=st.integers(1, 5),
    reverse=st.integers(0, 5),
    conversion_window=st.integers(1, 12),
    conversion_window_unit=st.sampled_from(["day", "week", "month"]),
    count_type=st.sampled_from(["unique", "total"]),
    cardinality=st.integers(1, 50),
    collapse_repeated=st.booleans(),
    hidden_events=st.none() | st.lists(TEXT, max_size=2),
    mode=st.sampled_from(["sankey", "paths", "tree"]),
    where=st.none() | st.lists(STEP_FILTERS, max_size=2) | st.builds(Filter.in_cohort, IDS),
    data_group_id=st.none() | IDS,
    segments=st.none() | st.lists(TEXT | BREAKDOWNS, max_size=2),
    exclusions=st.none() | st.lists(TEXT, max_size=2),
)


def test_the_keywords_are_declared_once() -> None:
    assert list(FlowOptions.__annotations__) == [field.name for field in fields(FlowQuery)][1:]


@given(QUESTIONS)
def test_a_valid_question_becomes_json(question: FlowQuery) -> None:
    assert question.problems() == []
    assert len(json.loads(json.dumps(question.params()))["steps"]) == len(question.steps)


@given(QUESTIONS)
def test_a_question_is_a_value(question: FlowQuery) -> None:
    twin = evolve(pickle.loads(pickle.dumps(question)))

    assert (twin, hash(twin), twin.params()) == (question, hash(question), question.params())


def test_a_step_takes_from_the_question_what_it_leaves_out() -> None:
    question = FlowQuery(["A", FlowStep("B", forward=0)], forward=4, reverse=2)

    assert question.steps == (FlowStep("A", 4, 2), FlowStep("B", 0, 2))


@pytest.mark.parametrize("nothing", [[], ()])
def test_a_flow_needs_an_event(nothing: object) -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowQuery(nothing)

    assert caught.value.code == "FL1_EMPTY_STEPS"


@pytest.mark.parametrize("event", [None, 5, ["A", 5], Filter.is_set("p")])
def test_what_is_no_event_is_refused(event: object) -> None:
    with pytest.raises(ParamTypeError, match="FlowStep"):
        FlowQuery(event)


def test_a_blank_event_is_refused_where_it_stands() -> None:
    with pytest.raises(ParamValidationError, match=r"event\[1\]") as caught:
        FlowQuery(["A", " "])

    assert caught.value.code == "EV1_EMPTY_EVENT"


@pytest.mark.parametrize("name", ["hidden_events", "exclusions"])
def test_one_name_is_no_list_of_names(name: str) -> None:
    with pytest.raises(ParamTypeError, match=name):
        FlowQuery("A", **{name: "Page View"})


def test_a_range_is_refused_at_once_and_forward_first() -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowQuery("A", forward=9, reverse=-9)

    assert caught.value.code == "FL3_FORWARD_RANGE"


def test_a_whole_question_takes_no_options() -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowQuery.of(FlowQuery("A"), forward=2)

    assert caught.value.code == "QQ1_OPTIONS_WITH_QUERY"
