"""Programs as they are sent, and what their answers mean."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, parse_qsl, urlsplit

import polars as pl
import pytest

from mixpanel_async.errors import ParamTypeError, ParamValidationError, QueryError, ResponseValidationError
from mixpanel_async.jql import scripts
from mixpanel_async.jql.engagement import EngagementBucket
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

DAYS = {"from_date": "2026-01-01", "to_date": date(2026, 1, 31)}
SENT = {"from_date": "2026-01-01", "to_date": "2026-01-31"}
NOTHING = json_reply([])

# Each helper, its program, the rest of its params, and its columns.
HELPERS = {
    "property_distribution": (
        lambda ws: ws.property_distribution("Buy", "plan", **DAYS),
        scripts.PROPERTY_DISTRIBUTION,
        {"event": "Buy", "property": "plan", "limit": 20},
        {"value": pl.String, "count": pl.Int64, "percentage": pl.Float64},
    ),
    "daily_counts": (
        lambda ws: ws.daily_counts(**DAYS),
        scripts.DAILY_COUNTS,
        {"events": None},
        {"date": pl.Date, "event": pl.String, "count": pl.Int64},
    ),
    "engagement_distribution": (
        lambda ws: ws.engagement_distribution(**DAYS),
        scripts.ENGAGEMENT_DISTRIBUTION,
        {"events": None, "buckets": [1, 2, 5, 10, 25, 50, 100]},
        {"bucket_min": pl.Int64, "bucket_label": pl.String, "user_count": pl.Int64, "percentage": pl.Float64},
    ),
    "numeric_summary": (
        lambda ws: ws.numeric_summary("Buy", "n", **DAYS),
        scripts.NUMERIC_SUMMARY,
        {"event": "Buy", "property": "n", "percentiles": [25, 50, 75, 90, 95, 99]},
        {"count": pl.Int64} | dict.fromkeys(("min", "max", "sum", "avg", "stddev"), pl.Float64),
    ),
    "property_coverage": (
        lambda ws: ws.property_coverage("Buy", [], **DAYS),
        scripts.PROPERTY_COVERAGE,
        {"event": "Buy", "properties": []},
        {"property": pl.String, "defined_count": pl.Int64, "null_count": pl.Int64, "coverage_percentage": pl.Float64},
    ),
}


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_sends_its_program_with_params(name):
    ask, script, params, _ = HELPERS[name]
    _, (request,) = both(ask, NOTHING)
    form = dict(parse_qsl(request.body.decode()))
    assert (form["script"], json.loads(form["params"])) == (script, params | SENT)


@pytest.mark.parametrize("name", HELPERS)
def test_nothing_still_has_its_columns(name):
    ask, _, _, columns = HELPERS[name]
    for reply in ([], {}):
        assert both(ask, json_reply(reply))[0].df.schema == columns


@pytest.mark.parametrize("name", HELPERS)
@pytest.mark.parametrize("reply", [None, "text", {"rows": []}, [5], [None], [{"other": 1}], [[{"other": 1}]]])
def test_an_answer_of_another_kind_is_refused_by_its_place(name, reply):
    error, _ = raised(HELPERS[name][0], json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert error.details["path"].startswith("$")


def test_no_script_says_what_another_says():
    assert len({script for _, script, _, _ in HELPERS.values()}) == len(HELPERS)


def test_programs_see_the_whole_project_whatever_view_is_pinned():
    _, (request,) = both(lambda ws: ws.jql("main"), NOTHING, workspace_id=7)
    assert parse_qs(urlsplit(request.url).query) == {"project_id": ["12345"], "query_origin": ["mixpanel-async"]}


def test_params_are_json_and_left_out_where_there_are_none():
    _, (request,) = both(lambda ws: ws.jql("main", {"e": "é", "n": [1, None]}), NOTHING)
    assert dict(parse_qsl(request.body.decode()))["params"] == '{"e": "\\u00e9", "n": [1, null]}'
    _, (request,) = both(lambda ws: ws.jql("main", {}), NOTHING)
    assert parse_qsl(request.body.decode()) == [("script", "main")]


def test_the_limit_cuts_values_but_not_the_total():
    reply = json_reply([{"value": "a", "count": 6}, {"count": 3}, {"value": "b", "count": 1}])
    result, _ = both(lambda ws: ws.property_distribution("Buy", "plan", **DAYS, limit=2), reply)
    assert [(each.value, each.count, each.percentage) for each in result.values] == [("a", 6, 60.0), (None, 3, 30.0)]
    assert result.total_count == 10


def test_users_below_the_first_bucket_have_one_of_their_own():
    ask = lambda ws: ws.engagement_distribution(**DAYS, events="Buy", buckets=[10, 5, 10])  # noqa: E731
    result, (request,) = both(ask, json_reply([{"bucket_min": 1, "user_count": 3}, {"bucket_min": 5, "user_count": 1}]))
    params = json.loads(dict(parse_qsl(request.body.decode()))["params"])
    assert (params["events"], params["buckets"]) == (["Buy"], [1, 5, 10])
    assert result.buckets == (EngagementBucket(1, "1-4", 3, 75.0), EngagementBucket(5, "5-9", 1, 25.0))
    assert (result.events, result.total_users) == (("Buy",), 4)


def test_days_are_dates():
    result, _ = both(lambda ws: ws.daily_counts(**DAYS), json_reply([{"date": "2026-01-02", "event": "A", "count": 1}]))
    assert result.df.row(0) == (date(2026, 1, 2), "A", 1)
    assert result.to_table_dict() == [{"date": "2026-01-02", "event": "A", "count": 1}]


def test_a_summary_is_one_row():
    moments = {"count": 3, "sum": 6, "avg": 2, "stddev": 0.5}
    reply = json_reply([[moments, [{"percentile": 50, "value": 2}], 1, 3]])
    result, _ = both(lambda ws: ws.numeric_summary("Buy", "n", **DAYS, percentiles=[50]), reply)
    assert result.df.to_dicts() == [
        {"count": 3, "min": 1.0, "max": 3.0, "sum": 6.0, "avg": 2.0, "stddev": 0.5, "p50": 2.0}
    ]


def test_a_summary_of_nothing_claims_no_numbers():
    result, _ = both(lambda ws: ws.numeric_summary("Buy", "nmae", **DAYS), json_reply([]))
    row = dict.fromkeys(["min", "max", "avg", "stddev"])
    assert (result.df.to_dicts(), result.count, result.min) == ([{"count": 0, "sum": 0.0, **row}], 0, 0.0)
    assert repr(result) == "<NumericPropertySummaryResult Buy.nmae: no numbers>"


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([{"count": 3}], "$[0][0].sum"),
        ([{"count": 3, "sum": 1, "avg": 1, "stddev": 1}, [], None, 2], "$[0][2]"),
        ([{"count": 3}, [], 1, 2], "$[0][0].sum"),
        ([{"count": 0}, [{"percentile": 1e999, "value": 1}]], "$[0][1][0].percentile"),
        ([{"count": 0}, [{"percentile": 5, "value": 1}, {"percentile": 5.5, "value": 2}]], "$[0][1]"),
        ([{"count": -1}], "$[0][0].count"),
        ([{"count": 1, "sum": 10**400}, [], 1, 2], "$[0][0].sum"),
    ],
)
def test_numbers_that_are_not_there_are_never_made_up(parts, path):
    error, _ = raised(lambda ws: ws.numeric_summary("Buy", "n", **DAYS), json_reply([parts]))
    assert (type(error), error.details["path"]) == (ResponseValidationError, path)


@pytest.mark.parametrize("reply", [{"total": 1, "properties": {"plan": 2}}, {"total": 5}, {"properties": {"plan": 1}}])
def test_coverage_that_cannot_be_is_refused(reply):
    error, _ = raised(lambda ws: ws.property_coverage("Buy", ["plan"], **DAYS), json_reply([reply]))
    assert isinstance(error, ResponseValidationError)


def test_a_property_asked_for_twice_is_counted_once():
    reply = json_reply([{"total": 4, "properties": {"plan": 1}}])
    result, (request,) = both(lambda ws: ws.property_coverage("Buy", ["plan", "plan"], **DAYS), reply)
    assert json.loads(dict(parse_qsl(request.body.decode()))["params"])["properties"] == ["plan"]
    assert [each.coverage_percentage for each in result.coverage] == [25.0]


def test_an_error_under_http_200_is_no_empty_answer():
    """Contract section 5.2: ``{"status": "error"}`` became an empty result."""
    error, _ = raised(lambda ws: ws.jql("main"), json_reply({"error": "no such project"}))
    assert (type(error), error.status_code) == (QueryError, 200)


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (lambda ws: ws.jql(" "), ParamValidationError, "script is"),
        (lambda ws: ws.jql(None), ParamTypeError, "script is None"),
        (lambda ws: ws.jql("main", [1]), ParamTypeError, "params are [1]"),
        (lambda ws: ws.jql("main", {"n": float("nan")}), ParamValidationError, "what JSON cannot say"),
        (lambda ws: ws.jql("main", {"n": object()}), ParamValidationError, "what JSON cannot say"),
        (lambda ws: ws.property_distribution("", "p", **DAYS), ParamValidationError, "event is ''"),
        (lambda ws: ws.property_distribution("A", "", **DAYS), ParamValidationError, "property is ''"),
        (lambda ws: ws.property_distribution("A", 5, **DAYS), ParamTypeError, "property is 5"),
        (lambda ws: ws.property_distribution("A", "p", **DAYS, limit=-1), ParamValidationError, "limit[0] is -1"),
        (lambda ws: ws.property_coverage("A", ["p", ""], **DAYS), ParamValidationError, "properties[1] is ''"),
        (lambda ws: ws.property_coverage("A", 5, **DAYS), ParamTypeError, "properties is 5"),
        (lambda ws: ws.numeric_summary("A", "p", **DAYS, percentiles=[50.5]), ParamTypeError, "percentiles[0] is 50.5"),
        (lambda ws: ws.numeric_summary("A", "p", **DAYS, percentiles=[101]), ParamValidationError, "from 0 to 100"),
        (lambda ws: ws.daily_counts(**DAYS, events=["A", " "]), ParamValidationError, "events[1] is ' '"),
        (lambda ws: ws.daily_counts(from_date="2026-02-01", to_date="2026-01-01"), ParamValidationError, "is after"),
        (lambda ws: ws.engagement_distribution(**DAYS, buckets=[-1]), ParamValidationError, "buckets[0] is -1"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_sent(ask, kind, said):
    error, requests = raised(ask)
    assert (type(error), requests) == (kind, [])
    assert said in str(error)
