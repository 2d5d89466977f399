from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import Dashboard, UpdateReportLinkParams, UpdateTextCardParams
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both

BOARD = {"id": 1001, "title": "KPIs"}


@pytest.mark.parametrize(
    ("operation", "safe"),
    [
        (lambda ws: ws.add_report_to_dashboard(1001, 2002), False),
        (lambda ws: ws.remove_report_from_dashboard(1001, 2002), True),
    ],
    ids=["add", "remove"],
)
def test_a_report_is_never_added_twice(operation: Callable[[Any], Any], safe: bool) -> None:
    board, (request,) = both(operation, json_reply({"results": BOARD}))

    assert (board, request.safe) == (Dashboard(id=1001, title="KPIs"), safe)


def test_a_report_is_added_even_where_the_server_does_not_show_the_dashboard() -> None:
    board, requests = both(
        lambda ws: ws.add_report_to_dashboard(1001, 2002), text_reply("", 204), json_reply({"results": BOARD})
    )

    assert (board.id, [request.method for request in requests]) == (1001, ["PATCH", "GET"])


@pytest.mark.parametrize(
    ("params", "body"),
    [
        (UpdateTextCardParams(markdown="<p>a</p>"), {"markdown": "<p>a</p>"}),
        (UpdateTextCardParams(markdown=None), {"markdown": None}),
        (UpdateTextCardParams(extra={"height": 2}), {"height": 2}),
    ],
)
def test_a_text_is_changed_with_whatever_else_is_said(params: UpdateTextCardParams, body: dict[str, Any]) -> None:
    _, (request,) = both(lambda ws: ws.update_text_card(1001, 7008, params), text_reply("", 204))

    assert json.loads(request.body) == body


def test_a_link_is_changed_by_its_type() -> None:
    params = UpdateReportLinkParams(link_type="embedded")
    _, (request,) = both(lambda ws: ws.update_report_link(1001, 7007, params), json_reply({"status": "ok"}))

    assert (request.url.rpartition("/dashboards")[2], json.loads(request.body)) == (
        "/1001/report-links/7007",
        {"type": "embedded"},
    )


def test_dashboards_of_a_report_are_numbers() -> None:
    assert both(lambda ws: ws.get_bookmark_dashboard_ids(2002), json_reply({"results": [1, 2]}))[0] == [1, 2]
