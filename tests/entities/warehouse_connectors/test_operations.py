"""Imports from a warehouse are made, changed, run and looked back on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mixpanel_async import (
    ConnectionFailed,
    CreateEventStreamImportParams,
    CreateGroupsImportParams,
    CreateLookupTableImportParams,
    CreatePeopleImportParams,
    DatabricksAutoscale,
    DatabricksClusterConfig,
    DatabricksParams,
    PartialReply,
    ResponseValidationError,
    UpdateWarehouseImportParams,
    WarehouseImportRun,
    WarehouseImportStatus,
    WarehouseImportType,
    WarehouseJoinProperty,
    WarehouseSyncFrequency,
)
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both, raised

BASE = "https://mixpanel.com/api/app/projects/12345/warehouse-sources/imports"
LOGINS: dict[str, Any] = {
    "id": 9,
    "import_type": "event_stream",
    "sync_mode": "time_based",
    "created": "2026-01-31T12:00:00Z",
    "warehouse_source_id": 3,
    "table_params": {"table": "logins"},
    "paused": False,
    "run_every": 86_400_000_000_000,
    "last_dispatch": None,
    "event_name": "Login",
    "databricks_params": {"export_cluster_config": {"num_workers": 2}},
    "added_since": 1,
}
FOUND = json_reply({"status": "ok", "results": LOGINS})
SOURCE: dict[str, Any] = {"warehouse_source_id": 3, "table_params": {"table": "logins"}}


def test_an_import_says_how_often_it_runs() -> None:
    found, (request,) = both(lambda ws: ws.get_warehouse_import(9), FOUND)

    assert request.url == f"{BASE}/9"
    assert (found.run_every, found.import_type) == (WarehouseSyncFrequency.DAILY, WarehouseImportType.EVENT_STREAM)
    assert found.created == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert (found.extra, found.to_dict()) == ({"added_since": 1}, LOGINS)


def test_another_frequency_and_another_mode_stay_as_they_are() -> None:
    odd = {"id": 9, "run_every": 60_000_000_000, "sync_mode": "streaming"}
    (found,), _ = both(lambda ws: ws.list_warehouse_imports(), json_reply({"results": [odd]}))

    assert (found.run_every, found.sync_mode, found.paused) == (60_000_000_000, "streaming", None)


def test_each_kind_of_table_is_imported_at_its_own_address() -> None:
    events = CreateEventStreamImportParams(
        **SOURCE, sync_mode="time_based", time_column_name="at", event_name="Login", run_every="hourly"
    )
    people = CreatePeopleImportParams(**SOURCE, sync_mode="mirror_mode", user_column_name="user")
    groups = CreateGroupsImportParams(**SOURCE, sync_mode="full_sync", group_key="company", group_id_column="id")
    key = WarehouseJoinProperty(value="plan", resource_type="event")
    table = CreateLookupTableImportParams(
        **SOURCE, sync_mode="one_time", mixpanel_property=key, property_key_column_name="id"
    )
    made = [
        both(lambda ws: ws.create_event_stream_import(events), FOUND),
        both(lambda ws: ws.create_people_import(people), FOUND),
        both(lambda ws: ws.create_groups_import(groups), FOUND),
        both(lambda ws: ws.create_lookup_table_import(table), FOUND),
    ]

    assert [request.url.removeprefix(BASE) for _, (request,) in made] == [
        "/event-stream",
        "/people",
        "/groups",
        "/lookup-table",
    ]
    assert [json.loads(request.body) for _, (request,) in made] == [
        {
            **SOURCE,
            "import_type": "event_stream",
            "sync_mode": "time_based",
            "time_column_name": "at",
            "event_name": "Login",
            "run_every": 3_600_000_000_000,
        },
        {**SOURCE, "import_type": "people", "sync_mode": "mirror_mode", "user_column_name": "user"},
        {
            **SOURCE,
            "import_type": "groups",
            "sync_mode": "full_sync",
            "group_key": "company",
            "group_id_column": "id",
        },
        {
            **SOURCE,
            "import_type": "lookup_table",
            "sync_mode": "one_time",
            "mixpanel_property": {"value": "plan", "resourceType": "event"},
            "property_key_column_name": "id",
        },
    ]


@pytest.mark.parametrize("answer", [FOUND, json_reply({"status": "ok"}), text_reply("", 204)])
def test_an_import_is_given_after_a_change_also_where_the_answer_is_empty(answer: Any) -> None:
    cluster = DatabricksClusterConfig(autoscale=DatabricksAutoscale(min_workers=1, max_workers=4), policy_id=None)
    params = UpdateWarehouseImportParams(
        paused=True, run_every="manual", databricks_params=DatabricksParams(export_cluster_config=cluster)
    )
    found, (change, *_) = both(lambda ws: ws.update_warehouse_import(9, params), answer, FOUND)

    assert (found.id, change.method) == (9, "PATCH")
    assert json.loads(change.body) == {
        "paused": True,
        "run_every": 0,
        "databricks_params": {
            "export_cluster_config": {"autoscale": {"min_workers": 1, "max_workers": 4}, "policy_id": None}
        },
    }


def test_what_was_read_of_databricks_can_be_sent_again() -> None:
    found, _ = both(lambda ws: ws.get_warehouse_import(9), FOUND)
    params = UpdateWarehouseImportParams(
        paused=False, run_every=found.run_every, databricks_params=found.databricks_params
    )

    assert params.to_body() == {
        "paused": False,
        "run_every": 86_400_000_000_000,
        "databricks_params": LOGINS["databricks_params"],
    }


@pytest.mark.parametrize("delete_data", [True, False])
def test_what_an_import_brought_stays_unless_it_is_to_go(delete_data: bool) -> None:
    gone, (request,) = both(
        lambda ws: ws.delete_warehouse_import(9, delete_data=delete_data), json_reply({"status": "ok"})
    )

    assert (gone, request.method, json.loads(request.body)) == (None, "DELETE", {"delete_data": delete_data})


def test_an_import_that_is_not_told_otherwise_leaves_its_data() -> None:
    _, (request,) = both(lambda ws: ws.delete_warehouse_import(9), json_reply({"status": "ok"}))

    assert json.loads(request.body) == {"delete_data": False}


def test_a_run_has_an_id() -> None:
    run, (request,) = both(lambda ws: ws.run_warehouse_import(9), json_reply({"results": {"run_id": "r-1"}}))

    assert (run, request.method, request.url) == ("r-1", "PUT", f"{BASE}/9/manual-sync")


def test_a_run_is_not_started_twice() -> None:
    error, requests = raised(lambda ws: ws.run_warehouse_import(9), ConnectionFailed("cut"))

    assert (type(error), len(requests)) == (ConnectionFailed, 1)


def test_runs_are_told_in_numbers_of_no_documented_unit() -> None:
    run = {"status": "FAILED", "start_time": 1_769_860_800_000_000_000, "end_time": None, "num_events_imported": 0}
    with pytest.warns(PartialReply, match=r"runs\[1\]"):
        found, (request,) = both(
            lambda ws: ws.get_warehouse_import_history(9), json_reply({"results": {"runs": [run, {}]}})
        )

    assert found == [
        WarehouseImportRun(
            status=WarehouseImportStatus.FAILED, start_time=1_769_860_800_000_000_000, num_events_imported=0
        )
    ]
    assert request.url == f"{BASE}/9/history"


def test_a_history_without_runs_is_not_taken_for_an_empty_one() -> None:
    error, _ = raised(lambda ws: ws.get_warehouse_import_history(9), json_reply({"results": {}}))

    assert isinstance(error, ResponseValidationError)
