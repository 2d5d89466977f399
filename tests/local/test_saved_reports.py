"""Saved reports, asked for by their number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mixpanel_sync
from mixpanel_sync import CreateBookmarkParams, CreateDashboardParams, QueryError
from tests.local.asking import DAY, event, stored


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[mixpanel_sync.Workspace]:
    root = stored(tmp_path, [event("Login", user) for user in "aab"]).root
    with mixpanel_sync.Workspace.local(root) as workspace:
        yield workspace


def save(ws: mixpanel_sync.Workspace, kind: str, params: dict[str, object]) -> int:
    board = ws.create_dashboard(CreateDashboardParams(title="KPIs")).id
    made = CreateBookmarkParams(name="Saved", bookmark_type=kind, params=params, dashboard_id=board)  # type: ignore[arg-type]
    return ws.create_bookmark(made).id


def test_insights_show_what_the_question_itself_shows(ws: mixpanel_sync.Workspace) -> None:
    asked = {"math": "unique", "from_date": DAY, "to_date": DAY}
    number = save(ws, "insights", dict(ws.build_params("Login", **asked)))  # type: ignore[arg-type]
    found = ws.query_saved_report(number)
    assert found.series == ws.query("Login", **asked).series  # type: ignore[arg-type]
    assert (found.report_type, found.from_date[:10]) == ("insights", DAY)


def test_a_report_of_another_type_is_refused(ws: mixpanel_sync.Workspace) -> None:
    number = save(ws, "retention", dict(ws.build_retention_params("Login", "Login")))
    with pytest.raises(QueryError, match="is of type 'retention'"):
        ws.query_saved_report(number)


def test_funnels_are_listed(ws: mixpanel_sync.Workspace) -> None:
    number = save(ws, "funnels", dict(ws.build_funnel_params(["Login", "Buy"])))
    assert [(funnel.funnel_id, funnel.name) for funnel in ws.funnels()] == [(number, "Saved")]
