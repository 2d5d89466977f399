from __future__ import annotations

from math import inf, nan
from typing import Any

import polars as pl
import pytest

from mixpanel_async import ResponseValidationError, UserQueryResult
from mixpanel_async.answer import Answer


def profiles(*properties: dict[str, Any]) -> UserQueryResult:
    rows = [
        {"distinct_id": f"u{number}", "last_seen": None, "properties": each} for number, each in enumerate(properties)
    ]
    return UserQueryResult("now", len(rows), rows, mode="profiles")


def numbers(data: Any, **params: str) -> UserQueryResult:
    return UserQueryResult.read(Answer({"results": data, "computed_at": "now"}), {"action": "count()", **params})


def test_a_property_is_a_column_without_its_dollar_sorted_by_name() -> None:
    df = profiles({"$email": "e", "zeta": 1, "alpha": True}).df

    assert df.columns == ["distinct_id", "last_seen", "alpha", "email", "zeta"]


def test_only_one_dollar_is_dropped() -> None:
    assert "$odd" in profiles({"$$odd": 1}).df.columns


def test_of_two_properties_of_one_name_the_later_counts() -> None:
    assert profiles({"$email": "old", "email": "new"}).df["email"].to_list() == ["new"]


def test_no_property_takes_the_place_of_who_and_when() -> None:
    df = profiles({"distinct_id": "someone else", "$last_seen": "never"}).df

    assert df.rows() == [("u0", None)]


def test_what_a_profile_lacks_is_null() -> None:
    df = profiles({"plan": "pro"}, {"n": 1}).df

    assert df.select("n", "plan").rows() == [(None, "pro"), (1, None)]
    assert df.schema["n"] == pl.Int64


def test_no_profiles_leave_who_and_when() -> None:
    assert profiles().df.schema == {"distinct_id": pl.String, "last_seen": pl.String}


@pytest.mark.parametrize(
    ("data", "params", "columns", "rows"),
    [
        (4821, {}, ["metric", "value"], [("count()", 4821)]),
        (None, {}, ["metric", "value"], []),
        ({"min": 1.5, "max": 99}, {}, ["metric", "min", "max"], [("count()", 1.5, 99)]),
        ({"cohort_1": 40}, {"segment_by_cohorts": "{}"}, ["segment", "value"], [("cohort_1", 40)]),
        ({}, {"segment_by_cohorts": "{}"}, ["segment", "value"], []),
        (
            {"cohort_1": {"min": 1}, "cohort_2": 3},
            {"segment_by_cohorts": "{}"},
            ["segment", "min", "value"],
            [("cohort_1", 1, None), ("cohort_2", None, 3)],
        ),
    ],
)
def test_numbers_are_a_row_each(data: Any, params: dict[str, str], columns: list[str], rows: list[Any]) -> None:
    df = numbers(data, **params).df

    assert (df.columns, df.rows()) == (columns, rows)


def test_a_count_is_the_total_and_the_value() -> None:
    result = numbers(12.0)

    assert (result.total, result.value) == (12, 12.0)


def test_a_percentile_counts_nobody() -> None:
    result = numbers(99.5, action='percentile(properties["ltv"], 95)')

    assert (result.total, result.value) == (0, 99.5)


@pytest.mark.parametrize("count", [inf, nan, 10**400])
def test_numbers_beyond_counting_are_kept(count: float) -> None:
    result = numbers(count)

    assert (result.df.height, result.value) == (1, count)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"computed_at": "now"}, "$: there is no 'results'"),
        ({"results": "5"}, "$.results: '5' is no number"),
        ({"results": [5]}, "$.results: [5] is no number"),
        ({"results": 5, "computed_at": 5}, "$.computed_at: 5 is no text"),
        (None, "$: None is no object"),
    ],
)
def test_numbers_that_cannot_be_read_are_refused_where_they_stand(reply: object, said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        UserQueryResult.read(Answer(reply), {"action": "count()"})

    assert caught.value.message == said


def test_several_numbers_are_no_value() -> None:
    result = numbers({"min": 1, "max": 2})

    assert (result.value, result.distinct_ids) == (None, [])


def test_a_result_can_be_told_as_plain_data() -> None:
    assert numbers(3).to_dict() == {
        "computed_at": "now",
        "total": 3,
        "profiles": [],
        "params": {"action": "count()"},
        "meta": {"action": "count()", "segmented": False},
        "mode": "aggregate",
        "aggregate_data": 3,
    }


def test_profiles_are_not_shown_in_repr() -> None:
    assert repr(profiles({"$email": "private"})) == "<UserQueryResult 1 profiles>"
    assert repr(numbers(3)) == "<UserQueryResult count() = 3>"


def test_the_frame_is_built_once() -> None:
    result = numbers(3)

    assert result.df is result.df
