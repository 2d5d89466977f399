"""A file becomes a lookup table: in three steps and a wait, each of which may fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

import mixpanel_sync
from mixpanel_async import (
    ConnectionFailed,
    IncompleteChangeError,
    LookupTable,
    MarkLookupTableReadyParams,
    ParamValidationError,
    QueryError,
    ResponseValidationError,
    UploadLookupTableParams,
)
from mixpanel_transports.fake import Fake, json_reply, text_reply
from mixpanel_transports.message import Reply, Request
from tests.faces import both, raised, workspace_options
from tests.virtual import VirtualBlockingRuntime

ADDRESS = "https://storage.googleapis.com/bucket/obj?sig=s3cret"
PLACE = json_reply({"status": "ok", "results": {"url": ADDRESS, "path": "gcs/a b.csv", "key": "k1"}})
STORED = text_reply("")
COUNTRIES = LookupTable(id=55, name="Countries")
MADE = json_reply({"status": "ok", "results": {"id": 55, "name": "Countries"}})
BEGUN = json_reply({"status": "ok", "results": {"uploadId": "up-9"}})
DONE = text_reply("", 204)


def state(word: str, **more: Any) -> Reply:
    return json_reply({"status": "ok", "results": {"uploadStatus": word, **more}})


@pytest.fixture
def params(tmp_path: Path) -> UploadLookupTableParams:
    path = tmp_path / "countries.csv"
    path.write_bytes(b"code,name\r\nde,Germany\r\n")
    return UploadLookupTableParams(name="Countries", file_path=path)


def steps(requests: list[Request]) -> list[str]:
    return [f"{request.method} {request.url.partition('?')[0].rpartition('/12345/')[2]}" for request in requests]


def test_the_file_goes_to_storage_as_it_is_and_then_is_registered(params: UploadLookupTableParams) -> None:
    found, (_, put, register) = both(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, MADE)

    assert found == COUNTRIES
    assert (put.url, put.body) == (ADDRESS, b"code,name\r\nde,Germany\r\n")
    assert parse_qs(register.body.decode()) == {"name": ["Countries"], "path": ["gcs/a b.csv"], "key": ["k1"]}


def test_storage_learns_nothing_of_the_account(params: UploadLookupTableParams) -> None:
    _, (ask, put, register) = both(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, MADE)

    assert put.headers == {"content-type": "text/csv"}
    assert all("authorization" in request.headers for request in (ask, register))


def test_work_on_a_file_is_waited_for(params: UploadLookupTableParams) -> None:
    script = [PLACE, STORED, BEGUN, state("PENDING"), state("STARTED"), state("SUCCESS", result={"id": 55})]
    found, requests = both(lambda ws: ws.upload_lookup_table(params), *script)

    assert found == COUNTRIES
    assert [request.url.partition("?")[2] for request in requests[3:]] == ["upload-id=up-9"] * 3


@pytest.mark.parametrize("answer", [DONE, json_reply({"status": "ok"})])
def test_a_table_that_is_not_told_is_looked_for(params: UploadLookupTableParams, answer: Reply) -> None:
    others = json_reply({"results": [{"id": 1, "name": "Plans"}, {"id": 55, "name": "Countries"}]})
    found, requests = both(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, answer, others)

    assert found == COUNTRIES
    assert steps(requests)[-1] == "GET data-definitions/lookup-tables/"


def test_work_that_ends_without_a_table_is_looked_for_too(params: UploadLookupTableParams) -> None:
    tables = json_reply({"results": [{"id": 55, "name": "Countries"}]})
    found, _ = both(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, BEGUN, state("SUCCESS"), tables)

    assert found == COUNTRIES


@pytest.mark.parametrize(
    ("word", "code"), [("FAILURE", "UPLOAD_FAILED"), ("REVOKED", "UPLOAD_FAILED"), ("NOTFOUND", "UPLOAD_NOT_FOUND")]
)
def test_a_file_that_mixpanel_cannot_read_is_refused(params: UploadLookupTableParams, word: str, code: str) -> None:
    error, _ = raised(
        lambda ws: ws.upload_lookup_table(params), PLACE, STORED, BEGUN, state(word, result="row 3 has no key")
    )

    assert isinstance(error, QueryError)
    assert error.code == code
    assert f"upload up-9 ended as {word}: row 3 has no key" in str(error)


def test_work_that_takes_too_long_can_be_asked_for_later(params: UploadLookupTableParams) -> None:
    error, requests = raised(
        lambda ws: ws.upload_lookup_table(params, poll_interval=2.0, max_poll_seconds=5.0),
        *[PLACE, STORED, BEGUN, *[state("PENDING")] * 3],
    )

    assert isinstance(error, IncompleteChangeError)
    assert (error.code, error.details, len(requests)) == ("UPLOAD_TIMEOUT", {"upload_id": "up-9"}, 6)
    assert "get_lookup_upload_status('up-9')" in str(error)


def test_the_last_pause_ends_with_the_patience(params: UploadLookupTableParams) -> None:
    runtime, fake = VirtualBlockingRuntime(), Fake(PLACE, STORED, BEGUN, *[state("PENDING")] * 3)
    with (
        mixpanel_sync.Workspace(**workspace_options(fake, {"runtime": runtime})) as ws,
        pytest.raises(IncompleteChangeError),
    ):
        ws.upload_lookup_table(params, poll_interval=2.0, max_poll_seconds=5.0)

    assert runtime.waits == [2.0, 2.0, 1.0]


def test_work_that_cannot_be_asked_for_goes_on(params: UploadLookupTableParams) -> None:
    error, _ = raised(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, BEGUN, text_reply("no", 403))

    assert isinstance(error, IncompleteChangeError)
    assert error.details == {"upload_id": "up-9"}


def test_defect_6_registering_waits_out_a_429_and_is_else_sent_once(params: UploadLookupTableParams) -> None:
    busy = text_reply("slow down", 429, {"retry-after": "1"})
    found, _ = both(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, busy, MADE)
    error, requests = raised(lambda ws: ws.upload_lookup_table(params), PLACE, STORED, ConnectionFailed("cut"))

    assert found == COUNTRIES
    assert (type(error), len(requests)) == (ConnectionFailed, 3)


def test_defect_6_storage_that_is_busy_is_tried_again(params: UploadLookupTableParams) -> None:
    busy = text_reply("busy", 503, {"retry-after": "1"})
    found, requests = both(lambda ws: ws.upload_lookup_table(params), PLACE, busy, busy, STORED, MADE)

    assert (found, len(requests)) == (COUNTRIES, 5)


def test_storage_that_refuses_leaves_everything_as_it_was(params: UploadLookupTableParams) -> None:
    error, requests = raised(lambda ws: ws.upload_lookup_table(params), PLACE, text_reply("expired", 403))

    assert isinstance(error, QueryError)
    assert (error.code, len(requests)) == ("UPLOAD_ERROR", 2)
    assert "s3cret" not in f"{error} {error.details}"


def test_a_place_without_tls_gets_no_file(params: UploadLookupTableParams) -> None:
    place = json_reply({"results": {"url": "http://storage.test/o", "path": "p", "key": "k"}})
    error, requests = raised(lambda ws: ws.upload_lookup_table(params), place)

    assert (type(error), len(requests)) == (ResponseValidationError, 1)


@pytest.mark.parametrize("lacking", ["url", "path", "key"])
def test_a_place_that_is_not_whole_is_no_place(params: UploadLookupTableParams, lacking: str) -> None:
    place = {"url": ADDRESS, "path": "p", "key": "k", lacking: None}
    error, requests = raised(lambda ws: ws.upload_lookup_table(params), json_reply({"results": place}))

    assert (type(error), len(requests)) == (ResponseValidationError, 1)
    assert f"$.results: there is no '{lacking}'" in str(error)


def test_a_file_that_is_not_there_is_said_before_anything_is_sent() -> None:
    params = UploadLookupTableParams(name="Countries", file_path="/nowhere/countries.csv")
    error, requests = raised(lambda ws: ws.upload_lookup_table(params))

    assert (type(error), requests) == (ParamValidationError, [])
    assert "file_path '/nowhere/countries.csv' cannot be read: No such file" in str(error)


@pytest.mark.parametrize("patience", [{"poll_interval": 0}, {"poll_interval": -1}, {"max_poll_seconds": 0}])
def test_polling_without_a_pause_is_refused(params: UploadLookupTableParams, patience: dict[str, float]) -> None:
    error, requests = raised(lambda ws: ws.upload_lookup_table(params, **patience))

    assert (type(error), requests) == (ParamValidationError, [])


@pytest.mark.parametrize("name", ["", "x" * 256])
def test_a_name_has_1_to_255_characters(name: str) -> None:
    with pytest.raises(ParamValidationError, match=r"UploadLookupTableParams: name has .* characters"):
        UploadLookupTableParams(name=name, file_path="countries.csv")


def test_a_table_is_made_of_a_file_that_is_there() -> None:
    params = MarkLookupTableReadyParams(name="Countries", key="code", data_group_id=55)
    found, (register, _) = both(
        lambda ws: ws.mark_lookup_table_ready(params), BEGUN, state("SUCCESS", result={"id": 55})
    )

    assert found == COUNTRIES
    assert parse_qs(register.body.decode()) == {"name": ["Countries"], "key": ["code"], "data-group-id": ["55"]}
