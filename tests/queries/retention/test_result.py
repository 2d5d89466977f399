from __future__ import annotations

import pickle
import re
from datetime import date
from math import inf
from typing import Any

import polars as pl
import pytest

from mixpanel_async import QueryError, ResponseValidationError, RetentionQueryResult
from mixpanel_async.answer import Answer

EARLY = {"first": 4, "counts": [4, 1], "rates": [1.0, 0.25]}
LATE = {"first": 2, "counts": [2], "rates": [1.0]}
SCHEMA = {"cohort_date": pl.Date, "bucket": pl.Int64, "count": pl.Int64, "rate": pl.Float64}


def read(node: object) -> RetentionQueryResult:
    return RetentionQueryResult.read(Answer({"series": {"A and then B": node}}), {})


def test_days_are_sorted() -> None:
    result = read({"2026-01-08": LATE, "2026-01-01": EARLY})

    assert result.df.rows() == [
        (date(2026, 1, 1), 0, 4, 1.0),
        (date(2026, 1, 1), 1, 1, 0.25),
        (date(2026, 1, 8), 0, 2, 1.0),
    ]


def test_segments_are_sorted_and_stand_first() -> None:
    result = read({"$overall": {"2026-01-01": EARLY}, "web": {"2026-01-08": LATE}, "ios": {"2026-01-01": LATE}})

    assert result.df.rows() == [("ios", date(2026, 1, 1), 0, 2, 1.0), ("web", date(2026, 1, 8), 0, 2, 1.0)]


def test_days_lose_their_time_and_offset() -> None:
    assert list(read({"2026-01-01T00:00:00-08:00": EARLY}).cohorts) == ["2026-01-01"]


@pytest.mark.parametrize(
    ("rates", "seen"), [([], [0.0, 0.0]), ([1], [1.0, 0.0]), ([1, None], [1.0, None]), ([1, 0.5, 0.2], [1.0, 0.5])]
)
def test_a_rate_that_is_missing_is_zero(rates: list[Any], seen: list[Any]) -> None:
    result = read({"2026-01-01": {"first": 4, "counts": [4, 1], "rates": rates}})

    assert result.df["rate"].to_list() == seen


@pytest.mark.parametrize("cohort", [{}, {"first": 5, "counts": []}])
def test_a_cohort_without_buckets_has_no_rows(cohort: object) -> None:
    assert read({"2026-01-01": cohort}).df.rows() == []


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"2026-01-01": {"first": 5}}, "2026-01-01: there is no 'counts'"),
        ({"2026-01-01": [5]}, "2026-01-01: [5] is no object"),
        ({"2026-01-01": EARLY, "2026-01-08T00:00:00": None}, "2026-01-08T00:00:00: None is no object"),
        ({"2026-01-01": EARLY | {"counts": {}}}, "2026-01-01.counts: {} is no list"),
        ({"2026-01-01": EARLY | {"counts": [1, "2"]}}, "2026-01-01.counts[1]: '2' is no number"),
        ({"2026-01-01": EARLY | {"counts": [1, True]}}, "2026-01-01.counts[1]: True is no number"),
        ({"2026-01-01": EARLY | {"rates": ["x"]}}, "2026-01-01.rates[0]: 'x' is no number"),
        ({"2026-01-01": EARLY | {"rates": [0.5, False]}}, "2026-01-01.rates[1]: False is no number"),
        ({"$average": EARLY | {"counts": [{}]}}, "$average.counts[0]: {} is no number"),
        (
            {"$overall": {"2026-01-01": EARLY | {"counts": ["x"]}}, "web": {"2026-01-01": EARLY}},
            "$overall.2026-01-01.counts[0]: 'x' is no number",
        ),
        ({"2026-01-01": EARLY | {"first": "x"}}, "2026-01-01.first: 'x' is no number"),
        ({"$overall": {}, "web": {"2026-01-01": None}}, "web.2026-01-01: None is no object"),
    ],
)
def test_cohorts_that_cannot_be_read_are_refused_where_they_stand(node: object, said: str) -> None:
    with pytest.raises(ResponseValidationError) as caught:
        read(node)

    assert caught.value.message == f"$.series.A and then B.{said}"


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"note": 5}, "there is no cohort"),
        ({"$overall": "x", "note": 5}, "there is no cohort"),
        ({"$overall": [{"2026-01-01": EARLY}]}, "there is no cohort"),
        ({"$overall": {"2026-01-01": EARLY}, "web": 5}, "there is no segment beside '$overall'"),
    ],
)
def test_what_can_be_passed_over_is_not_all_there_is(node: object, said: str) -> None:
    with pytest.raises(ResponseValidationError, match=re.escape(said)):
        read(node)


