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
    BookmarkValidationError,
    CohortBreakdown,
    CustomPropertyRef,
    Filter,
    FrequencyBreakdown,
    GroupBy,
    ParamTypeError,
    ParamValidationError,
    RetentionEvent,
    RetentionQuery,
    TimeComparison,
    validate_bookmark,
)
from mixpanel_async.queries.retention.spec import RetentionOptions
from tests.specs.strategies import CONDITIONS, GROUPS, RETENTION_EVENTS, TEXT

NAMES = {name: getattr(mixpanel_async, name) for name in mixpanel_async.__all__}
EVENTS = TEXT | RETENTION_EVENTS
QUESTIONS = st.builds(
    RetentionQuery,
    EVENTS,
    EVENTS,
    retention_unit=st.sampled_from(["day", "week", "month"]),
    alignment=st.sampled_from(["birth", "interval_start"]),
    bucket_sizes=st.none() | st.sets(st.integers(1, 730), max_size=9).map(sorted),
    math=st.sampled_from(["retention_rate", "unique", "total", "average"]),
    group_by=st.lists(TEXT | GROUPS, max_size=2),
    where=st.lists(CONDITIONS, max_size=2),
    mode=st.sampled_from(["curve", "trends", "table"]),
    unbounded_mode=st.sampled_from([None, "none", "carry_back"]),
    data_group_id=st.none() | st.integers(1, 9),
)


def codes(question: RetentionQuery) -> list[str]:
    return [problem.code for problem in question.problems()]


def behavior(question: RetentionQuery) -> dict[str, Any]:
    found: dict[str, Any] = question.params()["sections"]["show"][0]["behavior"]
    return found


def test_the_keywords_are_declared_once() -> None:
    assert list(RetentionOptions.__annotations__) == [field.name for field in fields(RetentionQuery)][2:]


@given(QUESTIONS)
def test_a_valid_question_makes_valid_params(question: RetentionQuery) -> None:
    found = validate_bookmark(question.params(), bookmark_type="retention")

    assert question.problems() == []
    assert [problem for problem in found if problem.severity == "error"] == []


@given(QUESTIONS)
def test_a_question_is_a_value(question: RetentionQuery) -> None:
    twin = evolve(pickle.loads(pickle.dumps(question)))

    assert (twin, hash(twin), twin.params()) == (question, hash(question), question.params())


@given(QUESTIONS)
def test_repr_is_a_call_that_makes_the_question(question: RetentionQuery) -> None:
    assert eval(repr(question), NAMES) == question


def test_all_broken_rules_are_reported_together_in_the_order_of_their_parts() -> None:
    question = RetentionQuery(
        "\u200b",
        last=0,
        group_by=["", GroupBy("n", bucket_min=1), CohortBreakdown(5)],
        bucket_sizes=[2, 1],
        retention_unit="eon",  # type: ignore[arg-type]
        alignment="start",  # type: ignore[arg-type]
        math="sum",  # type: ignore[arg-type]
        mode="line",  # type: ignore[arg-type]
        unit="hour",  # type: ignore[arg-type]
        unbounded_mode="back",  # type: ignore[arg-type]
        where=Filter.is_set(CustomPropertyRef(0)),
        data_group_id=0,
    )

    with pytest.raises(BookmarkValidationError) as caught:
        question.params()

    assert [error.code for error in caught.value.errors] == [
        "DG1_INVALID_DATA_GROUP_ID",
        "R1_INVISIBLE_BORN_EVENT",
        "R2_EMPTY_RETURN_EVENT",
        "V7_LAST_POSITIVE",
        "V11_BUCKET_REQUIRES_SIZE",
        "R6_BUCKET_SIZES_ASCENDING",
        "R7_INVALID_RETENTION_UNIT",
        "R8_INVALID_ALIGNMENT",
        "R9_INVALID_MATH",
        "R10_INVALID_MODE",
        "R11_INVALID_UNIT",
        "R12_EMPTY_GROUP_BY",
        "CB3_RETENTION_MIXED_BREAKDOWN",
        "R13_INVALID_UNBOUNDED_MODE",
        "CP1_INVALID_ID",
    ]


def test_unknown_words_come_with_those_that_are_close() -> None:
    question = RetentionQuery("A", "B", alignment="interval", mode="line")  # type: ignore[arg-type]

    assert [(problem.path, problem.suggestion) for problem in question.problems()] == [
        ("alignment", ["interval_start"]),
        ("mode", None),
    ]


@pytest.mark.parametrize(
    ("sizes", "code", "path"),
    [
        ([1, 2.0], "R5_BUCKET_SIZES_INTEGER", "bucket_sizes[1]"),
        ([0, 3], "R5_BUCKET_SIZES_POSITIVE", "bucket_sizes"),
        ([True, 3], "R5_BUCKET_SIZES_POSITIVE", "bucket_sizes"),
        (["1"], "R5_BUCKET_SIZES_POSITIVE", "bucket_sizes"),
        (list(range(1, 732)), "R5_BUCKET_SIZES_TOO_MANY", "bucket_sizes"),
        ([1, 1], "R6_BUCKET_SIZES_ASCENDING", "bucket_sizes"),
    ],
)
def test_bucket_sizes_are_at_most_730_rising_whole_numbers(sizes: list[Any], code: str, path: str) -> None:
    (problem,) = RetentionQuery("A", "B", bucket_sizes=sizes).problems()

    assert (problem.code, problem.path) == (code, path)


