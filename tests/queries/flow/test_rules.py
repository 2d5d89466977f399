from __future__ import annotations

from typing import Any

import pytest

from mixpanel_async import (
    BookmarkValidationError,
    CustomPropertyRef,
    Filter,
    FlowQuery,
    FlowStep,
    FrequencyFilter,
    GroupBy,
    InlineCustomProperty,
    ParamTypeError,
    ParamValidationError,
    PropertyInput,
)


def broken(event: Any = "A", **options: Any) -> list[tuple[str, str]]:
    """Path and code of every rule the question breaks."""
    return [(problem.path, problem.code) for problem in FlowQuery(event, **options).problems()]


def test_all_broken_rules_are_reported_together() -> None:
    with pytest.raises(BookmarkValidationError) as caught:
        FlowQuery("A", cardinality=99, conversion_window=400, count_type="session", mode="x", data_group_id=0).params()

    assert [(error.path, error.code) for error in caught.value.errors] == [
        ("data_group_id", "DG1_INVALID_DATA_GROUP_ID"),
        ("cardinality", "FL6_CARDINALITY_RANGE"),
        ("conversion_window", "FL7_CONVERSION_WINDOW_MAX"),
        ("mode", "FL_INVALID_MODE"),
        ("count_type", "FL9_SESSION_REQUIRES_SESSION_WINDOW"),
    ]


@pytest.mark.parametrize(
    ("options", "path", "code"),
    [
        ({"cardinality": 0}, "cardinality", "FL6_CARDINALITY_RANGE"),
        ({"conversion_window": 0}, "conversion_window", "FL7_CONVERSION_WINDOW_POSITIVE"),
        ({"conversion_window": 367}, "conversion_window", "FL7_CONVERSION_WINDOW_MAX"),
        (
            {"conversion_window": 53, "conversion_window_unit": "week"},
            "conversion_window",
            "FL7_CONVERSION_WINDOW_MAX",
        ),
        (
            {"conversion_window": 13, "conversion_window_unit": "month"},
            "conversion_window",
            "FL7_CONVERSION_WINDOW_MAX",
        ),
        ({"conversion_window_unit": "session"}, "conversion_window", "FL10_SESSION_WINDOW_REQUIRES_ONE"),
        ({"count_type": "session"}, "count_type", "FL9_SESSION_REQUIRES_SESSION_WINDOW"),
        ({"last": 0}, "last", "V7_LAST_POSITIVE"),
        ({"to_date": "2026-01-31"}, "to_date", "V9_TO_REQUIRES_FROM"),
        ({"forward": 0}, "forward", "FL5_NO_DIRECTION"),
        ({"hidden_events": ["B", 5]}, "hidden_events[1]", "FL_INVALID_HIDDEN_EVENT_TYPE"),
        ({"where": Filter.is_set(CustomPropertyRef(0))}, "where", "CP1_INVALID_ID"),
        ({"where": ["plan"]}, "where[0]", "V25_INVALID_FILTER_TYPE"),
    ],
)
def test_a_rule_names_the_argument(options: dict[str, Any], path: str, code: str) -> None:
    assert broken(**options) == [(path, code)]


@pytest.mark.parametrize(
    ("options", "code", "suggestion"),
    [
        ({"mode": "path"}, "FL_INVALID_MODE", ["paths"]),
        ({"mode": ""}, "FL_INVALID_MODE", None),
        ({"count_type": "uniques"}, "FL_INVALID_COUNT_TYPE", ["unique"]),
        ({"conversion_window_unit": "days"}, "FL_INVALID_WINDOW_UNIT", ["day"]),
        ({"conversion_window_unit": "hour"}, "FL_INVALID_WINDOW_UNIT", None),
    ],
)
def test_an_unknown_word_comes_with_those_that_are_close(
    options: dict[str, Any], code: str, suggestion: list[str] | None
) -> None:
    assert [(problem.code, problem.suggestion) for problem in FlowQuery("A", **options).problems()] == [
        (code, suggestion)
    ]


@pytest.mark.parametrize("window", [("day", 366), ("week", 52), ("month", 12), ("session", 1)])
def test_the_longest_windows_are_taken(window: tuple[str, int]) -> None:
    unit, value = window
    assert broken(conversion_window=value, conversion_window_unit=unit) == []


@pytest.mark.parametrize(
    ("step", "path", "code"),
    [
        (FlowStep("\u200b"), "steps[1]", "FL2_INVISIBLE_STEP_EVENT"),
        (FlowStep("B", filters_combinator="or"), "steps[1].filters_combinator", "FL_INVALID_FILTERS_COMBINATOR"),
        (
            FlowStep("B", filters=[Filter.is_set("p"), Filter.is_set("p\x01")]),
            "steps[1].filters[1]",
            "FL_FILTER_CONTROL_CHAR",
        ),
        (
            FlowStep("B", filters=[Filter.is_set(InlineCustomProperty("A", {"a": PropertyInput("p")}))]),
            "steps[1].filters[0]",
            "CP4_INVALID_INPUT_KEY",
        ),
    ],
)
def test_a_rule_names_the_step(step: FlowStep, path: str, code: str) -> None:
    assert broken(["A", step]) == [(path, code)]


@pytest.mark.parametrize(
    ("event", "options", "paths"),
    [
        ("A", {"forward": True}, ["forward", "steps[0].forward"]),
        ("A", {"reverse": 2.0}, ["reverse", "steps[0].reverse"]),
        ("A", {"reverse": None}, ["reverse"]),
        (FlowStep("A", forward=1.5), {}, ["steps[0].forward"]),
    ],
)
def test_while_a_direction_is_no_whole_number_nothing_else_is_asked(
    event: Any, options: dict[str, Any], paths: list[str]
) -> None:
    assert [path for path, _ in broken(event, cardinality=99, **options)] == paths


def test_the_largest_reach_of_all_steps_decides() -> None:
    assert broken([FlowStep("A", forward=0), FlowStep("B", forward=0, reverse=1)], forward=3) == []
    assert broken([FlowStep("A", forward=0), FlowStep("B", forward=0)], forward=3) == [("forward", "FL5_NO_DIRECTION")]


def test_segments_are_hardly_checked_at_all() -> None:
    params = FlowQuery("A", segments=[GroupBy("n", bucket_size=5), GroupBy(CustomPropertyRef(0))]).params()

    assert params["segments"][0]["customBucket"] == {"bucketSize": 5}
    assert params["segments"][1]["customPropertyId"] == 0


def test_what_cannot_split_a_flow_is_refused() -> None:
    with pytest.raises(ParamTypeError, match="segments holds None") as caught:
        FlowQuery("A", segments=["country", None]).params()

    assert caught.value.code == "BB1_GROUP_BY_ELEMENT_TYPE"


def test_a_flow_takes_one_cohort() -> None:
    with pytest.raises(ParamValidationError) as caught:
        FlowQuery("A", where=[Filter.in_cohort(1), Filter.not_in_cohort(2)]).params()

    assert caught.value.code == "BB5_FLOW_MULTIPLE_COHORT_FILTERS"


@pytest.mark.parametrize("condition", [Filter.is_set(CustomPropertyRef(5)), FrequencyFilter("Login", 3)])
def test_where_takes_plain_properties_only(condition: Any) -> None:
    with pytest.raises(ParamTypeError) as caught:
        FlowQuery("A", where=[Filter.is_set("p"), condition]).params()

    assert caught.value.code == "BB3_FLOW_PROPERTY_FILTER_TYPE"
