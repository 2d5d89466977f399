from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve

from mixpanel_async import (
    FlowQueryResult,
    FunnelQueryResult,
    ParamValidationError,
    QueryResult,
    ReportLinkScopeMismatchError,
    ResolvedReport,
    RetentionQueryResult,
    UnsupportedReportLinkError,
)
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

SLUG = "AbCdEfGhJkLm"
IN_VIEW = f"https://mixpanel.com/project/12345/view/4242/app/insights#{SLUG}"
PARAMS = {"sections": {"show": []}}
HEAD = {"computed_at": "2026-02-01T00:00:00", "date_range": {"from_date": "2026-01-01", "to_date": "2026-01-31"}}
INSIGHTS = {**HEAD, "headers": ["$metric"], "series": {"Login": {"2026-01-01T00:00:00": 5}}}
FUNNEL = {**HEAD, "series": {"steps": [{"event": "A", "count": 2}]}}
RETENTION = {**HEAD, "headers": [], "series": {}}
FLOW = {"computed_at": "2026-02-01T00:00:00", "steps": [], "flows": [], "breakdowns": [], "metadata": {}}
REPORT = ResolvedReport("slug", "insights", PARAMS, 12345, 4242, "us", IN_VIEW, IN_VIEW)


def record(kind: str) -> Reply:
    return json_reply({"status": "ok", "results": {"slug": SLUG, "type": kind, "params": PARAMS}})


@pytest.mark.parametrize(
    ("kind", "reply", "result", "path"),
    [
        ("insights", INSIGHTS, QueryResult, "/api/query/insights"),
        ("funnels", FUNNEL, FunnelQueryResult, "/api/query/insights"),
        ("retention", RETENTION, RetentionQueryResult, "/api/query/insights"),
        ("flows", FLOW, FlowQueryResult, "/api/query/arb_funnels"),
    ],
)
def test_each_type_of_report_is_asked_as_itself(kind: str, reply: Any, result: type[Any], path: str) -> None:
    answer, requests = both(lambda ws: ws.query_report_link(IN_VIEW), record(kind), json_reply(reply))

    assert (type(answer), answer.params) == (result, PARAMS)
    assert requests[1].url == f"https://mixpanel.com{path}?workspace_id=4242&query_origin=mixpanel-async"
    assert json.loads(requests[1].body)["bookmark"] == PARAMS


def test_a_link_that_names_no_data_view_is_asked_in_the_pinned_one_or_in_none() -> None:
    _, unpinned = both(lambda ws: ws.query_report_link(SLUG), record("insights"), json_reply(INSIGHTS))
    _, pinned = both(lambda ws: ws.query_report_link(SLUG), record("insights"), json_reply(INSIGHTS), workspace_id=77)

    assert [requests[1].url.partition("?")[2] for requests in (unpinned, pinned)] == [
        "query_origin=mixpanel-async",
        "workspace_id=77&query_origin=mixpanel-async",
    ]


def test_a_report_that_was_resolved_before_is_asked_at_once() -> None:
    answer, requests = both(lambda ws: ws.query_report_link(REPORT), json_reply(INSIGHTS))

    assert (answer.params, len(requests)) == (PARAMS, 1)


def test_the_shape_of_flows_can_be_chosen() -> None:
    _, requests = both(lambda ws: ws.query_report_link(SLUG, mode="paths"), record("flows"), json_reply(FLOW))

    assert json.loads(requests[1].body)["query_type"] == "flows_top_paths"


@pytest.mark.parametrize(
    ("report", "mode", "kind"),
    [
        (evolve(REPORT, project_id=1), None, ReportLinkScopeMismatchError),
        (evolve(REPORT, region="eu"), None, ReportLinkScopeMismatchError),
        (evolve(REPORT, overrides={"a": 1}), None, UnsupportedReportLinkError),
        (evolve(REPORT, report_type="launch-analysis"), None, UnsupportedReportLinkError),
        (REPORT, "tree", ParamValidationError),
    ],
    ids=["project", "region", "changed", "impact", "mode"],
)
def test_what_would_be_answered_otherwise_is_not_asked(report: Any, mode: Any, kind: type[Exception]) -> None:
    error, requests = raised(lambda ws: ws.query_report_link(report, mode=mode))

    assert (type(error), requests) == (kind, [])


def test_what_a_link_changes_can_be_left_out_on_purpose() -> None:
    report = evolve(REPORT, overrides={"a": 1})
    error, _ = raised(lambda ws: ws.query_report_link(report))
    answer, _ = both(lambda ws: ws.query_report_link(evolve(report, overrides=None)), json_reply(INSIGHTS))

    assert "evolve(report, overrides=None)" in str(error)
    assert isinstance(answer, QueryResult)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("insights", "insights#report/2002"),
        ("funnels", "funnels#view/2002"),
        ("funnel", "funnels#view/2002"),
        ("retention", "retention#report/2002"),
        ("flows", "flows#report/2002"),
        ("launch-analysis", "impact#report/2002"),
    ],
)
def test_a_saved_report_has_an_address_by_its_type(kind: Any, place: str) -> None:
    url, requests = both(lambda ws: ws.saved_report_link(2002, report_type=kind), region="in")

    assert (url, requests) == (f"https://in.mixpanel.com/project/12345/app/{place}", [])


def test_an_address_of_a_saved_report_leads_back_to_it() -> None:
    url, _ = both(lambda ws: ws.saved_report_link(2002, workspace_id=42), base_url="http://127.0.0.1:8080")
    found, _ = both(
        lambda ws: ws.resolve_report_link(url),
        json_reply({"results": {"id": 2002, "name": "n", "type": "insights", "params": PARAMS}}),
    )

    assert (found.bookmark_id, found.workspace_id) == (2002, 42)


def test_a_type_without_an_address_is_refused() -> None:
    error, _ = raised(lambda ws: ws.saved_report_link(2002, report_type="users"))

    assert isinstance(error, ParamValidationError)
    assert error.code == "RL1_UNKNOWN_REPORT_TYPE"
