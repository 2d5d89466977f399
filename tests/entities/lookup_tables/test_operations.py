"""Lookup tables are listed, changed, removed and downloaded."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mixpanel_async import (
    APIError,
    ConnectionFailed,
    LookupTable,
    LookupTableUploadUrl,
    ResponseValidationError,
    UpdateLookupTableParams,
)
from mixpanel_transports.fake import json_reply, text_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised


def test_a_table_has_its_times_and_what_the_server_added() -> None:
    row = {"id": 55, "name": "Countries", "createdAt": "2026-01-31T12:00:00Z", "hasMappedProperties": True, "rows": 3}
    (table,), (request,) = both(lambda ws: ws.list_lookup_tables(data_group_id=55), json_reply({"results": [row]}))

    assert table.created_at == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert (table.has_mapped_properties, table.extra, table.to_dict()) == (True, {"rows": 3}, row)
    assert request.url.endswith("/lookup-tables/?data-group-id=55")


def test_a_file_may_be_put_elsewhere_than_a_table_is_read() -> None:
    place = {"url": "https://storage.test/o?sig=1", "path": "p", "key": "k"}
    found, (request,) = both(lambda ws: ws.get_lookup_upload_url("text/plain"), json_reply({"results": place}))

    assert found == LookupTableUploadUrl(url="https://storage.test/o?sig=1", path="p", key="k")
    assert request.url.endswith("/upload-url/?content-type=text%2Fplain")


@pytest.mark.parametrize(
    "answer", [json_reply({"results": {"id": 55, "name": "Land"}}), text_reply("", 204), json_reply({"status": "ok"})]
)
def test_a_table_is_given_after_a_change_also_where_the_answer_is_empty(answer: Reply) -> None:
    listed = json_reply({"results": [{"id": 1, "name": "Land"}, {"id": 55, "name": "Land"}]})
    found, (change, *_) = both(
        lambda ws: ws.update_lookup_table(55, UpdateLookupTableParams(name="Land")), answer, listed
    )

    assert found == LookupTable(id=55, name="Land")
    assert (change.method, json.loads(change.body)) == ("PATCH", {"name": "Land", "data-group-id": 55})


def test_tables_are_removed_by_their_ids() -> None:
    gone, (request,) = both(lambda ws: ws.delete_lookup_tables([1, 2]), text_reply("", 204))

    assert (gone, json.loads(request.body)) == (None, {"data-group-ids": [1, 2]})


def test_no_ids_remove_nothing() -> None:
    assert both(lambda ws: ws.delete_lookup_tables([])) == (None, [])


@pytest.mark.parametrize("content", [b"", b"code\r\nd\xe9\r\n", b"{code},name\n"])
def test_a_download_is_the_file_as_it_is(content: bytes) -> None:
    found, _ = both(lambda ws: ws.download_lookup_table(55), Reply(200, {"content-type": "text/csv"}, content))

    assert found == content


def test_defect_6_a_download_is_tried_again_as_any_call() -> None:
    passing = [text_reply("later", status, {"retry-after": "1"}) for status in (429, 503)]
    found, requests = both(lambda ws: ws.download_lookup_table(55), *passing, text_reply("code\n"))

    assert (found, len(requests)) == (b"code\n", 3)


def test_defect_6_a_connection_that_breaks_is_an_error_of_ours() -> None:
    error, _ = raised(lambda ws: ws.download_lookup_table(55), ConnectionFailed("cut"), timeout=0.5)

    assert isinstance(error, ConnectionFailed)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (text_reply("no such table", 404), 404),
        (text_reply("<html>", 302, {"location": "https://elsewhere.test"}), 302),
        (json_reply({"status": "error", "error": "no such table"}), 200),
    ],
)
def test_defect_6_a_refusal_is_never_taken_for_a_file(answer: Reply, status: int) -> None:
    error, _ = raised(lambda ws: ws.download_lookup_table(55), answer)

    assert isinstance(error, APIError)
    assert error.status_code == status


@pytest.mark.parametrize("said", ["https://x", {"url": "https://x"}, {"download_url": "https://x"}])
def test_an_address_to_download_from_comes_in_three_shapes(said: object) -> None:
    found, _ = both(lambda ws: ws.get_lookup_download_url(55), json_reply({"status": "ok", "results": said}))

    assert found == "https://x"


def test_no_address_to_download_from_is_said() -> None:
    error, _ = raised(lambda ws: ws.get_lookup_download_url(55), json_reply({"results": {}}))

    assert isinstance(error, ResponseValidationError)
