"""What users did, event by event."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest

from mixpanel_async.activity.feed import ActivityFeedResult, UserEvent
from mixpanel_async.errors import ParamTypeError, ParamValidationError, QueryError, ResponseValidationError
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

# The documented example, of which one event tells its user by "$distinct_id", the other by "distinct_id".
WHO = "12a34aa567eb8d-9ab1c26f345b67-89123c45-6aeaa7-89f12af345f678"
PLACE = {"$browser": "Chrome", "$city": "Austin", "$region": "Texas"}
FIRST = {"time": 1599589453, "$distinct_id": WHO, **PLACE, "report_name": "insights"}
SECOND = {"time": 1599589470, "distinct_id": WHO, **PLACE, "report_name": "funnels"}
EXAMPLE = {
    "status": "ok",
    "results": {
        "events": [{"event": "Game Played", "properties": FIRST}, {"event": "Viewed Page", "properties": SECOND}]
    },
}
VIEWS = {"results": [{"id": 67890, "name": "All Project Data", "is_global": True}]}
NOTHING = json_reply({"results": {"events": []}})


def feed(**options):
    return lambda ws: ws.activity_feed(["u1"], **options)


def events(*properties):
    found = [UserEvent("A", datetime(2026, 1, 1, tzinfo=UTC), each) for each in properties]
    return ActivityFeedResult(["u"], None, None, found)


def body(**options):
    _, (request,) = both(feed(**options), NOTHING, workspace_id=77)
    return json.loads(request.body)


def test_the_documented_example_is_read():
    result, _ = both(feed(from_date=date(2020, 9, 1)), json_reply(EXAMPLE), workspace_id=77)
    assert (result.distinct_ids, result.from_date, result.to_date) == (["u1"], "2020-09-01", None)
    moments = datetime(2020, 9, 8, 18, 24, 13, tzinfo=UTC), datetime(2020, 9, 8, 18, 24, 30, tzinfo=UTC)
    assert result.events == [UserEvent("Game Played", moments[0], FIRST), UserEvent("Viewed Page", moments[1], SECOND)]
    assert result.df.to_dict(as_series=False) == {
        "event": ["Game Played", "Viewed Page"],
        "time": list(moments),
        "distinct_id": [WHO, WHO],
        "$browser": ["Chrome"] * 2,
        "$city": ["Austin"] * 2,
        "$region": ["Texas"] * 2,
        "report_name": ["insights", "funnels"],
    }


def test_it_is_asked_by_a_body_that_names_project_and_data_view():
    _, (request,) = both(feed(), NOTHING, workspace_id=77)
    parts = urlsplit(request.url)
    assert (request.method, parts.path) == ("POST", "/api/query/stream/bookmark")
    assert dict(parse_qsl(parts.query)) == {"workspace_id": "77", "query_origin": "mixpanel-async"}
    assert json.loads(request.body) == {
        "project_id": "12345",
        "workspace_id": 77,
        "bookmark": {"dateRange": {"type": "relative_after", "window": {"unit": "day", "value": 30}}, "entries": []},
        "distinct_ids": ["u1"],
        "mode": "raw",
    }


def test_without_a_pinned_data_view_the_projects_is_looked_up():
    _, (lookup, request) = both(feed(), json_reply(VIEWS), NOTHING)
    assert urlsplit(lookup.url).path == "/api/app/projects/12345/workspaces/public"
    assert json.loads(request.body)["workspace_id"] == 67890
    assert "workspace_id" not in request.url


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"from_date": "2024-01-01"}, {"type": "since", "from": "2024-01-01"}),
        ({"to_date": "2024-01-31"}, {"type": "between", "from": "2024-01-01", "to": "2024-01-31"}),
        (
            {"from_date": date(2024, 1, 5), "to_date": "2024-01-31"},
            {"type": "between", "from": "2024-01-05", "to": "2024-01-31"},
        ),
    ],
)
def test_an_open_beginning_is_thirty_days_back_and_an_open_end_is_now(days, expected):
    assert body(**days)["bookmark"]["dateRange"] == expected


def test_options_are_sent_where_they_are_given():
    options = {
        "limit": 5,
        "include_events": ["A"],
        "sentinel_event": {"event": "A"},
        "paging_window": 7,
        "search": "x",
        "search_properties": [{"name": "p"}],
        "use_custom_events": True,
    }
    assert options.items() <= body(**options).items()
    assert "use_custom_events" not in body(use_custom_events=False)
    assert body(exclude_events=("B",))["exclude_events"] == ["B"]


@pytest.mark.parametrize(
    ("options", "kind", "hint"),
    [
        ({"include_events": ["a"], "exclude_events": ["b"]}, ParamValidationError, "exclude each other"),
        ({"search_properties": [{"name": "p"}]}, ParamValidationError, "give search"),
        ({"include_events": "Login"}, ParamTypeError, "include_events"),
        ({"exclude_events": [1]}, ParamTypeError, "exclude_events"),
        ({"limit": 0}, ParamValidationError, "limit"),
        ({"paging_window": "7"}, ParamTypeError, "paging_window"),
        ({"from_date": "2026-02-01", "to_date": "2026-01-01"}, ParamValidationError, "swap them"),
        ({"to_date": "2026-02-30"}, ParamValidationError, "to_date"),
        ({"from_date": 20260101}, ParamTypeError, "from_date"),
    ],
)
def test_defect_27_what_means_nothing_is_refused_before_anything_is_sent(options, kind, hint):
    error, requests = raised(feed(**options))
    assert (type(error), requests) == (kind, [])
    assert hint in str(error)


@pytest.mark.parametrize(("ids", "kind"), [("u1", ParamTypeError), ([1], ParamTypeError), ([], ParamValidationError)])
def test_users_are_named_in_a_list(ids, kind):
    error, requests = raised(lambda ws: ws.activity_feed(ids))
    assert (type(error), requests) == (kind, [])
    assert "distinct_ids" in str(error)


@pytest.mark.parametrize(("reply"), [{}, {"results": {}}, {"results": {"events": []}}])
def test_a_user_who_did_nothing_still_has_the_columns(reply):
    result, _ = both(feed(), json_reply(reply), workspace_id=77)
    expected = {"event": pl.String, "time": pl.Datetime("us", "UTC"), "distinct_id": pl.String}
    assert (result.events, result.df.schema) == ([], expected)


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        (None, "$: "),
        ({"status": "ok"}, "$: there is no 'results'"),
        ({"results": {"sentinel_event": None}}, "$.results: there is no 'events'"),
        ({"results": {"events": {}}}, "$.results.events: "),
        ({"results": {"events": [1]}}, "$.results.events[0]: "),
        ({"results": {"events": [{"event": "A"}]}}, "$.results.events[0].properties: there is no 'time'"),
        ({"results": {"events": [{"properties": {"time": "now"}}]}}, "$.results.events[0].properties.time: "),
        ({"results": {"events": [{"properties": {"time": 10**400}}]}}, "$.results.events[0].properties.time: "),
        ({"results": {"events": [{"properties": {"time": float("nan")}}]}}, "$.results.events[0].properties.time: "),
        ({"results": {"events": [], "sentinel_event": 5}}, "$.results.sentinel_event: "),
    ],
)
def test_what_cannot_be_read_says_where(reply, path):
    error, _ = raised(feed(), json_reply(reply), workspace_id=77)
    assert isinstance(error, ResponseValidationError)
    assert path in str(error)


def test_defect_4_an_error_under_http_200_is_raised():
    error, _ = raised(feed(), json_reply({"status": "error", "error": "no such user"}), workspace_id=77)
    assert isinstance(error, QueryError)
    assert "no such user" in str(error)


def test_seconds_may_have_a_fraction():
    reply = {"results": {"events": [{"properties": {"time": 1767225600.5}}]}}
    result, _ = both(feed(), json_reply(reply), workspace_id=77)
    assert result.events[0].time == datetime(2026, 1, 1, 0, 0, 0, 500_000, UTC)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"$distinct_id": "a", "distinct_id": "b"}, "a"),
        ({"$distinct_id": None, "distinct_id": "b"}, "b"),
        ({"distinct_id": 0}, "0"),
        ({}, ""),
    ],
)
def test_whose_event_it_is(properties, expected):
    assert events(properties).df["distinct_id"].to_list() == [expected]


def test_no_property_is_lost_to_a_column_of_the_same_name():
    frame = events({"event": 1, "properties.event": 2, "properties.properties.event": 3, "eventual": 4}).df
    assert frame.drop("time", "distinct_id").to_dicts() == [
        {
            "event": "A",
            "properties.event": 1,
            "properties.properties.event": 2,
            "properties.properties.properties.event": 3,
            "eventual": 4,
        }
    ]


def test_properties_of_any_kind_are_columns():
    frame = events({"cart": [{"sku": 1}], "n": 1, "mixed": 1}, {"n": 2.5, "mixed": "x"}).df
    assert frame.schema["n"] == pl.Float64
    assert frame["cart"].to_list() == [[{"sku": 1}], None]
    assert frame["mixed"].to_list() == ["1", "x"]


def test_the_plain_form_counts_the_events():
    plain = ActivityFeedResult(
        ["u"], None, None, [UserEvent("A", datetime(2026, 1, 1, tzinfo=UTC), {"x": 1})]
    ).to_dict()
    assert plain == {
        "distinct_ids": ["u"],
        "from_date": None,
        "to_date": None,
        "event_count": 1,
        "events": [{"event": "A", "time": "2026-01-01T00:00:00+00:00", "properties": {"x": 1}}],
        "sentinel_event": None,
    }


def test_it_looks_like_its_users_and_how_much_they_did():
    assert repr(events({}, {})) == "<ActivityFeedResult 'u': 2 events>"