def test_sizes_that_are_no_numbers_are_not_told_to_rise() -> None:
    assert codes(RetentionQuery("A", "B", bucket_sizes=[3, 0])) == ["R5_BUCKET_SIZES_POSITIVE"]


def test_several_events_are_one_problem_and_the_only_one() -> None:
    question = RetentionQuery(["A", "C"], last=0)  # type: ignore[arg-type]

    assert codes(question) == ["R1_EMPTY_BORN_EVENT"]


@pytest.mark.parametrize("event", [5, CohortBreakdown(5)])
def test_what_is_no_event_is_refused_at_once(event: Any) -> None:
    with pytest.raises(ParamTypeError, match="return_event"):
        RetentionQuery("A", event)


def test_a_retention_needs_an_event_to_be_born_by() -> None:
    with pytest.raises(ParamTypeError, match="born_event"):
        RetentionQuery(None, "B")  # type: ignore[arg-type]


def test_a_blank_name_is_refused_at_once() -> None:
    with pytest.raises(ParamValidationError, match="return_event") as caught:
        RetentionQuery("A", " ")

    assert caught.value.code == "EV1_EMPTY_EVENT"


@pytest.mark.parametrize("kind", [list, tuple])
def test_cohorts_and_properties_do_not_mix_in_a_list_nor_in_a_tuple(kind: Any) -> None:
    assert codes(RetentionQuery("A", "B", group_by=kind(["plan", CohortBreakdown(5)]))) == [
        "CB3_RETENTION_MIXED_BREAKDOWN"
    ]


def test_cohorts_may_stand_beside_frequencies() -> None:
    assert codes(RetentionQuery("A", "B", group_by=[CohortBreakdown(5), FrequencyBreakdown("Buy")])) == []


def test_last_means_days_whatever_the_unit() -> None:
    (span,) = RetentionQuery("A", "B", last=60, unit="month").params()["sections"]["time"]

    assert span == {"dateRangeType": "in the last", "unit": "month", "window": {"unit": "day", "value": 60}}


def test_a_span_without_an_end_ends_today() -> None:
    params = RetentionQuery("A", "B", from_date="2026-01-01").params(today=lambda: date(2026, 3, 1))

    assert params["sections"]["time"][0]["value"] == ["2026-01-01", "2026-03-01"]


def test_the_data_group_is_text() -> None:
    question = RetentionQuery("A", "B", data_group_id=7, group_by=CohortBreakdown(5))

    sections = question.params()["sections"]

    assert (sections["globalDataGroupId"], sections["group"][0]["dataGroupId"]) == ("7", "7")


def test_a_custom_property_has_a_null_value_in_where_and_none_in_an_event() -> None:
    custom = Filter.is_set(CustomPropertyRef(4))
    question = RetentionQuery(RetentionEvent("A", [custom]), "B", where=custom)

    (inside,) = behavior(question)["behaviors"][0]["filters"]
    (beside,) = question.params()["sections"]["filter"]

    assert ("value" in inside, beside["value"]) == (False, None)


def test_sorting_and_widths_are_always_sent() -> None:
    plain = RetentionQuery("A", "B").params()
    other = RetentionQuery("C", "D", mode="table", group_by="plan").params()

    assert (plain["sorting"], plain["columnWidths"]) == (other["sorting"], {"bar": {}})


def test_params_belong_to_the_caller() -> None:
    question = RetentionQuery("A", "B")

    question.params()["sorting"]["table"]["colSortAttrs"].clear()

    assert question.params()["sorting"]["table"]["colSortAttrs"]


def test_filters_of_an_event_skip_the_rules_of_params() -> None:
    nothing = Filter.equals("p", [])

    assert RetentionQuery(RetentionEvent("A", [nothing]), "B").params()
    with pytest.raises(BookmarkValidationError) as caught:
        RetentionQuery("A", "B", where=nothing).params()
    assert [error.code for error in caught.value.errors] == ["B20_EMPTY_FILTER_VALUE"]


def test_filters_of_an_event_are_named_by_their_place() -> None:
    (problem,) = RetentionQuery("A", RetentionEvent("B", [Filter.is_set(CustomPropertyRef(0))])).problems()

    assert problem.path == "return_event.filters[0]"


def test_what_is_not_said_is_not_sent() -> None:
    plain = RetentionQuery("A", "B").params()

    assert "retentionUnboundedMode" not in plain["sections"]["show"][0]["behavior"]
    assert "timeComparison" not in plain["displayOptions"]
    assert plain["sections"]["show"][0]["measurement"] == {"math": "retention_rate"}


def test_what_is_said_is_sent() -> None:
    question = RetentionQuery(
        "A",
        "B",
        bucket_sizes=[1, 7],
        unbounded_mode="none",
        retention_cumulative=True,
        time_comparison=TimeComparison.relative("month"),
    )

    assert behavior(question)["retentionCustomBucketSizes"] == [1, 7]
    assert behavior(question)["retentionUnboundedMode"] == "none"
    assert question.params()["sections"]["show"][0]["measurement"]["retentionCumulative"] is True
    assert question.params()["displayOptions"]["timeComparison"] == {"type": "relative", "value": "month"}


@pytest.mark.parametrize(
    ("events", "options"), [(("B",), {}), ((None,), {"last": 7})], ids=["return_event", "an option"]
)
def test_a_whole_question_takes_nothing_beside_it(events: tuple[Any, ...], options: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError) as caught:
        RetentionQuery.of(RetentionQuery("A", "B"), *events, **options)

    assert caught.value.code == "QQ1_OPTIONS_WITH_QUERY"