def test_times_of_one_day_are_kept_apart() -> None:
    result = read({"2026-01-01T00:00:00": EARLY, "2026-01-01T01:00:00": LATE})

    assert (len(result.cohorts), result.df.height) == (2, 3)


def test_numbers_beyond_floats_are_infinite() -> None:
    result = read({"2026-01-01": {"counts": [10**400], "rates": [10**400]}})

    assert result.df.select("count", "rate").rows() == [(inf, inf)]


@pytest.mark.parametrize(
    ("node", "schema"), [({}, SCHEMA), ({"$overall": {}, "web": {}}, {"segment": pl.String} | SCHEMA)]
)
def test_no_rows_still_have_typed_columns(node: object, schema: dict[str, Any]) -> None:
    assert dict(read(node).df.schema) == schema


def test_fractional_counts_make_the_column_fractional() -> None:
    assert read({"2026-01-01": {"counts": [1, 2.5], "rates": [1]}}).df["count"].dtype == pl.Float64


def test_averages_are_kept_apart() -> None:
    result = read({"$overall": {"$average": EARLY}, "web": {"2026-01-01": LATE, "$average": LATE}, "ios": {}})

    assert (result.average, result.segment_averages) == (EARLY, {"web": LATE})
    assert result.cohorts == {}


def test_what_is_no_cohort_is_passed_over() -> None:
    result = read({"$average": "n/a", "$overall": 3, "note": 5, "2026-01-01": EARLY})
    split = read({"$overall": {}, "note": 5, "web": {"2026-01-01": EARLY}})

    assert (result.cohorts, result.average, result.segments) == ({"2026-01-01": EARLY}, {}, {})
    assert split.segments == {"web": {"2026-01-01": EARLY}}


@pytest.mark.parametrize("series", [None, [], {"a": 5}, {"a": {}, "b": {}}])
def test_a_series_that_is_not_of_one_retention_is_a_query_error(series: object) -> None:
    with pytest.raises(QueryError, match="check the params") as caught:
        RetentionQueryResult.read(Answer({"series": series}), {})

    assert caught.value.status_code == 200


def test_rows_as_dictionaries_say_what_the_frame_says() -> None:
    result = read({"$overall": {}, "web": {"2026-01-08": LATE, "2026-01-01": EARLY}})

    frame = result.df.with_columns(pl.col("cohort_date").cast(pl.String))

    assert result.to_table_dict() == frame.to_dicts()


@pytest.mark.parametrize(("segments", "named"), [({}, False), ({"web": {}}, True)])
def test_segments_are_named_where_there_are_any(segments: dict[str, Any], *, named: bool) -> None:
    result = RetentionQueryResult("c", "f", "t", segments=segments)

    assert ("segments" in result.to_dict(), "segment_averages" in result.to_dict()) == (named, False)


def test_the_frame_is_built_once() -> None:
    result = read({"2026-01-01": EARLY})

    assert result.df is result.df


def test_a_result_survives_pickling() -> None:
    result = read({"2026-01-01": EARLY})

    assert pickle.loads(pickle.dumps(result)) == result


def test_it_shows_how_much_there_is() -> None:
    result = RetentionQueryResult("c", "2026-01-01", "2026-01-31", {"2026-01-01": {}}, segments={"web": {}})

    assert repr(result) == "<RetentionQueryResult 2026-01-01 to 2026-01-31: 1 cohorts in 1 segments>"
