from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async import (
    BulkEventUpdate,
    BulkUpdateEventsParams,
    EventDefinition,
    IncompleteChangeError,
    ParamTypeError,
    ParamValidationError,
    PartialReply,
    UpdateEventDefinitionParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply, Request
from tests.faces import both, raised

LOGIN = {"id": 1, "name": "Login", "displayName": "Log in", "hidden": False, "customEventId": None}
SIGN_UP = {"id": 2, "name": "Sign up", "verified": True}
NOTHING = Reply(204, {}, b"")
PARAMS = UpdateEventDefinitionParams(hidden=True)


def reply(*rows: Any) -> Reply:
    return json_reply({"status": "ok", "results": list(rows)})


def query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(request.url).query)


def test_defect_9_no_names_mean_no_definitions() -> None:
    found, requests = both(lambda ws: ws.get_event_definitions(names=[]))

    assert (found, requests) == ([], [])


def test_all_definitions_are_had_by_saying_no_names() -> None:
    found, (request,) = both(lambda ws: ws.get_event_definitions(), reply(LOGIN, SIGN_UP))

    assert ([event.name for event in found], query(request)) == (["Login", "Sign up"], [])


def test_each_name_is_asked_for() -> None:
    _, (request,) = both(lambda ws: ws.get_event_definitions(names=["Login", "a&b"]), reply())

    assert query(request) == [("name[]", "Login"), ("name[]", "a&b")]


@pytest.mark.parametrize(
    ("names", "kind", "hint"),
    [
        ("Login", ParamTypeError, "names is 'Login'; give a list"),
        (["Login", 5], ParamTypeError, "give a list"),
        (["Login", " "], ParamValidationError, r"names\[1\] is ' '"),
    ],
)
def test_names_that_are_none_are_not_asked_for(names: Any, kind: type[Exception], hint: str) -> None:
    error, requests = raised(lambda ws: ws.get_event_definitions(names=names))

    assert (type(error), requests) == (kind, [])
    with pytest.raises(kind, match=hint):
        raise error


def test_a_definition_has_times_and_keeps_what_nobody_declared() -> None:
    sent = LOGIN | {"createdUtc": "2026-01-31T08:00:00Z", "tags": None, "schema": {"a": 1}}
    (event,), _ = both(lambda ws: ws.get_event_definitions(names=["Login"]), reply(sent))

    assert (event.created_utc, event.tags) == (datetime(2026, 1, 31, 8, tzinfo=UTC), None)
    assert (event.extra, event.to_dict()) == ({"schema": {"a": 1}}, sent)


@pytest.mark.filterwarnings("always::mixpanel_async.PartialReply")
def test_a_row_that_cannot_be_read_does_not_lose_the_others() -> None:
    with pytest.warns(PartialReply, match=r"\$\.results\[0\]: there is no 'name'"):
        found, _ = both(lambda ws: ws.get_event_definitions(), reply({"id": 3}, LOGIN))

    assert [event.name for event in found] == ["Login"]


def test_what_is_unset_is_left_and_none_clears() -> None:
    params = UpdateEventDefinitionParams(display_name=None, tags=[])
    _, (request,) = both(lambda ws: ws.update_event_definition("Login", params), json_reply({"results": LOGIN}))

    assert json.loads(request.body) == {"displayName": None, "tags": [], "name": "Login"}


@pytest.mark.parametrize("answer", [NOTHING, json_reply({"status": "ok"}), json_reply({"results": {}})])
def test_defect_19_a_change_that_answers_nothing_is_looked_up(answer: Reply) -> None:
    found, requests = both(lambda ws: ws.update_event_definition("Login", PARAMS), answer, reply(SIGN_UP, LOGIN))

    assert (found.id, [request.method for request in requests]) == (1, ["PATCH", "GET"])
    assert query(requests[1]) == [("name[]", "Login")]


@pytest.mark.parametrize("look", [text_reply("no", 403), reply(SIGN_UP)], ids=["refused", "not listed"])
def test_a_change_that_cannot_be_looked_up_is_said_to_be_done(look: Reply) -> None:
    error, _ = raised(lambda ws: ws.update_event_definition("Login", PARAMS), NOTHING, look)

    assert isinstance(error, IncompleteChangeError)
    assert "is done, but then" in error.message


def test_several_events_are_changed_in_the_spelling_of_that_call() -> None:
    params = BulkUpdateEventsParams(events=[BulkEventUpdate(id=1, display_name="L", team_contacts=["t@example.com"])])
    _, (request,) = both(lambda ws: ws.bulk_update_event_definitions(params), reply(LOGIN))

    assert json.loads(request.body) == {
        "events": [{"id": 1, "displayName": "L", "team_contacts": ["t@example.com"]}],
    }


@pytest.mark.parametrize(
    ("updates", "asked"),
    [
        ([BulkEventUpdate(name="Login")], [("name[]", "Login")]),
        ([BulkEventUpdate(name="Login"), BulkEventUpdate(id=7)], []),
    ],
    ids=["by name", "by name and by id"],
)
def test_defect_19_several_changes_that_answer_nothing_are_looked_up(
    updates: list[BulkEventUpdate], asked: list[tuple[str, str]]
) -> None:
    listed = reply(LOGIN, SIGN_UP, SIGN_UP | {"id": 7, "name": "Seven"})
    params = BulkUpdateEventsParams(events=updates)
    found, (_, look) = both(lambda ws: ws.bulk_update_event_definitions(params), NOTHING, listed)

    assert [event.name for event in found] == ["Login", "Seven"][: len(updates)]
    assert query(look) == asked


def test_changes_of_no_events_are_not_sent() -> None:
    assert both(lambda ws: ws.bulk_update_event_definitions(BulkUpdateEventsParams(events=[]))) == ([], [])


@pytest.mark.parametrize("target", [{}, {"name": None}, {"name": ""}, {"id": None}])
def test_a_change_says_which_event_is_meant(target: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError, match="neither name nor id"):
        BulkEventUpdate(**target, hidden=True)


def test_a_name_in_a_path_stays_one_name() -> None:
    found, (request,) = both(lambda ws: ws.get_event_history("a/b?c"), reply({"at": 1}))

    assert found == [{"at": 1}]
    assert request.url.endswith("/events/a%2Fb%3Fc/history/")


def test_definitions_are_equal_by_what_they_say() -> None:
    found, _ = both(lambda ws: ws.get_event_definitions(), reply(SIGN_UP))

    assert found == [EventDefinition(id=2, name="Sign up", verified=True)]
