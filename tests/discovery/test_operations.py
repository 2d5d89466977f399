"""Names and values, as lists that say what the project holds."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async.discovery.similar import similar
from mixpanel_async.discovery.top_event import TopEvent
from mixpanel_async.errors import (
    EventNotFoundError,
    ParamTypeError,
    ParamValidationError,
    QueryError,
    ResponseValidationError,
)
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised


def query(request):
    return dict(parse_qsl(urlsplit(request.url).query))


def test_events_are_sorted_and_asked_for_over_all_time():
    names, (request,) = both(lambda ws: ws.events(), json_reply(["b", "a"]))
    assert names == ["a", "b"]
    assert urlsplit(request.url).path == "/api/query/events/names"
    expected = {"type": "general", "limit": "5000", "from_date": "2000-01-01", "to_date": date.today().isoformat()}
    assert expected.items() <= query(request).items()


def test_events_of_a_plan_with_short_history_are_asked_for_again():
    refusal = json_reply({"error": "from_date exceeds 365 days of history"}, 403)
    names, (_, second) = both(lambda ws: ws.events(), refusal, json_reply(["A"]))
    assert names == ["A"]
    assert query(second)["from_date"] == (date.today() - timedelta(days=365)).isoformat()


def test_a_start_of_ones_own_is_not_changed():
    refusal = json_reply({"error": "from_date exceeds 365 days of history"}, 403)
    error, requests = raised(lambda ws: ws.events(from_date="2010-01-01"), refusal)
    assert (type(error), len(requests)) == (QueryError, 1)


def test_defect_8_properties_are_all_asked_for_though_the_server_gives_ten_by_default():
    names, (request,) = both(lambda ws: ws.properties("Login"), json_reply({"plan": {"count": 3}, "$os": {"count": 9}}))
    assert names == ["$os", "plan"]
    assert query(request) == {
        "event": "Login",
        "limit": "5000",
        "project_id": "12345",
        "query_origin": "mixpanel-async",
    }


def test_an_unknown_event_names_those_that_come_close():
    script = json_reply({"error": "unknown event"}, 400), json_reply(["Login", "Logout"])
    error, requests = raised(lambda ws: ws.properties("login"), *script)
    assert isinstance(error, EventNotFoundError)
    assert (error.event_name, error.similar_events, len(requests)) == ("login", ["Login"], 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("login", ["Login"]),
        ("logi", ["Login", "User Login", "Login Failed"]),
        ("up please", ["Sign Up"]),
        ("zzz", []),
    ],
)
def test_similar_names_same_but_for_case_then_containing_then_sharing_a_word(name, expected):
    assert similar(name, ["Login", "Login Failed", "User Login", "Sign Up", "Purchase"]) == expected


def test_property_values_are_text_in_the_servers_order():
    values, (request,) = both(lambda ws: ws.property_values("n", event="E", limit=7), json_reply([2, "a", True]))
    assert values == ["2", "a", "True"]
    assert {"name": "n", "event": "E", "limit": "7"}.items() <= query(request).items()


def test_top_events_have_counts_and_changes():
    reply = json_reply({"events": [{"event": "A", "amount": 3, "percent_change": 0.1}], "type": "unique"})
    rows, (request,) = both(lambda ws: ws.top_events(type="unique", limit=1), reply)
    assert rows == [TopEvent("A", 3, 0.1)]
    assert rows[0].to_dict() == {"event": "A", "count": 3, "percent_change": 0.1}
    assert {"type": "unique", "limit": "1"}.items() <= query(request).items()


# developer.mixpanel.com, query.openapi.yaml: the examples of these endpoints
@pytest.mark.parametrize(
    ("operation", "reply", "expected"),
    [
        (
            lambda ws: ws.events(),
            ["battle", "click signup button", "View homepage"],
            ["View homepage", "battle", "click signup button"],
        ),
        (
            lambda ws: ws.properties("Ad"),
            {"ad version": {"count": 295}, "user type": {"count": 91}},
            ["ad version", "user type"],
        ),
        (
            lambda ws: ws.property_values("animal"),
            ["cat", "dog", "rabbit", "gecko"],
            ["cat", "dog", "rabbit", "gecko"],
        ),
        (
            lambda ws: ws.top_events(),
            {
                "events": [
                    {"amount": 2, "event": "funnel", "percent_change": -0.35635745999582824},
                    {"amount": 75, "event": "pages", "percent_change": -0.20209602478821687},
                    {"amount": 2, "event": "projects", "percent_change": 1},
                ],
                "type": "unique",
            },
            [
                TopEvent("funnel", 2, -0.35635745999582824),
                TopEvent("pages", 75, -0.20209602478821687),
                TopEvent("projects", 2, 1),
            ],
        ),
    ],
)
def test_documented_examples_are_read(operation, reply, expected):
    assert both(operation, json_reply(reply))[0] == expected


LISTS = [
    lambda ws: ws.events(),
    lambda ws: ws.properties("A"),
    lambda ws: ws.property_values("p"),
    lambda ws: ws.subproperties("p"),
]


@pytest.mark.parametrize("operation", LISTS)
@pytest.mark.parametrize("reply", [json_reply(None), Reply(204)])
def test_an_answer_that_says_nothing_is_no_empty_list(operation, reply):
    error, _ = raised(operation, reply)
    assert isinstance(error, ResponseValidationError)
    assert "$: None is no" in str(error)


@pytest.mark.parametrize("operation", LISTS)
@pytest.mark.parametrize("reply", [[], {}])
def test_a_project_without_any_may_say_so_with_either_kind_of_emptiness(operation, reply):
    assert both(operation, json_reply(reply))[0] == []


@pytest.mark.parametrize(
    ("operation", "reply", "place"),
    [
        (LISTS[0], {"x": 1}, "$"),
        (LISTS[0], "text", "$"),
        (LISTS[0], ["A", 5], "$[1]"),
        (LISTS[1], ["plan"], "$"),
        (LISTS[1], {"status": "ok"}, "$.status"),
        (LISTS[2], {"values": []}, "$"),
        (LISTS[3], 5, "$"),
        (lambda ws: ws.top_events(), {"type": "general"}, "$"),
        (lambda ws: ws.top_events(), {"events": {}}, "$.events"),
        (lambda ws: ws.top_events(), {"events": [{"event": "A", "amount": "3"}]}, "$.events[0].amount"),
    ],
)
def test_what_is_no_list_is_never_taken_for_an_empty_one(operation, reply, place):
    error, _ = raised(operation, json_reply(reply))
    assert isinstance(error, ResponseValidationError)
    assert error.details["path"] == place


def test_an_average_of_top_events_may_be_a_fraction():
    reply = json_reply({"events": [{"event": "A", "amount": 2.5, "percent_change": 0}], "type": "average"})
    assert both(lambda ws: ws.top_events(type="average"), reply)[0] == [TopEvent("A", 2.5, 0)]


def test_a_value_that_is_an_object_is_json():
    assert both(lambda ws: ws.property_values("p"), json_reply([{"a": [1, None]}]))[0] == ['{"a": [1, null]}']


def test_a_history_longer_than_time_is_a_refusal_like_any_other():
    refusal = json_reply({"error": "from_date exceeds 99999999999 days"}, 403)
    assert isinstance(raised(lambda ws: ws.events(), refusal)[0], QueryError)


@pytest.mark.parametrize(
    ("operation", "argument", "kind"),
    [
        (lambda ws: ws.events(limit=0), "limit", ParamValidationError),
        (lambda ws: ws.events(limit="5"), "limit", ParamTypeError),
        (lambda ws: ws.events(from_date="2026-02-01", to_date="2026-01-01"), "from_date", ParamValidationError),
        (lambda ws: ws.properties(""), "event", ParamValidationError),
        (lambda ws: ws.properties(None), "event", ParamTypeError),
        (lambda ws: ws.property_values(" "), "property_name", ParamValidationError),
        (lambda ws: ws.property_values("p", limit=-1), "limit", ParamValidationError),
        (lambda ws: ws.top_events(limit=0), "limit", ParamValidationError),
    ],
)
def test_what_asks_for_nothing_is_refused_before_anything_is_sent(operation, argument, kind):
    error, requests = raised(operation)
    assert (type(error), str(error).startswith(argument), requests) == (kind, True, [])
