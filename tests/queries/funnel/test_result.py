from __future__ import annotations

import pickle
from math import inf
from typing import Any

import polars as pl
import pytest

from mixpanel_async import FunnelQueryResult, ResponseValidationError
from mixpanel_async.answer import Answer

SCHEMA = {
    "step": pl.Int64,
    "event": pl.String,
    "count": pl.Int64,
    "step_conv_ratio": pl.Float64,
    "overall_conv_ratio": pl.Float64,
    "avg_time": pl.Float64,
    "avg_time_from_start": pl.Float64,
}


def result(series: Any) -> FunnelQueryResult:
    return FunnelQueryResult.read(Answer({"series": series}), {})


def counts(series: Any) -> list[tuple[str, Any]]:
    return [(step["event"], step["count"]) for step in result(series).steps_data]


def block(*counts: tuple[str, Any]) -> dict[str, Any]:
    return {"count": dict(counts)}


def test_steps_are_sorted_by_their_numbers_and_names_without_one_come_last() -> None:
    series = {"A to J": block(("Z", 1), ("10. J", 2), ("2. B", 3), ("1. A", 4), ("C", 5))}

    assert counts(series) == [("A", 4), ("B", 3), ("J", 2), ("C", 5), ("Z", 1)]


@pytest.mark.parametrize(
    ("key", "event"), [("1. A. B", "A. B"), ("1. a\nb", "a\nb"), ("v1. A", "v1. A"), ("1", "1"), ("12. ", "")]
)
def test_a_step_is_named_without_its_number(key: str, event: str) -> None:
    assert counts({"f": block((key, 1))}) == [(event, 1)]


@pytest.mark.parametrize(("value", "count"), [(5, 5), ({"all": 5}, 5), (None, 0), ({"all": None}, 0), ({}, 0)])
def test_what_the_server_does_not_say_is_zero(value: Any, count: int) -> None:
    assert counts({"f": block(("1. A", value))}) == [("A", count)]


def test_every_measure_is_read() -> None:
    measures = ("count", "step_conv_ratio", "overall_conv_ratio", "avg_time", "avg_time_from_start")
    series = {"f": {name: {"1. A": {"all": number}} for number, name in enumerate(measures, 1)}}

    assert result(series).steps_data == [{"event": "A"} | {name: number for number, name in enumerate(measures, 1)}]


@pytest.mark.parametrize("outer", ["$overall", "Chrome", "2026-01-01"])
def test_of_segments_or_dates_the_first_usable_block_is_read(outer: str) -> None:
    series = {"f": {"odd": "x", "none": {}, outer: block(("1. A", 4)), "last": block(("1. A", 5))}}

    assert counts(series) == [("A", 4)]


@pytest.mark.parametrize("series", [{"steps": [{"event": "A"}]}, {"steps": "x", "$overall": [{"event": "A"}]}])
def test_steps_may_come_as_a_list(series: Any) -> None:
    assert result(series).steps_data == [{"event": "A"}]


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ("x", "$.series: 'x' is no object"),
        ({"f": "x"}, "$.series.f: 'x' stands where a step's 'count' should"),
        ({"f": {"a": {}, "b": None}}, "$.series.f.b: None stands where a step's 'count' should"),
        ({"f": {"count": "x"}}, "$.series.f.count: 'x' is no object"),
        ({"f": {"avg_time": {"1. A": 5}}}, "$.series.f: there is no 'count'"),
        ({"f": {"bad": {"count": None}, "good": block(("1. A", 4))}}, "$.series.f.bad: there is no 'count'"),
        ({"f": block(("1. A", {"2026-01-01": 5}))}, "$.series.f.count.1. A: there is no 'all'"),
        ({"f": block(("1. A", {"all": "5"}))}, "$.series.f.count.1. A.all: '5' is no number"),
        ({"f": block(("1. A", 5)) | {"avg_time": [1]}}, "$.series.f.avg_time: [1] is no object"),
        ({"steps": [{"event": "A"}, "x"]}, "$.series.steps[1]: 'x' is no object"),
        ({"steps": [{"event": 5}]}, "$.series.steps[0].event: 5 is no text"),
        ({"$overall": [{"count": True}]}, "$.series.$overall[0].count: True is no number"),
    ],
)
def test_steps_that_cannot_be_read_are_refused_where_they_stand(series: Any, said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        result(series)

    assert caught.value.message == said


def test_steps_nested_deeper_than_python_calls_are_found() -> None:
    series: Any = block(("1. A", 4))
    for _ in range(5000):
        series = {"s": series}

    assert counts(series) == [("A", 4)]


def test_numbers_beyond_floats_are_infinite() -> None:
    found = result({"steps": [{"event": None, "count": 10**400, "overall_conv_ratio": -(10**400)}]})

    assert found.df.select("event", "count", "overall_conv_ratio").rows() == [("Step 1", inf, -inf)]
    assert found.overall_conversion_rate == -inf
    assert "?" in repr(found)


@pytest.mark.parametrize("series", [{}, {"f": {}}, {"f": {"a": {}}}])
def test_no_steps_still_have_typed_columns(series: Any) -> None:
    empty = result(series)

    assert (dict(empty.df.schema), empty.df.height, empty.overall_conversion_rate) == (SCHEMA, 0, 0.0)


def test_one_row_per_step_with_typed_columns() -> None:
    frame = result({"steps": [{"event": "A", "count": 4, "overall_conv_ratio": 1}, {"count": 1}]}).df

    assert dict(frame.schema) == SCHEMA
    assert frame.rows() == [(1, "A", 4, 0.0, 1.0, 0.0, 0.0), (2, "Step 2", 1, 0.0, 0.0, 0.0, 0.0)]


@pytest.mark.parametrize(
    ("last", "rate"), [({"overall_conv_ratio": 1}, 1.0), ({}, 0.0), ({"overall_conv_ratio": None}, 0.0)]
)
def test_the_conversion_rate_is_the_last_steps(last: dict[str, Any], rate: float) -> None:
    overall = result({"steps": [{"overall_conv_ratio": 0.5}, last]}).overall_conversion_rate

    assert (type(overall), overall) == (float, rate)


def test_the_frame_is_built_once() -> None:
    found = result({"steps": [{"event": "A"}]})

    assert found.df is found.df


def test_it_is_shown_by_its_steps() -> None:
    series = {"steps": [{"event": "A"}, {"event": "B", "overall_conv_ratio": 0.125}]}

    assert repr(FunnelQueryResult("", "2026-01-01", "2026-01-31", series["steps"])) == (
        "<FunnelQueryResult 2026-01-01 to 2026-01-31: A -> B, 12.5%>"
    )


def test_it_can_be_sent_to_another_process() -> None:
    found = result({"steps": [{"event": "A"}]})

    assert pickle.loads(pickle.dumps(found)).to_dict() == found.to_dict()
