from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import mixpanel_async
from mixpanel_async import (
    BehaviorRef,
    BookmarkValidationError,
    CustomPropertyRef,
    Exclusion,
    Filter,
    FunnelQuery,
    FunnelStep,
    GroupBy,
    HoldingConstant,
    ParamTypeError,
    ParamValidationError,
    TimeComparison,
    validate_bookmark,
)
from mixpanel_async.queries.funnel.spec import FunnelOptions
from tests.specs.strategies import BREAKDOWNS, CONDITIONS, EXCLUSIONS, FUNNEL_STEPS, HELD, PROPERTIES, TEXT

NAMES = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__}
QUESTIONS = st.builds(
    FunnelQuery,
    st.lists(TEXT | FUNNEL_STEPS, min_size=2, max_size=4)
    | st.builds(BehaviorRef, st.integers(1, 9), st.just("funnel")),
    unit=st.sampled_from(["hour", "day", "quarter"]),
    math=st.sampled_from(["conversion_rate_unique", "total"]),
    group_by=st.lists(TEXT | BREAKDOWNS, max_size=2),
    where=st.lists(CONDITIONS, max_size=2),
    mode=st.sampled_from(["steps", "trends", "table"]),
    data_group_id=st.none() | st.integers(1, 9),
) | st.builds(
    FunnelQuery,
    st.lists(TEXT | FUNNEL_STEPS, min_size=2, max_size=4),
    conversion_window=st.integers(2, 12),
    conversion_window_unit=st.sampled_from(["second", "day", "month"]),
    order=st.sampled_from(["loose", "any"]),
    math=st.sampled_from(["average", "total", "p90"]),
    math_property=PROPERTIES,
    exclusions=st.lists(EXCLUSIONS, max_size=2),
    holding_constant=HELD | st.lists(HELD, max_size=3),
    reentry_mode=st.sampled_from([None, "default", "basic", "aggressive", "optimized"]),
)
BAD = Filter.is_set(CustomPropertyRef(0))


def found(*arguments: Any, **options: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in FunnelQuery(*arguments, **options).problems()]


def behavior(**options: Any) -> dict[str, Any]:
    shown: dict[str, Any] = FunnelQuery(["A", "B", "C"], **options).params()["sections"]["show"][0]["behavior"]
    return shown


def test_the_keywords_are_declared_once() -> None:
    assert list(FunnelOptions.__annotations__) == [field.name for field in fields(FunnelQuery)][1:]


@given(QUESTIONS)
def test_a_valid_question_makes_valid_params(question: FunnelQuery) -> None:
    assert question.problems() == []
    assert validate_bookmark(question.params(), bookmark_type="funnels") == []


@given(QUESTIONS)
def test_a_question_is_a_value(question: FunnelQuery) -> None:
    twin = evolve(pickle.loads(pickle.dumps(question)))

    assert (twin, hash(twin), twin.params()) == (question, hash(question), question.params())


@given(QUESTIONS)
def test_repr_is_a_call_that_makes_the_question(question: FunnelQuery) -> None:
    assert eval(repr(question), NAMES) == question


def test_names_stand_for_steps_exclusions_and_properties() -> None:
    assert FunnelQuery(["A", "B"], exclusions=["X"], holding_constant="p") == FunnelQuery(
        (FunnelStep("A"), FunnelStep("B")), exclusions=[Exclusion("X")], holding_constant=[HoldingConstant("p")]
    )


def test_all_broken_rules_are_reported_together_in_the_order_of_their_parts() -> None:
    question = FunnelQuery(
        ["A", "\u200b"],
        conversion_window=0,
        conversion_window_unit="days",
        math="median",
        exclusions=[Exclusion("X", 1, 1)],
        holding_constant=["a", "b", "c", "d"],
        reentry_mode="fast",
        last=0,
        group_by=GroupBy("n", bucket_size=1),
        where=BAD,
        data_group_id=0,
    )

    with pytest.raises(BookmarkValidationError) as caught:
        question.params()

    assert [error.code for error in caught.value.errors] == [
        "DG1_INVALID_DATA_GROUP_ID",
        "F2_INVISIBLE_STEP_EVENT",
        "F3_CONVERSION_WINDOW_POSITIVE",
        "F7_INVALID_WINDOW_UNIT",
        "F10_MATH_MISSING_PROPERTY",
        "F4_EXCLUSION_STEP_ORDER",
        "F8_MAX_HOLDING_CONSTANT",
        "F12_INVALID_REENTRY_MODE",
        "V7_LAST_POSITIVE",
        "V12B_BUCKET_REQUIRES_NUMBER",
        "V12C_BUCKET_REQUIRES_BOUNDS",
        "CP1_INVALID_ID",
    ]


