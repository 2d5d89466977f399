"""How often users are active."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from mixpanel_async import ParamValidationError, ResponseValidationError
from tests.legacy.asking import DAYS, answered, asked, refused

EXAMPLE = {
    "data": {
        "2012-01-01": [305, 107, 60, 41, 32, 20, 12, 7, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        "2012-01-02": [495, 204, 117, 77, 53, 36, 26, 20, 12, 7, 4, 3, 3, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    }
}


def frequency(ws: Any) -> Any:
    return ws.frequency(**DAYS)


def test_the_documented_answer_is_read() -> None:
    result = answered(frequency, EXAMPLE)
    assert result.df.columns == ["date", *(f"period_{number}" for number in range(1, 25))]
    assert result.df["period_2"].to_list() == [107, 204]
    assert result.to_dict() == DAYS | {"event": None, "unit": "day", "addiction_unit": "hour", "data": EXAMPLE["data"]}


def test_what_a_date_lacks_is_null() -> None:
    result = answered(frequency, {"data": {"2026-01-01": [9, 5], "2026-01-08": [4]}})
    assert result.df.rows() == [(date(2026, 1, 1), 9, 5), (date(2026, 1, 8), 4, None)]
    assert result.df["period_2"].dtype == pl.Int64


@pytest.mark.parametrize("reply", [{}, {"data": {}}])
def test_nothing_still_has_its_dates(reply: Any) -> None:
    assert answered(frequency, reply).df.schema == {"date": pl.Date}


def test_everything_documented_can_be_asked() -> None:
    options: Any = {"unit": "week", "addiction_unit": "day", "event": "A", "where": "x", "on": "y", "limit": 4}
    path, query = asked(lambda ws: ws.frequency(**options, **DAYS), {})
    assert (path, query) == ("/retention/addiction", DAYS | options | {"limit": "4"})


def test_an_event_without_a_name_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ParamValidationError, match="event is ''"):
        raise refused(lambda ws: ws.frequency(event="", **DAYS))


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, r"\$: "),
        ({"dates": {}}, r"\$: there is no 'data'"),
        ({"data": None}, r"\$: there is no 'data'"),
        ({"data": {"2026-01-01": None}}, r"\$\.data\.2026-01-01: "),
        ({"data": {"2026-01-01": {"US": [1]}}}, r"\$\.data\.2026-01-01: "),
        ({"data": {"2026-01-01": [1, "2"]}}, r"\$\.data\.2026-01-01\[1\]: "),
    ],
)
def test_what_is_no_list_of_users_is_refused_by_its_place(reply: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError, match=path):
        answered(frequency, reply)
