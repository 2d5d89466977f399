"""Saved reports as they are asked for and read."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async.errors import ParamTypeError, ParamValidationError, QueryError, ResponseValidationError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

# The documented examples of official OpenAPI files.
INSIGHTS = {
    "computed_at": "2020-09-21T16:35:41.252314+00:00",
    "date_range": {"from_date": "2020-08-31T00:00:00-07:00", "to_date": "2020-09-12T23:59:59.999000-07:00"},
    "headers": ["$event"],
    "series": {
        "Logged in": {"2020-08-31T00:00:00-07:00": 9852, "2020-09-07T00:00:00-07:00": 4325},
        "Viewed page": {"2020-08-31T00:00:00-07:00": 10246, "2020-09-07T00:00:00-07:00": 11432},
    },
}
STEP = {
    "count": 32688,
    "avg_time": 2,
    "avg_time_from_start": 5,
    "step_conv_ratio": 1,
    "goal": "App Open",
    "overall_conv_ratio": 1,
    "event": "App Open",
}
SECOND = STEP | {
    "count": 20524,
    "step_conv_ratio": 0.627875673029858,
    "goal": "$custom_event:12345",
    "step_label": "Game Played",
    "custom_event": True,
    "custom_event_id": 12345,
}
FUNNEL_DAY = {
    "steps": [STEP, SECOND],
    "analysis": {"completion": 20524, "starting_amount": 32688, "steps": 2, "worst": 1},
}
FUNNEL = {
    "meta": {"dates": ["2016-09-19", "2016-09-12"]},
    "data": {"2016-09-19": FUNNEL_DAY, "2016-09-12": FUNNEL_DAY},
}
RETENTION = {
    "2012-01-02": {"counts": [9, 7, 6], "first": 10},
    "2012-01-01": {"counts": [2, 1, 2], "first": 2},
    "2012-01-03": {"counts": [9, 6, 4], "first": 10},
}
FLOWS = {
    "computed_at": "2024-02-01T00:00:00",
    "steps": [{"nodes": [{"event": "Login", "totalCount": "3"}]}],
    "flows": [],
    "breakdowns": [],
    "overallConversionRate": 0.5,
    "metadata": {"version": 2},
}
REPLIES = {"insights": INSIGHTS, "funnels": FUNNEL, "retention": RETENTION, "flows": FLOWS}


def saved(kind="insights", **days):
    return lambda ws: ws.query_saved_report(7, bookmark_type=kind, **days)


def sent(request):
    parts = urlsplit(request.url)
    query = dict(parse_qsl(parts.query))
    assert (query.pop("project_id"), query.pop("query_origin")) == ("12345", "mixpanel-async")
    return parts.path.removeprefix("/api/query"), query


def asked(operation, reply):
    _, (request,) = both(operation, json_reply(reply))
    return sent(request)


@pytest.mark.parametrize(
    ("kind", "path", "query"),
    [
        ("insights", "/insights", {"bookmark_id": "7"}),
        ("retention", "/retention", {"bookmark_id": "7"}),
        ("flows", "/arb_funnels", {"bookmark_id": "7", "query_type": "flows_sankey"}),
    ],
)
def test_each_type_has_an_address_of_its_own(kind, path, query):
    assert asked(saved(kind), REPLIES[kind]) == (path, query)


def dated(day):
    return (date.today() - timedelta(day)).isoformat() if isinstance(day, int) else day


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({}, (30, 0)),
        ({"from_date": "2026-01-01", "to_date": date(2026, 1, 31)}, ("2026-01-01", "2026-01-31")),
        ({"to_date": "2026-03-01"}, ("2026-01-30", "2026-03-01")),
        ({"from_date": "2024-01-01"}, ("2024-01-01", "2024-01-31")),
        ({"from_date": 3}, (3, 0)),
        ({"from_date": -1}, (-1, -1)),
        ({"to_date": "0001-01-05"}, ("0001-01-01", "0001-01-05")),
        ({"from_date": "9999-12-31"}, ("9999-12-31", "9999-12-31")),
    ],
    ids=["none", "both", "end", "beginning", "beginning this month", "tomorrow", "first day", "last day"],
)
def test_a_funnel_is_asked_by_days_thirty_where_one_is_open(days, expected):
    """Numbers are days before today."""
    first, last = map(dated, expected)
    assert asked(saved("funnels", **{name: dated(day) for name, day in days.items()}), FUNNEL) == (
        "/funnels",
        {"funnel_id": "7", "from_date": first, "to_date": last},
    )


@pytest.mark.parametrize(
    ("days", "kind", "hint"),
    [
        ({"from_date": "2026-02-01", "to_date": "2026-01-01"}, ParamValidationError, "swap them"),
        ({"from_date": "2026-1-1"}, ParamValidationError, "from_date"),
        ({"to_date": "2026-02-30"}, ParamValidationError, "to_date"),
        ({"to_date": 20260102}, ParamTypeError, "to_date"),
    ],
)
def test_defect_27_dates_are_checked_before_anything_is_sent(days, kind, hint):
    error, requests = raised(saved("funnels", **days))
    assert (type(error), requests) == (kind, [])
    assert hint in str(error)


@pytest.mark.parametrize("kind", ["insights", "retention", "flows"])
@pytest.mark.parametrize("name", ["from_date", "to_date"])
def test_days_that_a_report_would_not_heed_are_refused(kind, name):
    error, requests = raised(saved(kind, **{name: "2026-01-01"}))
    assert (type(error), requests) == (ParamValidationError, [])
    assert f"{name} is for funnels" in str(error)


def test_an_unknown_type_is_refused_with_those_there_are():
    error, requests = raised(saved("launch-analysis"))
    assert (type(error), requests) == (ParamValidationError, [])
    assert "insights, funnels, retention, flows" in str(error)


def test_the_documented_insights_example_is_read():
    result, _ = both(saved(), json_reply(INSIGHTS))
    assert (result.from_date, result.to_date) == tuple(INSIGHTS["date_range"].values())
    assert (result.computed_at, result.headers, result.series) == (
        INSIGHTS["computed_at"],
        ["$event"],
        INSIGHTS["series"],
    )
    assert result.df["count"].sum() == 35855


def test_the_documented_funnel_example_is_read():
    result, _ = both(saved("funnels"), json_reply(FUNNEL))
    assert (result.from_date, result.to_date, result.report_type) == ("2016-09-12", "2016-09-19", "funnel")
    assert result.series == FUNNEL["data"]
    assert result.meta == FUNNEL["meta"]
    assert result.df["series"][0]["2016-09-12"]["steps"][1]["step_conv_ratio"] == pytest.approx(0.6278756)


def test_the_documented_retention_example_is_read():
    result, _ = both(saved("retention"), json_reply(RETENTION))
    assert (result.from_date, result.to_date, result.report_type) == ("2012-01-01", "2012-01-03", "retention")
    assert result.df.to_dicts() == [{"series": RETENTION}]


def test_a_flows_report_has_steps_breakdowns_and_rate():
    result, _ = both(saved("flows"), json_reply(FLOWS))
    assert result.report_type == "flows"
    assert result.series == {"steps": FLOWS["steps"], "breakdowns": [], "overallConversionRate": 0.5}
    assert result.meta == {"version": 2}


@pytest.mark.parametrize("kind", REPLIES)
def test_an_empty_object_says_that_there_is_nothing(kind):
    result, _ = both(saved(kind), json_reply({}))
    assert (result.from_date, result.to_date) == ("", "")
    assert not any(result.series.values())


@pytest.mark.parametrize("kind", REPLIES)
def test_defect_4_an_error_under_http_200_is_raised(kind):
    error, _ = raised(saved(kind), json_reply({"status": "error", "error": "no such report"}))
    assert isinstance(error, QueryError)
    assert "no such report" in str(error)


@pytest.mark.parametrize(
    ("kind", "reply", "path"),
    [
        ("insights", None, "$: "),
        ("insights", {"computed_at": "now"}, "$: there is no 'series'"),
        ("insights", {"series": []}, "$.series: "),
        ("insights", {"series": {"A": {"2026-01-01": "many"}}}, "$.series.A.2026-01-01: "),
        ("insights", {"series": {}, "headers": [1]}, "$.headers[0]: "),
        ("funnels", {"computed_at": "now"}, "$: there is no 'data'"),
        ("funnels", {"data": {"2026-01-01": None}}, "$.data.2026-01-01: "),
        ("funnels", {"data": {"2026-01-01": {"steps": [1]}}}, "$.data.2026-01-01.steps[0]: "),
        ("retention", [], "$: "),
        ("retention", {"results": {}}, "$: no key of it is a day"),
        ("retention", {"2026-01-01": [1]}, "$.2026-01-01: "),
        ("retention", {"2026-01-01": {"counts": ["x"]}}, "$.2026-01-01.counts[0]: "),
        ("flows", {"computed_at": "now"}, "$: there is no 'steps'"),
        ("flows", {"steps": {}}, "$.steps: "),
        ("flows", {"steps": [], "overallConversionRate": "half"}, "$.overallConversionRate: "),
    ],
)
def test_what_cannot_be_read_says_where(kind, reply, path):
    error, _ = raised(saved(kind), json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert path in str(error)


def test_a_report_of_another_type_behind_the_insights_address_is_kept_as_sent():
    series = {"x": {"2026-01-01": {"$overall": {"first": 2, "counts": [2, 1]}}}}
    result, _ = both(saved(), json_reply({"headers": ["$retention"], "series": series}))
    assert (result.report_type, result.series) == ("retention", series)


def test_saved_flows_have_their_steps_as_rows():
    steps = [{"event": "Login", "count": 100}, {"event": "Buy", "step": "x"}]
    result, (request,) = both(lambda ws: ws.query_saved_flows(9), json_reply(FLOWS | {"steps": steps}))
    assert sent(request) == ("/arb_funnels", {"bookmark_id": "9", "query_type": "flows_sankey"})
    assert (result.bookmark_id, result.overall_conversion_rate, result.metadata) == (9, 0.5, {"version": 2})
    assert result.df.to_dicts() == [
        {"event": "Login", "count": 100, "step": None},
        {"event": "Buy", "count": None, "step": "x"},
    ]
    assert repr(result) == "<FlowsResult 9: 2 steps>"


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        ({"metadata": {}}, "$: there is no 'steps'"),
        ({"steps": [1]}, "$.steps[0]: "),
        ({"steps": [], "breakdowns": {}}, "$.breakdowns: "),
        (None, "$: "),
    ],
)
def test_saved_flows_that_cannot_be_read_say_where(reply, path):
    error, _ = raised(lambda ws: ws.query_saved_flows(9), json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert path in str(error)
