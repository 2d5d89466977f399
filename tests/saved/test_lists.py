"""Which reports, funnels and cohorts are saved."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

import mixpanel_sync
from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.saved.listed import BookmarkInfo, FunnelInfo, SavedCohort
from mixpanel_transports.fake import Fake, json_reply
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime

REPORT = {"id": 1, "name": "R", "type": "insights", "project_id": 12345, "created": "c", "modified": "m"}

# The documented examples.
FUNNELS = [{"funnel_id": 7509, "name": "Signup funnel"}, {"funnel_id": 9070, "name": "Funnel tutorial"}]
VISIBLE = "This cohort is visible, has an id = 1000, and currently has 150 users."
HIDDEN = "This cohort isn't visible, has an id = 2000, and currently has 25 users."
COHORTS = [
    {
        "count": 25,
        "is_visible": 0,
        "description": HIDDEN,
        "created": "2019-04-02 23:22:01",
        "project_id": 1,
        "id": 2000,
        "name": "Cohort Two",
    },
    {
        "count": 150,
        "is_visible": 1,
        "description": VISIBLE,
        "created": "2019-03-19 23:49:51",
        "project_id": 1,
        "id": 1000,
        "name": "Cohort One",
    },
]


def test_the_documented_funnels_are_listed_by_name():
    rows, (request,) = both(lambda ws: ws.funnels(), json_reply(FUNNELS))
    assert rows == [FunnelInfo(9070, "Funnel tutorial"), FunnelInfo(7509, "Signup funnel")]
    assert (request.method, urlsplit(request.url).path) == ("GET", "/api/query/funnels/list")


def test_the_documented_cohorts_are_listed_by_name():
    rows, (request,) = both(lambda ws: ws.cohorts(), json_reply(COHORTS))
    assert rows == [
        SavedCohort(1000, "Cohort One", 150, VISIBLE, "2019-03-19 23:49:51", True),
        SavedCohort(2000, "Cohort Two", 25, HIDDEN, "2019-04-02 23:22:01", False),
    ]
    assert (request.method, urlsplit(request.url).path, request.body) == ("POST", "/api/query/cohorts/list", b"")


@pytest.mark.parametrize("reply", [{"results": [REPORT]}, {"results": {"results": [REPORT]}}, [REPORT]])
def test_reports_are_listed_from_either_envelope(reply):
    rows, (request,) = both(lambda ws: ws.list_bookmarks("funnels"), json_reply(reply))
    assert rows == [BookmarkInfo(1, "R", "insights", 12345, "c", "m")]
    parts = urlsplit(request.url)
    assert parts.path == "/api/app/projects/12345/bookmarks"
    expected = {"v": "2", "type": "funnels", "project_id": "12345", "query_origin": "mixpanel-async"}
    assert dict(parse_qsl(parts.query)) == expected


def test_the_list_of_reports_is_the_projects_whichever_data_view_is_pinned():
    _, (request,) = both(lambda ws: ws.list_bookmarks(), json_reply({}), workspace_id=77)
    assert urlsplit(request.url).path == "/api/app/projects/12345/bookmarks"
    assert "workspace_id" not in request.url


def test_what_is_not_known_of_a_report_is_left_out_of_its_plain_form():
    (row,), _ = both(lambda ws: ws.list_bookmarks(), json_reply([REPORT | {"creator_id": None, "description": ""}]))
    assert row.to_dict() == REPORT | {"description": ""}


def test_defect_14_a_type_of_report_that_is_new_is_listed():
    (row,), _ = both(lambda ws: ws.list_bookmarks(), json_reply([REPORT | {"type": "heat-map"}]))
    assert row.type == "heat-map"


LISTS = {
    "funnels": (lambda ws, **options: ws.funnels(**options), FUNNELS),
    "cohorts": (lambda ws, **options: ws.cohorts(**options), COHORTS),
    "reports": (lambda ws: ws.list_bookmarks(), {"results": [REPORT]}),
}
every_list = pytest.mark.parametrize("name", LISTS)


@every_list
@pytest.mark.parametrize("nothing", [{}, []])
def test_nothing_saved_is_an_empty_list(name, nothing):
    assert both(LISTS[name][0], json_reply(nothing))[0] == []


@pytest.mark.parametrize("reply", [{"results": []}, {"results": {}}, {"results": {"results": []}}])
def test_no_reports_in_an_envelope_are_an_empty_list(reply):
    assert both(lambda ws: ws.list_bookmarks(), json_reply(reply))[0] == []


@pytest.mark.parametrize("reply", [{"results": {"results": {}}}, {"results": {"status": "ok"}}])
def test_an_envelope_without_a_list_is_refused(reply):
    error, _ = raised(lambda ws: ws.list_bookmarks(), json_reply(reply))
    assert isinstance(error, ResponseValidationError)


@every_list
@pytest.mark.parametrize("reply", [None, {"status": "ok"}, "none", [1], [{"name": "x"}], {"results": None}])
def test_what_is_no_list_of_them_says_where(name, reply):
    error, _ = raised(LISTS[name][0], json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert error.details["path"].startswith("$")


@pytest.mark.parametrize(
    ("name", "row", "path"),
    [
        ("funnels", {"funnel_id": "7", "name": "A"}, "$[0].funnel_id"),
        ("cohorts", COHORTS[0] | {"is_visible": 2}, "$[0].is_visible"),
        ("cohorts", COHORTS[0] | {"count": None}, "$[0].count"),
        ("reports", REPORT | {"modified": 5}, "$[0].modified"),
    ],
)
def test_a_row_of_another_kind_says_which(name, row, path):
    error, _ = raised(LISTS[name][0], json_reply([row]))
    assert isinstance(error, ResponseValidationError)
    assert error.details["path"] == path


@pytest.mark.parametrize("name", ["funnels", "cohorts"])
def test_defect_24_funnels_and_cohorts_are_kept_for_a_while_and_asked_anew_on_demand(name):
    ask, reply = LISTS[name]
    fake = Fake(lambda _: json_reply(reply))
    options = {"discovery_ttl": 60.0, "runtime": VirtualBlockingRuntime()}
    with mixpanel_sync.Workspace(**workspace_options(fake, options)) as ws:
        asked = []
        for again in ({}, {}, {"refresh": True}):
            ask(ws, **again)
            asked.append(len(fake.requests))
    assert asked == [1, 1, 2]
