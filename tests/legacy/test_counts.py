"""Counts by event, and by a property's values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from mixpanel_async import EventCountsResult, ParamTypeError, ParamValidationError, ResponseValidationError
from tests.legacy.asking import DAYS, answered, asked, refused

EVENTS_EXAMPLE = {
    "data": {
        "series": ["2010-05-29", "2010-05-30", "2010-05-31"],
        "values": {
            "account-page": {"2010-05-30": 1},
            "splash features": {"2010-05-29": 6, "2010-05-30": 4, "2010-05-31": 5},
        },
    },
    "legend_size": 2,
}
PROPERTIES_EXAMPLE = {
    "data": {
        "series": ["2010-05-29", "2010-05-30", "2010-05-31"],
        "values": {"splash features": {"2010-05-29": 6, "2010-05-30": 4, "2010-05-31": 5}},
    },
    "legend_size": 2,
}


def events(ws: Any) -> Any:
    return ws.event_counts(["account-page", "splash features"], **DAYS)


def values(ws: Any) -> Any:
    return ws.property_counts("Buy", "plan", **DAYS)


def test_the_documented_answer_of_events_is_read() -> None:
    result = answered(events, EVENTS_EXAMPLE)
    assert result.df.rows() == [
        (date(2010, 5, 30), "account-page", 1),
        (date(2010, 5, 29), "splash features", 6),
        (date(2010, 5, 30), "splash features", 4),
        (date(2010, 5, 31), "splash features", 5),
    ]
    assert result.to_dict() == {
        "events": ["account-page", "splash features"],
        "from_date": "2026-01-01",
        "to_date": "2026-01-07",
        "unit": "day",
        "type": "general",
        "series": EVENTS_EXAMPLE["data"]["values"],
    }


def test_the_documented_answer_of_properties_is_read() -> None:
    result = answered(values, PROPERTIES_EXAMPLE)
    assert (result.event, result.property_name) == ("Buy", "plan")
    assert result.df.columns == ["date", "value", "count"]
    assert result.df["count"].to_list() == [6, 4, 5]


@pytest.mark.parametrize(("ask", "label"), [(events, "event"), (values, "value")])
@pytest.mark.parametrize("reply", [{}, {"data": {}}, {"data": {"values": {}}}])
def test_nothing_still_has_its_columns(ask: Any, label: str, reply: Any) -> None:
    assert answered(ask, reply).df.schema == {"date": pl.Date, label: pl.String, "count": pl.Int64}


def test_hours_are_datetimes_and_averages_fractions() -> None:
    series = {"A": {"2026-01-01 13:00:00": 1.5, "2026-01-01 14:00:00": 2}}
    result = EventCountsResult(["A"], "2026-01-01", "2026-01-01", "hour", "average", series)
    assert result.df["date"].to_list() == [datetime(2026, 1, 1, 13), datetime(2026, 1, 1, 14)]
    assert result.df["count"].to_list() == [1.5, 2.0]


def test_events_are_sent_as_a_json_list() -> None:
    path, query = asked(lambda ws: ws.event_counts(("A", 'B"'), type="unique", unit="minute", **DAYS), EVENTS_EXAMPLE)
    assert path == "/events"
    assert query == DAYS | {"event": '["A", "B\\""]', "type": "unique", "unit": "minute"}


def test_values_are_sent_as_a_json_list() -> None:
    path, query = asked(
        lambda ws: ws.property_counts("Buy", "plan", values=["pro", "free"], limit=3, **DAYS), PROPERTIES_EXAMPLE
    )
    assert path == "/events/properties"
    expected = {"event": "Buy", "name": "plan", "type": "general", "unit": "day"}
    assert query == DAYS | expected | {"values": '["pro", "free"]', "limit": "3"}


@pytest.mark.parametrize(
    ("ask", "kind", "hint"),
    [
        (lambda ws: ws.event_counts("Login", **DAYS), ParamTypeError, "events is 'Login'; give a list"),
        (lambda ws: ws.event_counts([1], **DAYS), ParamTypeError, "events is "),
        (lambda ws: ws.event_counts(["A", " "], **DAYS), ParamValidationError, r"events\[1\] is ' '"),
        (lambda ws: ws.property_counts("", "plan", **DAYS), ParamValidationError, "event is ''"),
        (lambda ws: ws.property_counts("Buy", "", **DAYS), ParamValidationError, "property_name is ''"),
        (lambda ws: ws.property_counts("Buy", "plan", values="pro", **DAYS), ParamTypeError, "values is 'pro'"),
        (lambda ws: ws.event_counts(["A"], from_date="2026-1-1", to_date="2026-01-07"), ParamValidationError, "from_d"),
    ],
)
def test_arguments_that_mean_nothing_are_refused_before_anything_is_sent(ask: Any, kind: Any, hint: str) -> None:
    with pytest.raises(kind, match=hint):
        raise refused(ask)


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, r"\$: None"),
        ([], r"\$: "),
        ({"other": 1}, r"\$: there is no 'data'"),
        ({"data": {"series": []}}, r"\$\.data: there is no 'values'"),
        ({"data": {"values": []}}, r"\$\.data\.values: "),
        ({"data": {"values": {"A": None}}}, r"\$\.data\.values\.A: "),
        ({"data": {"values": {"A": {"2026-01-01": "5"}}}}, r"\$\.data\.values\.A\.2026-01-01: "),
    ],
)
@pytest.mark.parametrize("ask", [events, values])
def test_what_is_no_series_is_refused_by_its_place(ask: Any, reply: Any, path: str) -> None:
    with pytest.raises(ResponseValidationError, match=path):
        answered(ask, reply)
