"""Changes that take several calls, whatever they change."""

from __future__ import annotations

import pytest

from mixpanel_async import Dashboard, IncompleteChangeError, QueryError, UpdateDashboardParams
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

BOARD = {"id": 1001, "title": "KPIs"}
CHANGE = UpdateDashboardParams(title="KPIs")


@pytest.mark.parametrize(
    "nothing",
    [text_reply("", 204), json_reply({"status": "ok"}), json_reply({"status": "ok", "results": {}}), json_reply(None)],
)
def test_what_only_says_that_it_is_done_is_looked_at(nothing: Reply) -> None:
    found, requests = both(lambda ws: ws.update_dashboard(1001, CHANGE), nothing, json_reply({"results": BOARD}))

    assert found == Dashboard(id=1001, title="KPIs")
    assert [request.method for request in requests] == ["PATCH", "GET"]


def test_what_cannot_be_looked_at_is_changed_nevertheless() -> None:
    error, _ = raised(lambda ws: ws.update_dashboard(1001, CHANGE), text_reply("", 204), text_reply("no", 403))

    assert isinstance(error, IncompleteChangeError)
    assert isinstance(error.__cause__, QueryError)
    assert str(error).startswith("PATCH /dashboards/{id} is done, but then: GET ")
    assert str(error).endswith("read it again, do not repeat the change")


def test_a_change_that_is_refused_is_not_half_done() -> None:
    error, requests = raised(lambda ws: ws.update_dashboard(1001, CHANGE), text_reply("no", 403))

    assert (type(error), len(requests)) == (QueryError, 1)
