"""Counts over time, by segment."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.legacy.expressions import property_expression
from mixpanel_async.legacy.segmentation import SegmentationResult
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

REPLY = json_reply({"data": {"values": {"US": {"2026-01-01": 2, "2026-01-02": 3}, "DE": {"2026-01-01": 4}}}})


def ask(**options):
    return lambda ws: ws.segmentation("Buy", from_date="2026-01-01", to_date=date(2026, 1, 2), **options)


def test_the_answer_has_series_total_and_frame():
    result, _ = both(ask(on="country"), REPLY)
    assert (result.total, result.segment_property, result.unit) == (9, "country", "day")
    expected = {
        "date": [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 1)],
        "segment": ["US", "US", "DE"],
        "count": [2, 3, 4],
    }
    assert result.df.to_dict(as_series=False) == expected
    assert result.df is result.df
    assert result.to_table_dict()[0] == {"date": "2026-01-01", "segment": "US", "count": 2}


def test_what_is_asked_is_what_is_sent():
    _, (request,) = both(ask(on='we"ird', unit="week", where='properties["n"] > 5', type="unique", limit=3), REPLY)
    assert parse_qsl(urlsplit(request.url).query)[:8] == [
        ("event", "Buy"),
        ("from_date", "2026-01-01"),
        ("to_date", "2026-01-02"),
        ("unit", "week"),
        ("type", "unique"),
        ("on", 'properties["we\\"ird"]'),
        ("where", 'properties["n"] > 5'),
        ("limit", "3"),
    ]


def test_an_interval_is_sent_in_place_of_the_unit():
    _, (request,) = both(ask(type="unique", interval=14), REPLY)
    query = dict(parse_qsl(urlsplit(request.url).query))
    assert ("unit" in query, query["interval"]) == (False, "14")


def test_an_interval_of_days_excludes_another_unit():
    error, requests = raised(ask(type="unique", interval=14, unit="week"))
    assert (type(error), requests) == (ParamValidationError, [])


def test_hours_are_datetimes():
    result = SegmentationResult("A", "a", "b", "hour", None, 1, {"A": {"2026-01-01 13:00:00": 1}})
    assert result.df["date"].to_list() == [datetime(2026, 1, 1, 13)]


def test_nothing_still_has_its_columns():
    result, _ = both(ask(), json_reply({"data": {"series": [], "values": {}}}))
    assert result.df.schema == {"date": pl.Date, "segment": pl.String, "count": pl.Int64}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, None),
        ("", None),
        ("plan", 'properties["plan"]'),
        ("a\\b", 'properties["a\\\\b"]'),
        ('user["plan"]', 'user["plan"]'),
    ],
)
def test_bare_names_become_expressions(on, expected):
    assert property_expression(on) == expected


def test_days_in_the_wrong_order_are_refused_before_anything_is_sent():
    error, requests = raised(lambda ws: ws.segmentation("A", from_date="2026-02-01", to_date="2026-01-01"))
    assert (type(error), requests) == (ParamValidationError, [])
