from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from mixpanel_async import QueryError, QueryResult, ResponseValidationError
from mixpanel_async.answer import Answer

DAY = "2026-01-01"
TIME = "2026-01-01T05:00:00-08:00"


def result(series: dict[str, Any], *headers: str, chart: str = "line") -> QueryResult:
    return QueryResult("", "", "", ["$metric", *headers], series, {"displayOptions": {"chartType": chart}})


@pytest.mark.parametrize(
    ("keys", "dtype", "first"),
    [
        ([DAY, "2026-01-02"], pl.Date, date(2026, 1, 1)),
        ([TIME], pl.Datetime("us"), datetime(2026, 1, 1, 5)),
        ([DAY, TIME], pl.String, DAY),
        (["2026-02-30"], pl.String, "2026-02-30"),
        (["all", DAY], pl.Date, None),
    ],
)
def test_times_have_the_type_their_keys_allow(keys: list[str], dtype: Any, first: object) -> None:
    column = result({"A": dict.fromkeys(keys, 1)}).df["date"]

    assert (column.dtype, column[0]) == (dtype, first)


@pytest.mark.parametrize(
    ("counts", "dtype"),
    [([1, 2], pl.Int64), ([1, None], pl.Int64), ([None], pl.Int64), ([1, 2.5], pl.Float64), ([2.0], pl.Float64)],
)
def test_counts_are_whole_unless_one_is_not(counts: list[Any], dtype: Any) -> None:
    series = {"A": {f"2026-01-{day:02}": count for day, count in enumerate(counts, 1)}}

    frame = result(series).df

    assert (frame["count"].dtype, frame["count"].to_list()) == (dtype, counts)


@pytest.mark.parametrize(
    ("chart", "headers", "schema"),
    [
        ("line", (), {"date": pl.Datetime("us"), "event": pl.String, "count": pl.Int64}),
        ("bar", (), {"event": pl.String, "count": pl.Int64}),
        ("bar", ("plan",), {"event": pl.String, "segment": pl.String, "count": pl.Int64}),
        ("table", ("a", "b"), {"event": pl.String, "a": pl.String, "b": pl.String, "count": pl.Int64}),
    ],
)
def test_no_rows_still_have_typed_columns(chart: str, headers: tuple[str, ...], schema: dict[str, Any]) -> None:
    assert dict(result({}, *headers, chart=chart).df.schema) == schema


def test_rows_keep_the_order_of_the_reply() -> None:
    frame = result({"B": {"x": {DAY: 1}, "y": {DAY: 2}}, "A": {"x": {DAY: 3}}}, "plan").df

    assert frame.rows() == [
        (date(2026, 1, 1), "B", "x", 1),
        (date(2026, 1, 1), "B", "y", 2),
        (date(2026, 1, 1), "A", "x", 3),
    ]


def test_a_number_beside_deeper_segments_is_kept() -> None:
    frame = result({"A": {"all": 3, "x": {"all": 1}}}, "plan").df

    assert frame.rows() == [("A", "$overall", 3), ("A", "x", 1)]


@pytest.mark.parametrize("headers", [("a", "a"), ("a", ""), ("date", "b"), ("a",), ("a", "b", "c")])
def test_headers_that_cannot_name_columns_are_not_used(headers: tuple[str, ...]) -> None:
    assert result({"A": {"x": {"y": {"all": 1}}}}, *headers).df.columns == ["event", "segment_1", "segment_2", "count"]


def test_the_table_says_times_as_text() -> None:
    assert result({"A": {TIME: 1}}).to_table_dict() == [{"date": TIME[:19], "event": "A", "count": 1}]


def test_the_frame_is_built_once() -> None:
    built = result({"A": {DAY: 1}})

    assert built.df is built.df


def test_a_result_with_a_frame_can_be_pickled() -> None:
    built = result({"A": {DAY: 1}})
    frame = built.df

    copy = pickle.loads(pickle.dumps(built))

    assert copy == built
    assert copy.df.equals(frame)


def test_a_notebook_shows_the_first_rows() -> None:
    assert "2026-01-01" in result({"A": {DAY: 1}})._repr_html_()


@pytest.mark.parametrize("reply", [{"error": {"detail": "x"}, "series": {}}, {"computed_at": "x"}, {}])
def test_a_reply_without_an_answer_is_a_query_error(reply: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as caught:
        QueryResult.read(Answer(reply), {})

    assert caught.value.status_code == 200


@pytest.mark.parametrize(
    ("series", "path"),
    [
        ([], "$.series"),
        ({"A": 3}, "$.series.A"),
        ({"A": {DAY: "3"}}, f"$.series.A.{DAY}"),
        ({"A": {DAY: True}}, f"$.series.A.{DAY}"),
        ({"A": {"x": {DAY: [1]}, "y": {DAY: 1}}}, f"$.series.A.x.{DAY}"),
        ({"A": {"all": "3", "x": {"all": 1}}}, "$.series.A.all"),
    ],
)
def test_what_is_no_number_is_refused_with_its_place(series: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        QueryResult.read(Answer({"series": series}), {})

    assert caught.value.details["path"] == path
