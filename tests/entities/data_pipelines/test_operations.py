"""Data pipelines are made, changed and looked at, as long as Mixpanel has them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest

import mixpanel_sync
from mixpanel_async import (
    APIError,
    ConnectionFailed,
    EditAzurePipelineParams,
    EditBigQueryPipelineParams,
    EditPipelineParams,
    ParamValidationError,
    PipelineDaySync,
    PipelineTask,
    QueryError,
    RawAzurePipelineParams,
    RawGCSPipelineParams,
    SchematizedAWSPipelineParams,
    SchematizedSnowflakePipelineParams,
)
from mixpanel_transports.fake import Fake, json_reply, text_reply
from mixpanel_transports.message import Request
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime

BASE = "https://data.mixpanel.com/api/2.0/nessie/pipeline"
MADE = json_reply(
    {
        "pipeline_names": ["trial-events-daily-bigquery-monoschema", "trial-people-daily-bigquery-monoschema"],
        "bigquery_dataset_name": "https://bigquery.cloud.google.com/dataset/mixpanel-prod-1:sample_dataset_name",
    }
)
AZURE: dict[str, Any] = {
    "storage_account": "acc",
    "container_name": "box",
    "client_id": "c",
    "client_secret": "hunter2",
    "tenant_id": "t",
}


def form(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.body.decode())


def test_pipelines_of_the_project_are_listed() -> None:
    row = {
        "name": "events-daily-bigquery-monoschema",
        "Dispatcher": "backfill",
        "last_dispatched": "2019-02-01 12:00:00 US/Pacific",
        "frequency": "hourly",
        "sync_enabled": "true",
    }
    (job,), (request,) = both(lambda ws: ws.list_warehouse_pipeline_jobs(), json_reply({"9876543210": [row]}))

    assert request.url == f"{BASE}/jobs?project_id=12345"
    assert (job.dispatcher, job.sync_enabled, job.to_dict()) == ("backfill", True, row)


@pytest.mark.parametrize(("region", "host"), [("eu", "data-eu"), ("in", "data-in")])
def test_pipelines_are_asked_for_where_the_data_are(region: str, host: str) -> None:
    _, (request,) = both(lambda ws: ws.list_warehouse_pipeline_jobs(), json_reply({}), region=region)

    assert request.url == f"https://{host}.mixpanel.com/api/2.0/nessie/pipeline/jobs?project_id=12345"


def test_a_pipeline_is_made_by_a_form_that_names_each_event() -> None:
    params = RawGCSPipelineParams(
        from_date=date(2026, 1, 1), gcs_bucket="box", gcs_region="us-east1", events=["Login", "Log out"], trial=False
    )
    made, (request,) = both(lambda ws: ws.create_warehouse_pipeline(params), MADE)

    assert request.url == f"{BASE}/create"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert form(request) == [
        ("project_id", "12345"),
        ("from_date", "2026-01-01"),
        ("trial", "false"),
        ("events", "Login"),
        ("events", "Log out"),
        ("gcs_bucket", "box"),
        ("gcs_region", "us-east1"),
        ("type", "gcs-raw"),
    ]
    assert made.pipeline_names[1] == "trial-people-daily-bigquery-monoschema"


def test_a_pipeline_into_tables_says_what_mixpanel_demands() -> None:
    params = SchematizedAWSPipelineParams(
        from_date="2026-01-01", s3_bucket="box", s3_region="eu-west-1", s3_role="arn", use_glue=True
    )
    _, (request,) = both(lambda ws: ws.create_warehouse_pipeline(params), MADE)

    sent = dict(form(request))
    assert (sent["type"], sent["schema_type"], sent["sync"], sent["use_glue"]) == ("aws", "monoschema", "true", "true")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda ws: ws.cancel_warehouse_pipeline("p 1"), "/cancel"),
        (lambda ws: ws.pause_warehouse_pipeline("p 1"), "/pause"),
        (lambda ws: ws.resume_warehouse_pipeline("p 1"), "/resume"),
    ],
)
@pytest.mark.parametrize("answer", [text_reply(""), text_reply("done"), json_reply({"status": "ok"})])
def test_a_pipeline_is_changed_by_its_name_whatever_is_answered(change: Any, path: str, answer: Any) -> None:
    done, (request,) = both(change, answer)

    assert (done, request.method, request.url) == (None, "POST", f"{BASE}{path}")
    assert form(request) == [("project_id", "12345"), ("name", "p 1")]


def test_what_is_exported_can_be_edited() -> None:
    _, (request,) = both(
        lambda ws: ws.edit_warehouse_pipeline("p", EditBigQueryPipelineParams(bq_share_with_group=["a@b.c", "d@e.f"])),
        text_reply(""),
    )

    assert form(request)[1:] == [("name", "p"), ("bq_share_with_group", "a@b.c"), ("bq_share_with_group", "d@e.f")]


def test_a_refusal_under_200_is_an_error() -> None:
    error, _ = raised(
        lambda ws: ws.pause_warehouse_pipeline("p"), json_reply({"status": "error", "error": "no such pipeline"})
    )

    assert isinstance(error, QueryError)
    assert "no such pipeline" in str(error)


def test_a_pipeline_is_not_made_twice() -> None:
    params = RawAzurePipelineParams(from_date="2026-01-01", **AZURE)
    error, requests = raised(lambda ws: ws.create_warehouse_pipeline(params), ConnectionFailed("cut"))

    assert (type(error), len(requests)) == (ConnectionFailed, 1)


@pytest.mark.parametrize(
    "tell",
    [
        lambda ws: ws.create_warehouse_pipeline(RawAzurePipelineParams(from_date="2026-01-01", **AZURE)),
        lambda ws: ws.edit_warehouse_pipeline("p", EditAzurePipelineParams(azure_client_secret="hunter2")),
    ],
)
def test_a_secret_is_sent_and_shown_nowhere(tell: Any) -> None:
    error, (request,) = raised(tell, json_reply({"error": "no"}, 400))

    assert isinstance(error, APIError)
    assert b"hunter2" in request.body
    assert "hunter2" not in f"{error} {error.to_dict()} {request!r}"


def test_params_do_not_show_their_secrets() -> None:
    words = ("account_name", "warehouse", "storage_integration", "user", "role", "database", "schema")
    snowflake = {f"snowflake_{word}": "x" for word in words}
    params = [
        RawAzurePipelineParams(from_date="2026-01-01", **AZURE),
        EditAzurePipelineParams(azure_client_secret="hunter2"),
        SchematizedSnowflakePipelineParams(from_date="2026-01-01", snowflake_password="hunter2", **snowflake),
    ]

    assert "hunter2" not in repr(params)


def test_tasks_are_told_by_how_they_went() -> None:
    answer = {"canceled": [{"name": "a", "state": "canceled", "project_id": 12345}], "retried": [], "succeeded": None}
    found, (request,) = both(
        lambda ws: ws.get_warehouse_pipeline_status("p", status=["canceled", "retried"]), json_reply(answer)
    )

    assert found == {"canceled": [PipelineTask(name="a", state="canceled", project_id=12345)], "retried": []}
    assert request.url == f"{BASE}/status?project_id=12345&name=p&status=canceled&status=retried"


def test_tasks_can_be_counted_only() -> None:
    found, (request,) = both(lambda ws: ws.get_warehouse_pipeline_summary("p"), json_reply({"canceled": 3}))

    assert (found, request.url) == ({"canceled": 3}, f"{BASE}/status?project_id=12345&name=p&summary=true")


def test_days_have_the_times_at_which_they_were_exported() -> None:
    day = {"date": "2019-08-19", "sync_times": ["2019-08-19 14:27:46.044605 -0700 PDT"], "status": "synced"}
    found, (request,) = both(lambda ws: ws.list_warehouse_pipeline_sync_dates("p"), json_reply({"day_syncs": [day]}))

    assert found == [
        PipelineDaySync(
            date="2019-08-19", sync_times=("2019-08-19 14:27:46.044605 -0700 PDT",), status="synced", raw={**day}
        )
    ]
    assert request.url == f"{BASE}/timeline?project_id=12345&name=p"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"from_date": "yesterday"},
        {"from_date": "2026-01-01", "frequency": "weekly"},
        {"from_date": "2026-01-01", "events": "Login"},
    ],
)
def test_what_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError):
        RawGCSPipelineParams(gcs_bucket="box", gcs_region="us-east1", **wrong)


def test_a_trial_needs_no_first_day() -> None:
    params = RawGCSPipelineParams(gcs_bucket="box", gcs_region="us-east1", trial=True)

    assert "from_date" not in params.to_body()


def test_events_of_an_edit_are_a_list_too() -> None:
    with pytest.raises(ParamValidationError):
        EditPipelineParams(events="Login")


class Live:
    """Mixpanel itself, as far as a Workspace can tell."""

    def __init__(self) -> None:
        self._fake = Fake(json_reply({}))
        self.send, self.aclose = self._fake.send, self._fake.aclose


def test_it_is_said_at_the_callers_line_that_pipelines_are_deprecated() -> None:
    options = workspace_options(Fake(), {"transport": Live(), "runtime": VirtualBlockingRuntime()})
    with (
        mixpanel_sync.Workspace(**options) as ws,
        pytest.warns(DeprecationWarning, match=r"^list_warehouse_pipeline_jobs\(\) is deprecated since 0.1") as given,
    ):
        ws.list_warehouse_pipeline_jobs()

    assert given[0].filename == __file__
