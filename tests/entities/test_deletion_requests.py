from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from mixpanel_async import (
    CreateDeletionRequestParams,
    EventDeletionRequest,
    PreviewDeletionFiltersParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

ROW: dict[str, Any] = {
    "id": 66,
    "eventName": "Login",
    "fromDate": "2026-01-01",
    "toDate": "2026-01-02",
    "filters": None,
    "status": "Submitted",
    "deletedEventsCount": 0,
    "created": "2026-01-03",
    "requestingUser": {"id": 1},
}
LOGINS = EventDeletionRequest(
    id=66,
    event_name="Login",
    from_date="2026-01-01",
    to_date="2026-01-02",
    status="Submitted",
    deleted_events_count=0,
    created=datetime(2026, 1, 3),
    requesting_user={"id": 1},
)
LISTED = json_reply({"status": "ok", "results": [ROW]})
REMOVAL = CreateDeletionRequestParams(event_name="Login", from_date="2026-01-01", to_date=date(2026, 1, 2))


@pytest.mark.parametrize(
    ("sent", "filters"),
    [(None, None), ([], None), ([{"p": 1}], {"items": [{"p": 1}]}), ({"a": 1}, {"a": 1}), ({}, {})],
)
def test_filters_are_an_object_whatever_the_server_sends(sent: object, filters: object) -> None:
    (found,), _ = both(lambda ws: ws.list_deletion_requests(), json_reply({"results": [{**ROW, "filters": sent}]}))

    assert found.filters == filters


@pytest.mark.parametrize("answers", [[LISTED], [text_reply("", 204), LISTED], [json_reply({"status": "ok"}), LISTED]])
def test_a_change_gives_all_requests_also_where_it_is_answered_by_nothing(answers: list[Reply]) -> None:
    made, (create, *_) = both(lambda ws: ws.create_deletion_request(REMOVAL), *answers)
    left, (cancel, *_) = both(lambda ws: ws.cancel_deletion_request(66), *answers)

    assert (made, left) == ([LOGINS], [LOGINS])
    assert json.loads(create.body) == {"fromDate": "2026-01-01", "toDate": "2026-01-02", "eventName": "Login"}
    assert (cancel.method, json.loads(cancel.body)) == ("DELETE", {"id": 66})


def test_no_requests_that_are_left_are_not_asked_for_again() -> None:
    left, requests = both(lambda ws: ws.cancel_deletion_request(66), json_reply({"status": "ok", "results": []}))

    assert (left, len(requests)) == ([], 1)


def test_events_are_removed_once_but_looked_at_as_often_as_it_takes() -> None:
    busy, seen = text_reply("busy", 503, {"retry-after": "1"}), json_reply({"results": [{"event": "Login"}]})
    preview = PreviewDeletionFiltersParams(event_name="Login", from_date="2026-01-01", to_date="2026-01-02")
    _, removals = raised(lambda ws: ws.create_deletion_request(REMOVAL), busy)
    found, looks = both(lambda ws: ws.preview_deletion_filters(preview), busy, seen)

    assert (len(removals), len(looks), found) == (1, 2, [{"event": "Login"}])