@pytest.mark.parametrize(
    ("steps", "problems"),
    [
        ([], [("steps", "F1_MIN_STEPS")]),
        (["A"], [("steps", "F1_MIN_STEPS")]),
        (["A"] * 100, []),
        (["A"] * 101, [("steps", "F1_MAX_STEPS")]),
        (["A", 5], [("steps[1]", "F2_EMPTY_STEP_EVENT")]),
        (["A", "\u200b"], [("steps[1]", "F2_INVISIBLE_STEP_EVENT")]),
    ],
)
def test_a_funnel_has_two_to_a_hundred_steps_with_names(steps: Any, problems: Any) -> None:
    assert found(steps) == problems


@pytest.mark.parametrize("steps", [None, "AB", 5])
def test_steps_are_a_list(steps: Any) -> None:
    with pytest.raises(ParamTypeError, match="steps"):
        FunnelQuery(steps)


def test_a_blank_step_is_refused_where_it_is_written() -> None:
    with pytest.raises(ParamValidationError) as caught:
        FunnelQuery(["A", ""])

    assert caught.value.code == "EV1_EMPTY_EVENT"


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ("second", 31_708_800),
        ("minute", 528_480),
        ("hour", 8_808),
        ("day", 367),
        ("week", 52),
        ("month", 12),
    ],
)
def test_a_window_is_about_a_year_at_most(unit: str, most: int) -> None:
    too_long = found(["A", "B"], conversion_window=most + 1, conversion_window_unit=unit)

    assert found(["A", "B"], conversion_window=most, conversion_window_unit=unit) == []
    assert too_long == [("conversion_window", "F3_CONVERSION_WINDOW_MAX")]


@pytest.mark.parametrize("window", ["14", None, True, 1.5])
def test_a_window_is_a_whole_number(window: Any) -> None:
    assert found(["A", "B"], conversion_window=window) == [("conversion_window", "F3_CONVERSION_WINDOW_TYPE")]


def test_one_second_is_too_short_and_two_are_suggested() -> None:
    (problem,) = FunnelQuery(["A", "B"], conversion_window=1, conversion_window_unit="second").problems()

    assert (problem.code, problem.suggestion) == ("F7_SECOND_MIN_WINDOW", ["2"])


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"conversion_window": 1}, []),
        ({"conversion_window": 2}, ["F9_SESSION_WINDOW_REQUIRES_ONE"]),
        ({"conversion_window": 14}, ["F3_CONVERSION_WINDOW_MAX", "F9_SESSION_WINDOW_REQUIRES_ONE"]),
        ({"conversion_window": 2, "math": "conversion_rate_session"}, []),
    ],
)
def test_a_window_of_sessions_is_one_unless_sessions_are_counted(options: Any, codes: list[str]) -> None:
    assert [code for _, code in found(["A", "B"], conversion_window_unit="session", **options)] == codes


def test_sessions_are_counted_in_a_window_of_sessions() -> None:
    assert found(["A", "B"], math="conversion_rate_session") == [("math", "F9_SESSION_MATH_REQUIRES_SESSION_WINDOW")]


@pytest.mark.parametrize(
    ("math", "prop", "codes"),
    [
        ("average", None, ["F10_MATH_MISSING_PROPERTY"]),
        ("average", "", ["F10_MATH_MISSING_PROPERTY"]),
        ("average", "price", []),
        ("total", None, []),
        ("total", "price", []),
        ("unique", "price", ["F11_MATH_REJECTS_PROPERTY"]),
        ("rates", "price", ["F11_MATH_REJECTS_PROPERTY"]),
        ("average", CustomPropertyRef(0), ["CP1_INVALID_ID"]),
    ],
)
def test_a_property_goes_with_a_math_that_aggregates_one(math: Any, prop: Any, codes: list[str]) -> None:
    assert found(["A", "B"], math=math, math_property=prop) == [("math_property", code) for code in codes]


def test_a_math_nobody_knows_is_found_in_the_params() -> None:
    with pytest.raises(BookmarkValidationError) as caught:
        FunnelQuery(["A", "B"], math="conversion").params()

    (error,) = caught.value.errors
    assert (error.path, error.code) == ("sections.show[0].measurement.math", "B9_INVALID_MATH")


@pytest.mark.parametrize(
    ("span", "codes"),
    [
        ((0, 1), []),
        ((1, None), []),
        ((1, 1), ["F4_EXCLUSION_STEP_ORDER"]),
        ((0, 2), ["F4_EXCLUSION_STEP_BOUNDS"]),
        ((2, None), ["F4_EXCLUSION_STEP_BOUNDS"]),
        ((2, 3), ["F4_EXCLUSION_STEP_BOUNDS", "F4_EXCLUSION_STEP_BOUNDS"]),
    ],
)
def test_an_exclusion_lies_between_two_steps_of_the_funnel(span: Any, codes: list[str]) -> None:
    assert found(["A", "B"], exclusions=["X", Exclusion("Y", *span)]) == [("exclusions[1]", code) for code in codes]


