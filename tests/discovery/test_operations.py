"""Names and values, as lists that say what the project holds."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async.discovery.similar import similar
from mixpanel_async.discovery.top_event import TopEvent
from mixpanel_async.errors import EventNotFoundError, QueryError
from mixpanel_transports.fake import json_reply
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


def test_properties_are_all_asked_for_though_the_server_gives_ten_by_default():
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
