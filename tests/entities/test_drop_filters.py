from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import CreateDropFilterParams, DropFilter, IncompleteChangeError, UpdateDropFilterParams
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

SENT = {"id": 8008, "eventName": "Spam", "filters": [], "active": True}
KEPT = DropFilter(id=8008, event_name="Spam", filters=(), active=True)
LISTED = json_reply({"status": "ok", "results": [SENT]})
NOTHING = Reply(204, {}, b"")

CHANGES = [
    pytest.param(lambda ws: ws.create_drop_filter(CreateDropFilterParams(event_name="Spam", filters=[])), id="create"),
    pytest.param(lambda ws: ws.update_drop_filter(UpdateDropFilterParams(id=8008, active=True)), id="update"),
    pytest.param(lambda ws: ws.delete_drop_filter(1), id="delete"),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("answer", [NOTHING, json_reply({"status": "ok"}), json_reply({"results": {}})])
def test_defect_19_a_change_that_answers_nothing_gives_what_there_is(
    change: Callable[[Any], Any], answer: Reply
) -> None:
    found, requests = both(change, answer, LISTED)

    assert (found, [request.method for request in requests][1:]) == ([KEPT], ["GET"])


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_answers_with_the_filters_is_not_asked_about(change: Callable[[Any], Any]) -> None:
    assert both(change, LISTED)[0] == [KEPT]


def test_the_last_filter_may_be_removed() -> None:
    assert both(lambda ws: ws.delete_drop_filter(8008), json_reply({"status": "ok", "results": []}))[0] == []


def test_a_filter_that_is_made_but_cannot_be_seen_is_not_to_be_made_again() -> None:
    params = CreateDropFilterParams(event_name="Spam", filters=[])
    error, _ = raised(lambda ws: ws.create_drop_filter(params), NOTHING, text_reply("no", 403))

    assert isinstance(error, IncompleteChangeError)
    assert "do not repeat the change" in error.message


@pytest.mark.parametrize("filters", [[{"p": 1}], {"property": "env", "value": "test"}, None], ids=str)
def test_filters_are_a_list_or_an_object(filters: Any) -> None:
    sent = SENT | {"filters": filters}
    (found,), _ = both(lambda ws: ws.list_drop_filters(), json_reply({"results": [sent]}))

    assert found.filters == (tuple(filters) if isinstance(filters, list) else filters)
    assert found.to_dict() == sent


def test_filters_are_written_otherwise_than_they_are_read() -> None:
    params = UpdateDropFilterParams(id=8008, event_name="Spam", filters=None)
    _, (request,) = both(lambda ws: ws.update_drop_filter(params), LISTED)

    assert json.loads(request.body) == {"id": 8008, "event_name": "Spam", "filters": None}
