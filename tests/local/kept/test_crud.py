"""Every kind of thing: made, read, listed, changed, removed, through our client and on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

import mixpanel_sync
from mixpanel_sync import (
    ComposedPropertyValue,
    CreateAlertParams,
    CreateAnnotationParams,
    CreateAnnotationTagParams,
    CreateCohortParams,
    CreateCustomPropertyParams,
    CreateDashboardParams,
    CreateExperimentParams,
    CreateFeatureFlagParams,
    QueryError,
    UpdateAnnotationParams,
    UpdateCohortParams,
    UpdateCustomPropertyParams,
    UpdateDashboardParams,
)
from tests.local.asking import Asking
from tests.local.kept.keeping import asked

Make = Callable[[mixpanel_sync.Workspace], Any]
NET = CreateCustomPropertyParams(
    name="Net",
    resource_type="events",
    display_formula="A",
    composed_properties={"A": ComposedPropertyValue(resource_type="event", value="gross")},
)
KINDS: dict[str, tuple[str, Make, dict[str, Any]]] = {
    "dashboards": ("", lambda ws: ws.create_dashboard(CreateDashboardParams(title="KPIs")), {"title": "OKRs"}),
    "cohorts": ("", lambda ws: ws.create_cohort(CreateCohortParams(name="Pro")), {"name": "Free"}),
    "annotations": (
        "/",
        lambda ws: ws.create_annotation(CreateAnnotationParams(date="2026-01-10 00:00:00", description="Launch")),
        {"description": "Lunch"},
    ),
    "experiments": ("", lambda ws: ws.create_experiment(CreateExperimentParams(name="Short")), {"name": "Long"}),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_one_is_made_read_listed_changed_and_removed(kind: str, ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    slash, make, change = KINDS[kind]
    made = make(ws)
    path = f"/projects/12/{kind}/{made.id}{slash}"
    row = asking.json(asked("GET", path))["results"]
    assert row["id"] == made.id
    assert [each["id"] for each in asking.json(asked("GET", f"/projects/12/{kind}{slash}"))["results"]] == [made.id]
    changed = asking.json(asked("PATCH", path, {**change, "brand_new": {"kept": None}}))["results"]
    assert {**row, **change, "brand_new": {"kept": None}}.items() <= {**changed, **_stamps(row)}.items()
    assert asking.json(asked("DELETE", path))["status"] == "ok"
    assert asking.json(asked("GET", path), 404)["status"] == "error"


def _stamps(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("modified", "last_edited") if key in row}


def test_a_project_and_a_data_view_have_the_same_things(kind: str, ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    KINDS[kind][1](ws)
    found = [
        asking.json(asked("GET", f"/{scope}/{kind}"))["results"]
        for scope in ("projects/1", "workspaces/7", "projects/1/workspaces/7")
    ]
    assert len(found[0]) == 1
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_not_there_is_a_404(kind: str, method: str, asking: Asking) -> None:
    reply = asking.json(asked(method, f"/projects/1/{kind}/99{KINDS[kind][0]}", {} if method == "PATCH" else None), 404)
    assert "99" in reply["error"]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("dashboards", {}, "title: this field is required"),
        ("cohorts", {"name": ""}, "name: needs text"),
        ("bookmarks", {"name": "R", "type": "insights", "params": "[]"}, "params: needs an object"),
        ("alerts/custom/", {"bookmark_id": "1"}, "bookmark 1"),
        ("annotations/", {"date": "2026-01-01 00:00:00", "description": "x", "tags": [5]}, "there is no tag 5"),
        ("metrics", {"name": "m", "type": "metric"}, "definition: this field is required"),
        ("custom_properties/", {"name": "p", "resourceType": "events"}, "displayFormula"),
        ("dashboards/bulk-delete", {"dashboard_ids": 1}, "dashboard_ids: needs a list"),
    ],
)
def test_what_is_no_such_thing_is_refused(path: str, body: Any, said: str, asking: Asking) -> None:
    reply = asking.send(asked("POST", f"/projects/1/{path}", body))
    assert reply.status in (400, 404)
    assert said in reply.body.decode()
    assert asking.json(asked("GET", "/projects/1/dashboards"))["results"] == []


@pytest.mark.parametrize("value", [b"1e400", b"NaN", b'"\\ud800"', b"[" * 200 + b"]" * 200, b"[" * 9_999])
def test_what_could_not_be_said_again_is_not_kept(value: bytes, asking: Asking) -> None:
    call = evolve(asked("POST", "/projects/1/dashboards", {}), body=b'{"title": "KPIs", "more": %b}' % value)
    assert asking.send(call).status == 400
    assert asking.json(asked("GET", "/projects/1/dashboards"))["results"] == []


def test_null_clears_and_silence_leaves(ws: mixpanel_sync.Workspace) -> None:
    board = ws.create_dashboard(CreateDashboardParams(title="KPIs", description="All of them"))
    assert ws.update_dashboard(board.id, UpdateDashboardParams(title="OKRs")).description == "All of them"
    assert ws.update_dashboard(board.id, UpdateDashboardParams(description=None)).description is None


def test_several_go_at_once(ws: mixpanel_sync.Workspace) -> None:
    ids = [ws.create_cohort(CreateCohortParams(name=name)).id for name in "abc"]
    ws.bulk_delete_cohorts(ids[:2])
    assert [cohort.id for cohort in ws.list_cohorts_full()] == ids[2:]


def test_several_are_changed_at_once_or_none(ws: mixpanel_sync.Workspace) -> None:
    made = ws.create_cohort(CreateCohortParams(name="a"))
    entries = [mixpanel_sync.BulkUpdateCohortEntry(id=each, name="z") for each in (made.id, 99)]
    with pytest.raises(QueryError, match="99"):
        ws.bulk_update_cohorts(entries)
    assert ws.get_cohort(made.id).name == "a"
    ws.bulk_update_cohorts(entries[:1])
    assert ws.get_cohort(made.id).name == "z"


def test_a_cohort_keeps_its_definition(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    definition = {"selector": {"operator": "and", "children": []}, "behaviors": {"b": {"count": 1}}}
    cohort = ws.create_cohort(CreateCohortParams(name="Pro", definition=definition, data_group_id=5))
    ws.update_cohort(cohort.id, UpdateCohortParams(description="Those who pay"))
    row = asking.json(asked("GET", f"/projects/1/cohorts/{cohort.id}"))["results"]
    assert {key: row[key] for key in definition} == definition
    assert [each.id for each in ws.list_cohorts_full(data_group_id=5)] == [cohort.id]
    assert ws.list_cohorts_full(data_group_id=6) == []


def test_a_hidden_cohort_is_not_listed(ws: mixpanel_sync.Workspace) -> None:
    cohort = ws.create_cohort(CreateCohortParams(name="Pro"))
    ws.update_cohort(cohort.id, UpdateCohortParams(deleted=True))
    assert ws.list_cohorts_full() == []


def test_a_list_can_be_of_some_ids(ws: mixpanel_sync.Workspace) -> None:
    ids = [ws.create_dashboard(CreateDashboardParams(title=title)).id for title in "abc"]
    assert [board.id for board in ws.list_dashboards(ids=ids[1:])] == ids[1:]


def test_annotations_have_their_tags_with_names(ws: mixpanel_sync.Workspace) -> None:
    tag = ws.create_annotation_tag(CreateAnnotationTagParams(name="release"))
    assert not ws.list_annotation_tags()[0].has_annotations
    note = ws.create_annotation(CreateAnnotationParams(date="2026-01-10 09:00:00", description="x", tags=[tag.id]))
    assert [(each.id, each.name) for each in note.tags] == [(tag.id, "release")]
    assert ws.list_annotation_tags()[0].has_annotations
    assert ws.update_annotation(note.id, UpdateAnnotationParams(tags=[])).tags == ()


def test_annotations_are_found_by_their_day_and_tag(ws: mixpanel_sync.Workspace) -> None:
    tag = ws.create_annotation_tag(CreateAnnotationTagParams(name="release"))
    for day in ("2026-01-09", "2026-01-10", "2026-01-11"):
        tags = [tag.id] if day.endswith("10") else []
        ws.create_annotation(CreateAnnotationParams(date=f"{day} 23:59:59", description=day, tags=tags))
    found = ws.list_annotations(from_date="2026-01-10", to_date="2026-01-11")
    assert [note.description for note in found] == ["2026-01-10", "2026-01-11"]
    assert [note.description for note in ws.list_annotations(tags=[tag.id])] == ["2026-01-10"]


def test_an_update_of_a_custom_property_replaces_the_whole(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    made = ws.create_custom_property(NET)
    path = f"/projects/1/custom_properties/{made.custom_property_id}/"
    asking.json(asked("PUT", path, {"name": "Gross"}), 400)
    changed = ws.update_custom_property(made.custom_property_id, UpdateCustomPropertyParams(description="All of it"))
    assert (changed.name, changed.display_formula, changed.resource_type) == ("Net", "A", "events")
    row = asking.json(asked("PUT", path, {"name": "Gross", "displayFormula": "1", "composedProperties": {}}))["results"]
    assert (row["description"], row["resourceType"]) == ("", "events")


def test_a_custom_property_can_be_tried_without_being_made(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    assert ws.validate_custom_property(NET)["valid"]
    path = "/projects/1/custom_properties/validate/"
    assert not asking.json(asked("POST", path, {"name": "p", "resourceType": "events"}))["results"]["valid"]
    assert ws.list_custom_properties() == []


def test_an_alert_belongs_to_a_report(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    body = {"name": "R", "type": "insights", "params": {}}
    report = asking.json(asked("POST", "/projects/1/bookmarks", body))["results"]["id"]
    params = CreateAlertParams(
        bookmark_id=report, name="Drop", condition={"op": "<"}, frequency=3600, paused=False, subscriptions=[]
    )
    alert = ws.create_alert(params)
    assert alert.bookmark is not None
    assert alert.bookmark.name == "R"
    assert [each.id for each in ws.list_alerts(bookmark_id=report)] == [alert.id]
    assert ws.list_alerts(bookmark_id=report + 1) == []
    assert ws.get_alert_count().anomaly_alerts_count == 1
    ws.delete_bookmark(report)
    assert not ws.get_alert(alert.id).valid


def test_a_webhook_shows_no_secret(asking: Asking) -> None:
    sent = {"name": "H", "url": "https://example.com", "auth_type": "basic", "username": "u", "password": "p4ss"}
    asking.json(asked("POST", "/projects/1/webhooks/", sent))
    reply = asking.send(asked("GET", "/projects/1/webhooks/"))
    assert b"example.com" in reply.body
    assert b"p4ss" not in reply.body


def test_calling_a_webhook_is_refused_by_name(asking: Asking) -> None:
    assert "webhook" in asking.json(asked("POST", "/projects/1/webhooks/test/", {"url": "https://e.com"}), 501)["error"]


def test_a_flag_is_archived_restored_and_duplicated(ws: mixpanel_sync.Workspace) -> None:
    flag = ws.create_feature_flag(CreateFeatureFlagParams(name="New nav", key="nav", status="enabled"))
    ws.archive_feature_flag(flag.id)
    assert ws.list_feature_flags() == []
    assert [each.status for each in ws.list_feature_flags(include_archived=True)] == ["archived"]
    assert ws.restore_feature_flag(flag.id).status == "enabled"
    copy = ws.duplicate_feature_flag(flag.id)
    assert (copy.id == flag.id, copy.key == flag.key, copy.status) == (False, False, "disabled")
    assert ws.get_flag_limits().current_usage == 2
    assert ws.get_flag_history(flag.id).count == 3


def test_two_flags_never_share_a_key(ws: mixpanel_sync.Workspace) -> None:
    ws.create_feature_flag(CreateFeatureFlagParams(name="New nav", key="nav"))
    with pytest.raises(QueryError, match="nav"):
        ws.create_feature_flag(CreateFeatureFlagParams(name="Other", key="nav"))


def test_an_experiment_goes_from_draft_to_decision(ws: mixpanel_sync.Workspace) -> None:
    experiment = ws.create_experiment(CreateExperimentParams(name="Short"))
    assert experiment.status == "draft"
    assert ws.launch_experiment(experiment.id).status == "active"
    assert ws.conclude_experiment(experiment.id).end_date is not None
    decided = ws.decide_experiment(experiment.id, mixpanel_sync.ExperimentDecideParams(success=True, variant="short"))
    assert decided.status == "success"
    copy = ws.duplicate_experiment(experiment.id, mixpanel_sync.DuplicateExperimentParams(name="Shorter"))
    assert (copy.name, copy.status, copy.start_date) == ("Shorter", "draft", None)
    ws.archive_experiment(experiment.id)
    assert [each.id for each in ws.list_experiments()] == [copy.id]
    assert ws.restore_experiment(experiment.id).status == "success"


def test_saved_metrics_and_behaviors_are_held_by_their_ids(asking: Asking) -> None:
    for path, definition in (("metrics", {"measurement": {"math": "total"}}), ("behaviors", {"behavior": {}})):
        sent = {"name": "Logins", "type": "metric", "definition": definition}
        made = asking.json(asked("POST", f"/projects/1/{path}", sent))["results"]
        assert made.keys() == {"1"}
        changed = asking.json(asked("PATCH", f"/projects/1/{path}/1", {"verified": True}))["results"]["1"]
        assert (changed["verified"], changed["definition"]) == (True, definition)
        asking.json(asked("DELETE", f"/projects/1/{path}", {path: [{"id": 1}, {"id": 2}]}), 404)
        asking.json(asked("DELETE", f"/projects/1/{path}", {path: [{"id": 1}]}))
        assert asking.json(asked("GET", f"/projects/1/{path}"))["results"] == {}


def test_a_link_to_a_report_leads_back_to_it(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    link = {"slug": "AbCdEfGhJkLm", "type": "insights", "params": {"sections": {}}}
    asking.json(asked("POST", "/projects/1/bookmark-urls/", link))
    found = asking.json(asked("GET", "/projects/1/bookmark-urls/AbCdEfGhJkLm/"))["results"]
    assert link.items() <= found.items()
    asking.json(asked("POST", "/projects/1/bookmark-urls/", link), 400)
    asking.json(asked("GET", "/projects/1/bookmark-urls/AbCdEfGhJkLn/"), 404)


def test_business_context_is_a_text_for_project_and_organization(asking: Asking) -> None:
    asking.json(asked("PUT", "/projects/1/business-context", {"content": "We sell"}))
    asking.json(asked("PUT", "/organizations/1/business-context", {"content": "x" * 50_001}), 400)
    chain = asking.json(asked("GET", "/projects/1/business-context/chain"))["results"]
    assert chain == {"org_context": "", "project_context": "We sell"}


def test_an_experiment_begins_at_a_time(asking: Asking) -> None:
    sent = {"name": "Short", "start_date": "soon"}
    assert "start_date: 'soon' is no time" in asking.json(asked("POST", "/projects/1/experiments", sent), 400)["error"]
