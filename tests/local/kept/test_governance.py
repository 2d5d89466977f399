"""Data governance: drop filters, lookup tables, deletions, enforcement, audits, and what is refused by name."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import LocalMixpanel, Serving, StoreError
from mixpanel_local.store.changing import changing
from mixpanel_sync import (
    BulkCreateSchemasParams,
    CreateDeletionRequestParams,
    CreateDropFilterParams,
    InitSchemaEnforcementParams,
    QueryError,
    SchemaEntry,
    ServerError,
    UpdateAnomalyParams,
    UpdateDropFilterParams,
    UpdateLookupTableParams,
    UpdateSchemaEnforcementParams,
    UploadLookupTableParams,
)
from mixpanel_transports.message import Request
from tests.local.asking import Asking, at, event, stored
from tests.local.kept.keeping import asked

COUNTRIES = b"code,name\nde,Germany\nfr,France\n"


def _imported(asking: Asking, *events: dict[str, Any]) -> Any:
    body = json.dumps(
        [{**one, "properties": {"$insert_id": f"i{n}", **one["properties"]}} for n, one in enumerate(events)]
    )
    headers = {"content-type": "application/json"}
    return asking.json(Request("POST", "https://api.mixpanel.com/import?strict=1", headers, body.encode()))


def test_an_event_with_a_drop_filter_is_not_taken_while_that_is_active(
    ws: mixpanel_sync.Workspace, asking: Asking
) -> None:
    (made,) = ws.create_drop_filter(CreateDropFilterParams(event_name="Spam", filters=[]))
    assert (made.event_name, made.active) == ("Spam", True)
    assert _imported(asking, event("Spam"), event("Ham"))["num_records_imported"] == 2
    assert "Spam" not in ws.events()
    ws.update_drop_filter(UpdateDropFilterParams(id=made.id, active=False))
    _imported(asking, event("Spam"))
    ws.clear_discovery_cache()
    assert {"Spam", "Ham"} <= set(ws.events())
    assert ws.delete_drop_filter(made.id) == []
    assert ws.get_drop_filter_limits().filter_limit == 15


def test_a_drop_filter_with_conditions_is_kept_and_says_that_it_is_not_applied(
    ws: mixpanel_sync.Workspace, asking: Asking
) -> None:
    (made,) = ws.create_drop_filter(CreateDropFilterParams(event_name="Spam", filters=[{"p": 1}]))
    assert made.filters == ({"p": 1},)
    assert "not documented" in made.extra["notApplied"]
    _imported(asking, event("Spam"))
    assert "Spam" in ws.events()


def test_a_table_is_uploaded_listed_replaced_renamed_given_back_and_removed(
    ws: mixpanel_sync.Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "countries.csv"
    file.write_bytes(COUNTRIES)
    made = ws.upload_lookup_table(UploadLookupTableParams(name="Countries", file_path=str(file)))
    assert [(table.id, table.name, table.has_mapped_properties) for table in ws.list_lookup_tables()] == [
        (made.id, "Countries", False)
    ]
    assert ws.download_lookup_table(made.id) == COUNTRIES
    assert ws.download_lookup_table(made.id, limit=1).splitlines() == [b"code,name", b"de,Germany"]
    file.write_bytes(COUNTRIES + b"it,Italy\n")
    again = ws.upload_lookup_table(
        UploadLookupTableParams(name="Countries", file_path=str(file), data_group_id=made.id)
    )
    assert again.id == made.id
    assert ws.download_lookup_table(made.id).endswith(b"it,Italy\n")
    assert ws.update_lookup_table(made.id, UpdateLookupTableParams(name="Lands")).name == "Lands"
    ws.delete_lookup_tables([made.id])
    assert ws.list_lookup_tables() == []
    assert list(tmp_path.glob("store/lookups/*")) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no file was put"),
        (b"\n", "there is no header"),
        (b"a,a\n1,2\n", "unique"),
        (b"a,b\n1\n", "row 1: invalid row: wrong number of fields"),
        (b"a,b\n1,2\n ,3\n", "row 2: primary key is required"),
        (b"a,b\n1,2\n1,3\n", "row 2: primary key '1' is there already"),
        (b"a,b\n\xff,2\n", "UTF-8"),
        (b'a,b\n"1,2\n', "no CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_its_rows(
    content: bytes, says: str, ws: mixpanel_sync.Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(QueryError, match=says):
        ws.upload_lookup_table(UploadLookupTableParams(name="Bad", file_path=str(file)))
    assert ws.list_lookup_tables() == []


def test_pipelines_replace_a_table_by_its_token(ws: mixpanel_sync.Workspace, asking: Asking, tmp_path: Path) -> None:
    file = tmp_path / "countries.csv"
    file.write_bytes(COUNTRIES)
    made = ws.upload_lookup_table(UploadLookupTableParams(name="Countries", file_path=str(file)))
    api = "https://api.mixpanel.com/lookup-tables"
    listed = asking.json(Request("GET", api))
    assert listed["results"] == [{"id": made.token, "name": "Countries"}]
    packed = Request("PUT", f"{api}/{made.token}", {"content-encoding": "gzip"}, gzip.compress(b"code\nch\n"))
    assert asking.json(packed) == {"code": 200, "status": "OK"}
    assert ws.download_lookup_table(made.id) == b"code\nch\n"
    bad = asking.json(Request("PUT", f"{api}/{made.token}", {}, b"code,name\nde\n"), 400)
    assert bad["failed_records"] == [{"index": 1, "message": "invalid row: wrong number of fields"}]
    assert ws.download_lookup_table(made.id) == b"code\nch\n"
    asking.json(Request("PUT", f"{api}/other", {}, COUNTRIES), 404)


def test_a_key_that_was_never_given_leads_nowhere(asking: Asking) -> None:
    asking.json(Request("PUT", "https://mixpanel.com/lookup-uploads/..%2F..%2Fevil", {}, COUNTRIES), 400)
    for method in ("GET", "PUT"):
        asking.json(Request(method, f"https://mixpanel.com/lookup-uploads/{'0' * 32}", {}, COUNTRIES), 404)
    assert list(asking.root.glob("lookups/*")) == []


def test_a_file_is_uploaded_to_a_server_with_a_token(tmp_path: Path) -> None:
    file = tmp_path / "countries.csv"
    file.write_bytes(COUNTRIES)
    mixpanel = LocalMixpanel(tmp_path / "store", serving=Serving(token="secret"))
    try:
        ws = mixpanel_sync.Workspace(base_url=mixpanel.url, username="secret", secret="secret", project_id=1)
        with ws:
            made = ws.upload_lookup_table(UploadLookupTableParams(name="Countries", file_path=str(file)))
            assert ws.download_lookup_table(made.id) == COUNTRIES
            assert ws.get_lookup_download_url(made.id).startswith(mixpanel.url)
    finally:
        mixpanel.close()


@pytest.fixture
def three(tmp_path: Path) -> Asking:
    """Two events of a user, on two days, and one of another."""
    events = [
        event("Buy", "u1", at("2026-01-10"), plan="pro"),
        event("Buy", "u2", at("2026-01-10")),
        event("Login", "u1", at("2026-01-12")),
    ]
    profiles = [{"$distinct_id": user, "$properties": {"n": at}} for at, user in enumerate(("u1", "u2"))]
    return stored(tmp_path, events, profiles)


def _left(asking: Asking) -> list[tuple[str, str, str]]:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        events = list(ws.stream_events(from_date="2026-01-01", to_date="2026-01-31"))
    return [(one["event_name"], one["distinct_id"], f"{one['event_time']:%d}") for one in events]


def test_events_are_deleted_by_name_and_days(three: Asking) -> None:
    with mixpanel_sync.Workspace.local(three.root) as ws:
        params = CreateDeletionRequestParams(event_name="Buy", from_date="2026-01-10", to_date="2026-01-11")
        (request,) = ws.create_deletion_request(params)
        assert (request.status, request.deleted_events_count) == ("Completed", 2)
        assert [each.id for each in ws.list_deletion_requests()] == [request.id]
        with pytest.raises(QueryError, match="can no longer be cancelled"):
            ws.cancel_deletion_request(request.id)
    assert _left(three) == [("Login", "u1", "12")]
    assert [path.parent.name for path in three.root.glob("date=*/*.parquet")] == ["date=2026-01-12"]


def test_what_stays_of_a_day_stays_as_it_was(three: Asking) -> None:
    with mixpanel_sync.Workspace.local(three.root) as ws:
        (request,) = ws.request_data_deletion(["u2"], project_token="t")
        found = ws.get_data_deletion(request.tracking_id, project_token="t")
        assert (found.status, found.extra["deleted_events"], found.extra["deleted_profiles"]) == ("SUCCESS", 1, 1)
        assert ws.query_user(mode="profiles").df["distinct_id"].to_list() == ["u1"]
        assert ws.property_values("plan", event="Buy") == ["pro"]
        with pytest.raises(QueryError, match="can no longer be withdrawn"):
            ws.cancel_data_deletion(request.tracking_id, project_token="t")
    assert _left(three) == [("Buy", "u1", "10"), ("Login", "u1", "12")]
    held = b"".join(path.read_bytes() for path in three.root.glob("date=*/*.parquet"))
    assert b"u2" not in held


def test_all_users_may_go_and_others_may_come(three: Asking) -> None:
    with mixpanel_sync.Workspace.local(three.root) as ws:
        ws.request_data_deletion(["u1", "u2"], project_token="t")
        assert ws.events() == []
        assert ws.query_user(mode="profiles").df.is_empty()
    _imported(three, event("Login", "u3", at("2026-01-10")))
    assert _left(three) == [("Login", "u3", "10")]


@pytest.mark.parametrize(
    "change", [{"filters": {"a": 1}}, {"fromDate": "2026-01-10T10:00:00"}, {"toDate": "2026-01-10T10:00:00"}]
)
def test_a_deletion_that_would_be_a_guess_is_refused(change: dict[str, Any], three: Asking) -> None:
    body = {"eventName": "Buy", "fromDate": "2026-01-01", "toDate": "2026-01-31", **change}
    three.json(asked("POST", "/projects/1/data-definitions/events/deletion-requests/", body), 501)
    assert len(_left(three)) == 3


def test_a_deletion_during_an_import_fails_and_says_so(three: Asking) -> None:
    params = CreateDeletionRequestParams(event_name="Buy", from_date="2026-01-01", to_date="2026-01-31")
    with changing(three.root), mixpanel_sync.Workspace.local(three.root) as ws:
        with pytest.raises(StoreError, match="another import"):
            ws.create_deletion_request(params)
        assert [request.status for request in ws.list_deletion_requests()] == ["Failed"]
    assert len(_left(three)) == 3


def test_enforcement_that_keeps_nothing_out_is_kept(ws: mixpanel_sync.Workspace) -> None:
    assert ws.get_schema_enforcement().rule_event is None
    ws.init_schema_enforcement(InitSchemaEnforcementParams(rule_event="Warn and Accept"))
    ws.update_schema_enforcement(UpdateSchemaEnforcementParams(notification_emails=["a@example.com"]))
    found = ws.get_schema_enforcement()
    assert (found.rule_event, found.notification_emails) == ("Warn and Accept", ("a@example.com",))
    assert ws.get_schema_enforcement(fields="ruleEvent").notification_emails is None
    with pytest.raises(ServerError, match="keeps no event out"):
        ws.update_schema_enforcement(UpdateSchemaEnforcementParams(rule_event="Warn and Drop"))
    ws.delete_schema_enforcement()
    with pytest.raises(QueryError, match="no schemas are enforced"):
        ws.delete_schema_enforcement()


def test_an_audit_finds_events_without_a_schema(ws: mixpanel_sync.Workspace) -> None:
    login = SchemaEntry(entity_type="event", name="Login", schema_definition={})
    ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[login]))
    found = ws.run_audit_events_only()
    assert [(each.violation, each.name, each.count) for each in found.violations] == [("Unexpected Event", "Buy", 1)]
    assert found.computed_at is not None
    with pytest.raises(ServerError, match="run_audit_events_only"):
        ws.run_audit()


def test_there_are_no_anomalies(ws: mixpanel_sync.Workspace) -> None:
    assert ws.list_data_volume_anomalies() == []
    with pytest.raises(QueryError, match="there is no anomaly 5"):
        ws.update_anomaly(UpdateAnomalyParams(id=5, status="dismissed", anomaly_class="Event"))


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("GET", "/projects/1/dashboards/blueprints-all", "blueprints"),
        ("POST", "/projects/1/alerts/custom/test/", "ask its report"),
        ("POST", "/workspaces/7/replays/sign/bulk", "session recordings"),
        ("GET", "/organizations/1/service-accounts/3", "organizations"),
        ("GET", "/projects/1/warehouse-sources/imports", "warehouse connectors"),
        ("GET", "/data-retrievals/v3.0/5/", "raw export"),
    ],
)
def test_what_there_is_not_is_refused_by_name_with_what_to_do(
    method: str, path: str, says: str, asking: Asking
) -> None:
    assert says in asking.json(asked(method, path), 501)["error"]
