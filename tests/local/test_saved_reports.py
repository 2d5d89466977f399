"""Saved reports and cohorts, asked for by their number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_sync import CohortCriteria, CohortDefinition, CreateBookmarkParams, CreateCohortParams, QueryError
from mixpanel_transports.message import Request
from tests.local.asking import DAY, Asking, at, event, get, stored

EVENTS = [
    event("Login", "ada", at("2026-01-09"), plan="pro"),
    event("Buy", "ada", at("2026-01-09", "13:00:00"), plan="pro"),
    event("Login", "bob", at(DAY), plan="free"),
    event("Login", "cid", at(DAY), plan="free"),
    event("Buy", "bob", at("2026-01-12"), plan="free"),
]
SPAN = {"from_date": "2026-01-09", "to_date": DAY}


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, EVENTS)


@pytest.fixture
def ws(asking: Asking) -> Iterator[mixpanel_sync.Workspace]:
    with mixpanel_sync.Workspace.local(asking.root) as workspace:
        yield workspace


def save(ws: mixpanel_sync.Workspace, kind: Any, params: Any) -> int:
    board = ws.create_dashboard(mixpanel_sync.CreateDashboardParams(title="KPIs")).id
    made = CreateBookmarkParams(name="Saved", bookmark_type=kind, params=dict(params), dashboard_id=board)
    return ws.create_bookmark(made).id


@pytest.fixture
def funnel(ws: mixpanel_sync.Workspace) -> int:
    return save(ws, "funnels", ws.build_funnel_params(["Login", "Buy"]))


def test_insights_show_what_the_question_itself_shows(ws: mixpanel_sync.Workspace) -> None:
    asked: dict[str, Any] = {"math": "unique", "from_date": DAY, "to_date": DAY}
    found = ws.query_saved_report(save(ws, "insights", ws.build_params("Login", **asked)))
    assert found.series == ws.query("Login", **asked).series
    assert (found.report_type, found.from_date[:10]) == ("insights", DAY)


def test_a_report_of_another_type_is_refused(ws: mixpanel_sync.Workspace) -> None:
    number = save(ws, "retention", ws.build_retention_params("Login", "Login"))
    with pytest.raises(QueryError, match="is of type 'retention'"):
        ws.query_saved_report(number)


def test_retention_shows_what_the_question_itself_shows(ws: mixpanel_sync.Workspace) -> None:
    asked: dict[str, Any] = {"from_date": "2026-01-09", "to_date": "2026-01-12", "retention_unit": "day"}
    found = ws.query_saved_report(
        save(ws, "retention", ws.build_retention_params("Login", "Buy", **asked)), bookmark_type="retention"
    )
    cohorts = ws.query_retention("Login", "Buy", **asked).cohorts
    assert {day: (row["first"], row["counts"]) for day, row in found.series.items()} == {
        day[:10]: (row["first"], row["counts"]) for day, row in cohorts.items()
    }
    assert found.series["2026-01-10"]["first"] == 2


def test_retention_by_segment_has_segments_beside_the_numbers_of_all(ws: mixpanel_sync.Workspace) -> None:
    asked: dict[str, Any] = {**SPAN, "retention_unit": "day", "group_by": "plan"}
    number = save(ws, "retention", ws.build_retention_params("Login", "Buy", **asked))
    found = ws.query_saved_report(number, bookmark_type="retention").series
    assert {day: row["first"] for day, row in found.items()} == {"2026-01-09": 1, DAY: 2}
    assert found["2026-01-09"]["segments"] == {"pro": {"first": 1, "counts": [1, 0]}}
    assert found[DAY]["segments"] == {"free": {"first": 2, "counts": [0, 0]}}


def test_a_saved_retention_shows_its_own_time_alone(ws: mixpanel_sync.Workspace) -> None:
    asked: dict[str, Any] = {**SPAN, "retention_unit": "day"}
    compared = mixpanel_sync.TimeComparison.relative("week")
    plain, other = (
        save(ws, "retention", ws.build_retention_params("Login", "Buy", time_comparison=each, **asked))
        for each in (None, compared)
    )
    assert (
        ws.query_saved_report(plain, bookmark_type="retention").series
        == ws.query_saved_report(other, bookmark_type="retention").series
    )


def test_funnels_are_listed(ws: mixpanel_sync.Workspace, funnel: int) -> None:
    assert [(each.funnel_id, each.name) for each in ws.funnels()] == [(funnel, "Saved")]


def test_a_saved_funnel_report_is_asked_with_its_days(ws: mixpanel_sync.Workspace, funnel: int) -> None:
    found = ws.query_saved_report(funnel, bookmark_type="funnels", from_date=SPAN["from_date"], to_date=SPAN["to_date"])
    assert sorted(found.series) == ["2026-01-09", DAY]


def test_cohorts_are_listed_with_how_many_are_in_them(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    definition = CohortDefinition(CohortCriteria.did_event("Buy", at_least=1, within_days=30))
    ws.create_cohort(CreateCohortParams(name="Buyers", definition=definition, is_visible=False))
    ws.create_cohort(CreateCohortParams(name="Nobody yet"))
    (buyers, nobody) = asking.json(get("/api/2.0/cohorts/list"))
    assert (buyers["name"], buyers["count"], buyers["is_visible"]) == ("Buyers", 2, 0)
    assert (nobody["count"], nobody["is_visible"]) == (0, 1)
    assert [(cohort.name, cohort.is_visible) for cohort in ws.cohorts()] == [("Buyers", False), ("Nobody yet", True)]
    rows = asking.json(Request("GET", "https://mixpanel.com/api/app/projects/1/cohorts"))["results"]
    assert [row["count"] for row in rows] == [2, 0]


def test_a_cohort_that_cannot_be_counted_is_listed_with_the_reason(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    """Here it is of groups that nobody declared."""
    definition = CohortDefinition(CohortCriteria.did_event("Buy", at_least=1, within_days=30))
    ws.create_cohort(CreateCohortParams(name="Companies", definition=definition, data_group_id=5))
    ws.create_cohort(CreateCohortParams(name="Buyers", definition=definition))
    (companies, buyers) = asking.json(get("/api/query/cohorts/list"))
    assert (companies["name"], companies["count"]) == ("Companies", -1)
    assert "no group key has the id '5'" in companies["error"]
    assert (buyers["count"], "error" in buyers) == (2, False)
    assert ws.list_cohorts_full()[0].count is None


def test_older_addresses_lead_to_the_same(asking: Asking) -> None:
    assert asking.json(get("/api/2.0/events/names")) == asking.json(get("/api/query/events/names"))
    assert asking.send(get("/api/2.0/export", **SPAN)).body.count(b"\n") == 4


def test_older_annotations(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    for day in ("2026-01-09", "2026-01-11"):
        ws.create_annotation(mixpanel_sync.CreateAnnotationParams(date=f"{day} 00:00:00", description=day))
    found = asking.json(get("/api/2.0/annotations", **SPAN))
    assert [note["description"] for note in found["annotations"]] == ["2026-01-09"]


def test_properties_of_all_events_together(asking: Asking) -> None:
    assert asking.json(get("/api/query/events/properties/top")) == {"plan": {"count": 5}}
