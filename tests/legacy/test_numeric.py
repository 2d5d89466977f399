"""Ranges, sums and averages of a numeric property."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from mixpanel_async import NumericSumResult, ParamTypeError, ParamValidationError, ResponseValidationError
from tests.legacy.asking import DAYS, answered, asked, refused

RANGES_EXAMPLE = {
    "data": {
        "series": ["2011-08-08", "2011-08-09", "2011-08-06", "2011-08-07"],
        "values": {
            "2,000 - 2,100": {"2011-08-06": 1, "2011-08-07": 5, "2011-08-08": 4, "2011-08-09": 15},
            "2,100 - 2,200": {"2011-08-07": 2, "2011-08-08": 7, "2011-08-09": 15},
            "2,200 - 2,300": {"2011-08-06": 1, "2011-08-08": 6, "2011-08-09": 5},
            "2,300 - 2,400": {"2011-08-06": 4, "2011-08-08": 1, "2011-08-09": 12},
            "2,400 - 2,500": {"2011-08-08": 2, "2011-08-09": 5},
        },
    },
    "legend_size": 5,
}
SUM_EXAMPLE = {
    "status": "ok",
    "computed_at": "2019-10-07T23:02:11.666218+00:00",
    "results": {"2019-10-07": 4, "2019-10-06": 7},
}
AVERAGE_EXAMPLE = {
    "results": {
        "2011-08-06": 8.64705882352939,
        "2011-08-07": 4.640625,
        "2011-08-08": 3.6230899830221,
        "2011-08-09": 7.3353658536585,
    },
    "status": "ok",
}
SENT = DAYS | {"event": "Buy", "on": 'properties["amount"]', "unit": "day"}


def ranges(ws: Any, **options: Any) -> Any:
    return ws.segmentation_numeric("Buy", **{"on": "amount"} | options, **DAYS)


def sums(ws: Any, **options: Any) -> Any:
    return ws.segmentation_sum("Buy", **{"on": "amount"} | options, **DAYS)


def averages(ws: Any, **options: Any) -> Any:
    return ws.segmentation_average("Buy", **{"on": "amount"} | options, **DAYS)


def test_the_documented_ranges_are_read() -> None:
    result = answered(ranges, RANGES_EXAMPLE)
    assert result.df.row(4) == (date(2011, 8, 7), "2,100 - 2,200", 2)
    assert (result.df.height, result.property_expr) == (15, "amount")
    assert result.df.schema == {"date": pl.Date, "bucket": pl.String, "count": pl.Int64}


def test_the_documented_sums_are_read() -> None:
    result = answered(sums, SUM_EXAMPLE)
    assert result.df.rows() == [(date(2019, 10, 7), 4.0), (date(2019, 10, 6), 7.0)]
    assert result.df.schema == {"date": pl.Date, "sum": pl.Float64}
    assert result.computed_at == result.to_dict()["computed_at"] == "2019-10-07T23:02:11.666218+00:00"


def test_the_documented_averages_are_read() -> None:
    result = answered(averages, AVERAGE_EXAMPLE)
    assert result.df["average"].to_list() == list(AVERAGE_EXAMPLE["results"].values())
    assert result.to_dict()["results"] == AVERAGE_EXAMPLE["results"]


def test_when_a_sum_was_computed_is_shown_where_it_is_known() -> None:
    assert "computed_at" not in answered(sums, {"results": {}}).to_dict()


def test_hours_are_datetimes() -> None:
    result = NumericSumResult("A", "2026-01-01", "2026-01-01", "n", "hour", {"2026-01-01 13:00:00": 1, "x": None})
    assert result.df["sum"].to_list() == [1.0, None]
    result = NumericSumResult("A", "2026-01-01", "2026-01-01", "n", "hour", {"2026-01-01 13:00:00": 1})
    assert result.df["date"].to_list() == [datetime(2026, 1, 1, 13)]


@pytest.mark.parametrize(("unit", "kind"), [("day", pl.Date), ("hour", pl.Datetime("us"))])
@pytest.mark.parametrize(("ask", "columns"), [(ranges, ["bucket", "count"]), (sums, ["sum"]), (averages, ["average"])])
def test_nothing_still_has_its_columns(ask: Any, columns: list[str], unit: str, kind: Any) -> None:
    frame = answered(lambda ws: ask(ws, unit=unit), {}).df
    assert (frame.columns, frame["date"].dtype) == (["date", *columns], kind)


@pytest.mark.parametrize(
    ("ask", "path", "extra"),
    [
        (ranges, "/segmentation/numeric", {"type": "general"}),
        (sums, "/segmentation/sum", {}),
        (averages, "/segmentation/average", {}),
    ],
)
def test_a_bare_name_is_sent_as_an_expression(ask: Any, path: str, extra: dict[str, str]) -> None:
    assert asked(ask, {}) == (path, SENT | extra)
    expression = 'user["age"] + 1'
    _, query = asked(lambda ws: ask(ws, on=expression, unit="hour", where="x"), {})
    assert query == SENT | extra | {"on": expression, "unit": "hour", "where": "x"}


@pytest.mark.parametrize("ask", [ranges, sums, averages])
@pytest.mark.parametrize(
    ("on", "kind"), [("", ParamValidationError), (" ", ParamValidationError), (None, ParamTypeError)]
)
def test_a_missing_property_is_refused_before_anything_is_sent(ask: Any, on: Any, kind: Any) -> None:
    with pytest.raises(kind, match=r"on is .*; give a property or an expression"):
        raise refused(lambda ws: ask(ws, on=on))


@pytest.mark.parametrize("name", ["segmentation_numeric", "segmentation_sum", "segmentation_average"])
def test_an_event_without_a_name_is_refused_before_anything_is_sent(name: str) -> None:
    with pytest.raises(ParamValidationError, match="event is ''"):
        raise refused(lambda ws: getattr(ws, name)("", on="amount", **DAYS))


@pytest.mark.parametrize("ask", [sums, averages])
@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, r"\$: "),
        ({"status": "ok"}, r"\$: there is no 'results'"),
        ({"results": []}, r"\$\.results: "),
        ({"results": {"2026-01-01": "4"}}, r"\$\.results\.2026-01-01: "),
    ],
)
def test_what_are_no_numbers_is_refused_by_its_place(ask: Any, reply: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError, match=path):
        answered(ask, reply)


def test_a_time_of_computation_is_text() -> None:
    with pytest.raises(ResponseValidationError, match=r"\$\.computed_at: "):
        answered(sums, {"computed_at": 5, "results": {}})
