from __future__ import annotations

from datetime import date

import pytest

from mixpanel_async import Filter, FlowQuery, FlowStep, ParamValidationError


def today() -> date:
    return date(2026, 11, 24)


FILTERS = [
    Filter.equals("plan", ["pro", "free"]),
    Filter.is_not_set("x", resource_type="people"),
    Filter.between("age", 1, 2.5),
    Filter.is_false("paid"),
    Filter.before("seen", "2026-01-31"),
    Filter.date_between("seen", "2026-01-01", "2026-01-31"),
    Filter.in_the_last("seen", 3, "week"),
]


@pytest.mark.parametrize(
    "question",
    [
        FlowQuery("A", forward=2, reverse=1, mode="tree", cardinality=9),
        FlowQuery(["A", FlowStep("B", label="Bought", filters_combinator="any")], forward=4, last=7),
        FlowQuery(FlowStep("A", filters=FILTERS), hidden_events=["X"], exclusions=["Y"], collapse_repeated=True),
        FlowQuery(FlowStep("$session_start", session_event="start")),
        FlowQuery("A", conversion_window=1, conversion_window_unit="session", count_type="session"),
        FlowQuery("A", where=[Filter.not_in_cohort(5, "VIP"), Filter.at_most("age", 9)], segments="country"),
        FlowQuery("A", from_date="2026-01-01", to_date="2026-01-31", mode="paths", data_group_id=3),
    ],
    ids=repr,
)
def test_a_question_comes_back(question: FlowQuery) -> None:
    assert FlowQuery.from_params(question.params(today=today)) == question


@pytest.mark.parametrize(
    ("given", "spelling"),
    [
        (FlowQuery(FlowStep("A", 2, 1)), FlowQuery("A", forward=2, reverse=1)),
        (FlowQuery(FlowStep("A", label="A")), FlowQuery("A")),
        (
            FlowQuery("A", where=[Filter.is_set("x"), Filter.in_cohort(5)]),
            FlowQuery("A", where=[Filter.in_cohort(5), Filter.is_set("x")]),
        ),
        (
            FlowQuery(FlowStep("A", filters=[Filter.not_in_the_last("d", 3, "day")])),
            FlowQuery(FlowStep("A", filters=[Filter.in_the_last("d", 3, "day")])),
        ),
    ],
    ids=repr,
)
def test_what_params_do_not_tell_apart_has_one_spelling(given: FlowQuery, spelling: FlowQuery) -> None:
    assert FlowQuery.from_params(given.params()) == spelling


def test_steps_that_reach_differently_keep_their_own() -> None:
    question = FlowQuery([FlowStep("A", 1), FlowStep("B", 2)], reverse=2)

    assert FlowQuery.from_params(question.params()) == question


def test_conditions_joined_by_or_are_refused() -> None:
    params = FlowQuery("A", where=[Filter.is_set("x"), Filter.is_set("y")]).params()
    params["filter_by_event"]["operator"] = "or"

    with pytest.raises(ParamValidationError, match=r"^\$\.filter_by_event\.operator: "):
        FlowQuery.from_params(params)


def test_an_operator_no_step_knows_is_named_by_its_place() -> None:
    params = FlowQuery(FlowStep("A", filters=[Filter.equals("x", "y")])).params()
    params["steps"][0]["property_filter_params_list"][0]["filter"]["operator"] = "~"

    with pytest.raises(ParamValidationError, match=r"property_filter_params_list\[0\]\.filter\.operator: '~'"):
        FlowQuery.from_params(params)
