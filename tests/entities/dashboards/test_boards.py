from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from attrs import evolve

from mixpanel_async import (
    CreateDashboardParams,
    Dashboard,
    DashboardRow,
    DashboardRowContent,
    ParamValidationError,
    ResponseValidationError,
    UpdateDashboardParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

SENT = {
    "id": 1001,
    "title": "KPIs",
    "is_private": None,
    "created": "2026-01-31T08:00:00Z",
    "filters": [{"a": None}],
    "layout": {"order": ["r1"]},
    "brand_new": {"x": 1},
}


def text(words: str) -> DashboardRowContent:
    return DashboardRowContent(content_type="text", content_params={"markdown": words})


def test_a_dashboard_keeps_what_it_does_not_declare_and_goes_back_as_it_came() -> None:
    board, _ = both(lambda ws: ws.get_dashboard(1001), json_reply({"status": "ok", "results": SENT}))

    assert (board.created, board.extra) == (datetime(2026, 1, 31, 8, tzinfo=UTC), {"brand_new": {"x": 1}})
    assert evolve(board, title="B").to_dict() == SENT | {"title": "B"}


def test_of_no_ids_there_are_no_dashboards_and_not_all_of_them() -> None:
    assert both(lambda ws: ws.list_dashboards(ids=[])) == ([], [])


@pytest.mark.parametrize("bad", [{"id": 2}, {"id": [], "title": "x"}, "x"])
def test_a_row_that_cannot_be_read_does_not_lose_the_others(bad: object) -> None:
    reply = json_reply({"results": [{"id": 1, "title": "A"}, bad]})
    with pytest.warns(match=r"left out, \$\.results\[1\]"):
        found, _ = both(lambda ws: ws.list_dashboards(), reply)
    error, _ = raised(lambda ws: ws.list_dashboards(), reply, strict=True)

    assert found == [Dashboard(id=1, title="A")]
    assert isinstance(error, ResponseValidationError)


def test_rows_say_what_stands_beside_what() -> None:
    report = DashboardRowContent(content_type="report", content_params={"bookmark": {"name": "DAU"}})
    params = CreateDashboardParams(
        title="A", rows=[DashboardRow(contents=[text("<h2>A</h2>")]), DashboardRow(contents=[report, report])]
    )
    _, (request,) = both(lambda ws: ws.create_dashboard(params), json_reply({"results": SENT}))

    assert [len(row["contents"]) for row in json.loads(request.body)["rows"]] == [1, 2]
    assert json.loads(request.body)["rows"][0] == {
        "contents": [{"content_type": "text", "content_params": {"markdown": "<h2>A</h2>"}}]
    }


@pytest.mark.parametrize("count", [0, 5])
def test_a_row_holds_one_to_four_things(count: int) -> None:
    with pytest.raises(ParamValidationError, match=f"contents are {count}; a row holds 1 to 4"):
        DashboardRow(contents=[text("a")] * count)


def test_a_thing_in_a_row_is_text_or_a_report() -> None:
    with pytest.raises(ParamValidationError, match="content_type is 'image'; it is one of text, report"):
        DashboardRowContent(content_type="image", content_params={})  # type: ignore[arg-type]  # refused, and says why


def test_none_clears_and_unset_leaves() -> None:
    params = UpdateDashboardParams(description=None, filters=[])
    _, (request,) = both(lambda ws: ws.update_dashboard(1001, params), json_reply({"results": SENT}))

    assert json.loads(request.body) == {"description": None, "filters": []}


@pytest.mark.parametrize(
    ("params", "safe"),
    [(UpdateDashboardParams(title="x"), True), (UpdateDashboardParams(content={"action": "create"}), False)],
)
def test_a_change_that_adds_something_is_never_sent_twice(params: UpdateDashboardParams, safe: bool) -> None:
    _, (request,) = both(lambda ws: ws.update_dashboard(1001, params), json_reply({"results": SENT}))

    assert request.safe is safe


def test_a_dashboard_is_deleted_whatever_the_server_says_to_that() -> None:
    for reply in (
        text_reply("", 204),
        json_reply({"status": "ok"}),
        json_reply({"status": "ok", "results": {"id": 1}}),
    ):
        assert both(lambda ws: ws.delete_dashboard(1001), reply)[0] is None