def test_a_reentry_mode_comes_with_what_it_may_have_been_meant_for() -> None:
    (problem,) = FunnelQuery(["A", "B"], reentry_mode="aggresive").problems()

    assert (problem.path, problem.suggestion) == ("reentry_mode", ["aggressive"])


def test_problems_of_conditions_say_where_the_condition_is() -> None:
    steps = [FunnelStep("A", filters=[Filter.is_set("p"), BAD]), "B"]

    assert [path for path, _ in found(steps, where=[BAD, BAD], group_by=GroupBy(CustomPropertyRef(0)))] == [
        "group_by",
        "steps[0].filters[1]",
        "where[0]",
        "where[1]",
    ]


def test_filters_of_steps_skip_the_checks_of_params() -> None:
    steps = ["A", FunnelStep("B", filters=[Filter.equals("p", [])])]

    assert FunnelQuery(steps).params()
    with pytest.raises(BookmarkValidationError, match="B20_EMPTY_FILTER_VALUE"):
        FunnelQuery(["A", "B"], where=Filter.equals("p", [])).params()


def test_a_saved_funnel_has_its_own_settings() -> None:
    wrong = found(BehaviorRef(5, "retention"), order="any", exclusions=["X"], math="median")

    assert wrong == [
        ("steps", "F13_BEHAVIOR_REF_TYPE"),
        ("order", "F14_BEHAVIOR_REF_SETTINGS"),
        ("exclusions", "F14_BEHAVIOR_REF_SETTINGS"),
        ("math_property", "F10_MATH_MISSING_PROPERTY"),
    ]
    assert found(BehaviorRef(5, "funnel"), exclusions=[], math="total", last=7) == []


def test_a_saved_funnel_is_named_by_its_id() -> None:
    params = FunnelQuery(BehaviorRef(5, "funnel")).params()

    assert params["sections"]["show"][0]["behavior"] == {"type": "funnel", "id": 5}


def test_an_exclusion_without_an_end_lasts_to_the_last_step() -> None:
    assert behavior(exclusions=["X", Exclusion("Y", 1)])["exclusions"] == [
        {"event": "X", "steps": {"from": 1, "to": 3}},
        {"event": "Y", "steps": {"from": 2, "to": 3}},
    ]


def test_a_reentry_mode_is_sent_only_where_one_is_said() -> None:
    assert behavior(reentry_mode="basic")["funnelReentryMode"] == "basic"
    assert "funnelReentryMode" not in behavior()


def test_a_condition_on_a_custom_property_has_a_null_value_but_not_in_steps() -> None:
    custom = Filter.is_set(CustomPropertyRef(5))
    sections = FunnelQuery(["A", FunnelStep("B", filters=[custom])], where=custom).params()["sections"]

    assert sections["filter"][0]["value"] is None
    assert "value" not in sections["show"][0]["behavior"]["behaviors"][1]["filters"][0]


@pytest.mark.parametrize(
    ("mode", "chart"), [("steps", "funnel-steps"), ("trends", "line"), ("table", "table"), ("bogus", "funnel-steps")]
)
def test_a_mode_is_a_chart_and_an_unknown_one_shows_steps(mode: Any, chart: str) -> None:
    assert FunnelQuery(["A", "B"], mode=mode).params()["displayOptions"] == {"chartType": chart}


def test_results_are_compared_with_another_span() -> None:
    comparison = TimeComparison.relative("week")

    options = FunnelQuery(["A", "B"], time_comparison=comparison).params()["displayOptions"]

    assert options["timeComparison"] == {"type": "relative", "value": "week"}


def test_a_data_group_is_text() -> None:
    assert FunnelQuery(["A", "B"], data_group_id=7).params()["sections"]["globalDataGroupId"] == "7"


def test_last_counts_days_and_a_span_without_an_end_ends_today() -> None:
    last = FunnelQuery(["A", "B"], last=60, unit="month").params()["sections"]["time"][0]
    since = FunnelQuery(["A", "B"], from_date=date(2026, 1, 1)).params(today=lambda: date(2026, 3, 1))

    assert last["window"] == {"unit": "day", "value": 60}
    assert since["sections"]["time"][0]["value"] == ["2026-01-01", "2026-03-01"]


def test_a_whole_question_takes_no_options() -> None:
    question = FunnelQuery(["A", "B"])

    assert FunnelQuery.of(question) is question
    with pytest.raises(ParamValidationError, match="last"):
        FunnelQuery.of(question, last=7)
