"""Dashboards and the reports and texts that stand on them."""

from __future__ import annotations

import json

import pytest

import mixpanel_sync
from mixpanel_sync import (
    CreateBookmarkParams,
    CreateDashboardParams,
    DashboardRow,
    DashboardRowContent,
    QueryError,
    UpdateDashboardParams,
    UpdateTextCardParams,
)
from tests.local.asking import Asking
from tests.local.kept.keeping import asked

TEXT = DashboardRowContent(content_type="text", content_params={"markdown": "<h2>Overview</h2>"})


@pytest.fixture
def board(ws: mixpanel_sync.Workspace) -> int:
    return ws.create_dashboard(CreateDashboardParams(title="KPIs")).id


@pytest.fixture
def report(ws: mixpanel_sync.Workspace, board: int) -> int:
    params = ws.build_params("Login", from_date="2026-01-10", to_date="2026-01-10")
    return ws.create_bookmark(
        CreateBookmarkParams(name="Logins", bookmark_type="insights", params=params, dashboard_id=board)
    ).id


def test_a_report_that_is_saved_stands_on_its_dashboard(ws: mixpanel_sync.Workspace, board: int, report: int) -> None:
    whole = ws.get_dashboard(board)
    assert list(whole.contents["report"]) == [str(report)]
    assert [len(whole.layout["rows"][row]["cells"]) for row in whole.layout["order"]] == [1]
    assert ws.get_bookmark_dashboard_ids(report) == ws.bookmark_linked_dashboard_ids(report) == [board]


def test_lists_of_dashboards_are_without_what_stands_on_them(asking: Asking, report: int) -> None:
    row = asking.json(asked("GET", "/projects/1/dashboards"))["results"][0]
    assert not row.keys() & {"layout", "contents", "texts"}


def test_a_report_on_another_dashboard_is_a_copy(ws: mixpanel_sync.Workspace, board: int, report: int) -> None:
    other = ws.create_dashboard(CreateDashboardParams(title="OKRs")).id
    added = ws.add_report_to_dashboard(other, report)
    (copy,) = added.contents["report"].values()
    assert copy["id"] != report
    assert (copy["name"], copy["params"]) == ("Logins", ws.get_bookmark(report).params)
    ws.remove_report_from_dashboard(other, copy["id"])
    assert ws.get_dashboard(other).layout == {"rows": {}, "order": []}
    assert ws.get_bookmark_dashboard_ids(report) == [board]


def test_a_report_that_goes_leaves_no_gap(ws: mixpanel_sync.Workspace, board: int, report: int) -> None:
    ws.delete_bookmark(report)
    assert ws.get_dashboard(board).contents == {"report": {}, "text": {}}
    with pytest.raises(QueryError, match=f"there is no report {report}"):
        ws.remove_report_from_dashboard(board, report)


def test_rows_hold_texts_and_new_reports(ws: mixpanel_sync.Workspace) -> None:
    params = json.dumps(ws.build_params("Login"))
    new = {"bookmark": {"name": "Logins", "type": "insights", "params": params}}
    row = DashboardRow(contents=[TEXT, DashboardRowContent(content_type="report", content_params=new)])
    made = ws.create_dashboard(CreateDashboardParams(title="KPIs", rows=[row, DashboardRow(contents=[TEXT])]))
    cells = [made.layout["rows"][row]["cells"] for row in made.layout["order"]]
    assert [[cell["content_type"] for cell in row] for row in cells] == [["text", "report"], ["text"]]
    assert [[cell["width"] for cell in row] for row in cells] == [[6, 6], [12]]
    assert [saved.params for saved in ws.list_bookmarks_v2()] == [json.loads(params)]


def test_a_text_is_changed(ws: mixpanel_sync.Workspace) -> None:
    made = ws.create_dashboard(CreateDashboardParams(title="KPIs", rows=[DashboardRow(contents=[TEXT])]))
    (card,) = made.contents["text"].values()
    ws.update_text_card(made.id, card["id"], UpdateTextCardParams(markdown="Hi"))
    assert ws.get_dashboard(made.id).contents["text"][str(card["id"])]["markdown"] == "Hi"
    with pytest.raises(QueryError, match="there is no text 99"):
        ws.update_text_card(made.id, 99, UpdateTextCardParams(markdown="Hi"))


def test_a_copy_has_what_the_original_has(ws: mixpanel_sync.Workspace, board: int, report: int) -> None:
    copy = ws.create_dashboard(CreateDashboardParams(title="Copy", duplicate=board))
    assert (copy.id == board, copy.title) == (False, "Copy")
    assert list(copy.contents["report"]) == [str(report)]


def test_favorites_and_pins(ws: mixpanel_sync.Workspace, board: int) -> None:
    ws.favorite_dashboard(board)
    ws.pin_dashboard(board)
    pinned = ws.get_dashboard(board)
    assert pinned.is_favorited
    assert pinned.pinned_date is not None
    ws.unfavorite_dashboard(board)
    ws.unpin_dashboard(board)
    plain = ws.get_dashboard(board)
    assert (plain.is_favorited, plain.pinned_date) == (False, None)


def test_what_cannot_be_done_to_contents_is_refused_by_name(ws: mixpanel_sync.Workspace, board: int) -> None:
    with pytest.raises(mixpanel_sync.ServerError, match="'move'"):
        ws.update_dashboard(board, UpdateDashboardParams(content={"action": "move", "content_type": "report"}))


def test_reports_are_listed_by_type(ws: mixpanel_sync.Workspace, report: int) -> None:
    assert [each.id for each in ws.list_bookmarks()] == [each.id for each in ws.list_bookmarks_v2()] == [report]
    assert ws.list_bookmarks("funnels") == []


def test_what_became_of_a_report_is_told_page_by_page(ws: mixpanel_sync.Workspace, report: int) -> None:
    for name in "ab":
        ws.update_bookmark(report, mixpanel_sync.UpdateBookmarkParams(name=name))
    first = ws.get_bookmark_history(report, page_size=2)
    assert [entry["action"] for entry in first.results] == ["update", "update"]
    assert [entry["action"] for entry in ws.stream_bookmark_history(report, page_size=2)] == [
        "update",
        "update",
        "create",
    ]


@pytest.mark.parametrize(
    "layout",
    [
        5,
        {"rows": 5},
        {"rows": {"1": {"cells": 5}}},
        {"rows": {"1": {"cells": [{"content_type": "text"}]}}},
        {"order": ["1"]},
        {"rows": {"1": {"cells": []}}, "order": []},
    ],
)
def test_a_layout_that_cannot_be_shown_is_not_kept(layout: object, asking: Asking) -> None:
    made = asking.json(asked("POST", "/projects/1/dashboards", {"title": "KPIs"}))["results"]
    path = f"/projects/1/dashboards/{made['id']}"
    assert "layout" in asking.json(asked("PATCH", path, {"layout": layout, "texts": 5}), 400)["error"]
    asking.json(asked("PATCH", path, {"texts": 5, "report_links": 5}))
    assert asking.json(asked("GET", path))["results"]["contents"] == {"report": {}, "text": {}}
