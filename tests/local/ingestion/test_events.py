"""Events that SDKs send: taken or refused by Mixpanel's rules, and there for the next question."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import LocalTransport, create_store
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.message import Request
from tests.local.asking import NOW, Asking, at, event, get, metric, stored
from tests.local.ingestion.sending import API, SECONDS, encoded, exported, form, happened, packed, sent
from tests.local.kept.keeping import asked

TODAY = ("2026-02-01", "2026-02-01")


@pytest.mark.parametrize(
    "call",
    [
        sent("/track", [happened()]),
        sent("/track", happened()),
        form("/track", happened()),
        form("/track", [happened()]),
        encoded("/track", happened()),
        sent("/import", [happened()], strict=1, project_id=1),
        packed("/import", [happened()], strict=1),
        form("/import", happened(), api_key="k"),
    ],
    ids=lambda call: f"{call.method} {call.url[:40]} {call.headers.get('content-type')}",
)
def test_whatever_form_it_is_sent_in_the_next_question_counts_it(call: Request, asking: Asking) -> None:
    assert asking.send(call).status == 200
    assert asking.total(metric(), dates=TODAY) == 1


def test_an_event_comes_back_as_it_was_sent_but_for_what_is_consumed(asking: Asking) -> None:
    asking.send(sent("/track", [happened(ip="1.2.3.4", list=[1, "a", {"b": None}], text="Café")]))
    (line,) = exported(asking)
    assert line == {
        "event": "Buy",
        "properties": {
            "time": SECONDS - 60,
            "distinct_id": "u1",
            "$insert_id": "id-Buy-u1",
            "mp_processing_time_ms": SECONDS * 1000,
            "list": [1, "a", {"b": None}],
            "text": "Café",
        },
    }


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ({}, b"1"),
        ({"verbose": 1}, b'{"status": 1, "error": null}'),
        ({"callback": "done"}, b"done(1);"),
        ({"verbose": 1, "callback": "done"}, b'done({"status": 1, "error": null});'),
    ],
)
def test_what_track_answers(arguments: dict[str, Any], body: bytes, asking: Asking) -> None:
    assert asking.send(sent("/track", happened(), **arguments)).body == body


def test_a_pixel_is_answered_with_a_pixel(asking: Asking) -> None:
    reply = asking.send(encoded("/track", happened(), img=1))
    assert (reply.headers["content-type"], reply.body[:6]) == ("image/gif", b"GIF89a")


@pytest.mark.parametrize("arguments", [{"callback": "alert(1)//"}])
def test_a_callback_is_a_name(arguments: dict[str, Any], asking: Asking) -> None:
    assert asking.send(sent("/track", happened(), **arguments)).status == 400


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"event": "Buy", "properties": {"distinct_id": "a"}}, "token"),
        ({"event": "", "properties": {"token": "t"}}, "'event'"),
        ({"event": "Buy", "properties": []}, "'properties'"),
        ({"event": "Buy"}, "'properties'"),
        (["Buy"], "'event'"),
        (happened(time="noon"), "'properties.time'"),
        (happened(time=SECONDS - 6 * 86_400), "5 days ago"),
        (happened(**{"$insert_id": "no spaces"}), "36 alphanumeric"),
        (happened(user="undefined"), "names nobody"),
        (happened(**{f"p{at}": at for at in range(260)}), "254"),
        (happened(half="\ud800"), "surrogate"),
        (happened(time=float("inf")), "Infinity is no JSON"),
    ],
)
def test_what_track_refuses(record: Any, said: str, asking: Asking) -> None:
    assert asking.send(sent("/track", record)).body == b"0"
    reply = json.loads(asking.send(sent("/track", record, verbose=1)).body)
    assert reply["status"] == 0
    assert said in reply["error"]
    assert exported(asking) == []


@pytest.mark.parametrize("content", [b"", b"data=", b"data=%%%", b"data=eyJh", b"[", b"\xff"])
def test_what_is_no_json_is_refused(content: bytes, asking: Asking) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded" if content.startswith(b"data") else "text/plain"}
    reply = asking.send(Request("POST", "https://api.mixpanel.com/track?verbose=1", headers, content))
    assert json.loads(reply.body)["status"] == 0


def test_how_old_events_may_be_is_assumed(asking: Asking) -> None:
    transport = LocalTransport(asking.root, runtime=BlockingRuntime(), clock=lambda: NOW, assume={"track_days": 30})
    assert drive(transport.send(sent("/track", happened(time=SECONDS - 6 * 86_400)))).body == b"1"


def test_an_event_of_the_future_happens_now(asking: Asking) -> None:
    asking.send(sent("/import", [happened(time=SECONDS + 5000)]))
    assert exported(asking)[0]["properties"]["time"] == SECONDS


def test_an_event_of_long_ago_may_have_its_time_in_milliseconds(asking: Asking) -> None:
    asking.send(sent("/import", [happened(time=70_000_000_000)]))
    (line,) = exported(asking, "1972-03-21", "1972-03-21")
    assert line["properties"]["time"] == 70_000_000


def test_import_answers_with_counts(asking: Asking) -> None:
    assert asking.json(sent("/import", [happened(), happened("Sell")])) == {
        "code": 200,
        "num_records_imported": 2,
        "status": "OK",
    }


def test_a_bad_record_does_not_keep_the_good_ones_out(asking: Asking) -> None:
    bad = happened("Bad")
    del bad["properties"]["time"]
    reply = asking.json(sent("/import", [happened(), bad], strict=1), 400)
    assert (reply["code"], reply["num_records_imported"], reply["status"]) == (400, 1, "Bad Request")
    assert reply["failed_records"] == [
        {
            "index": 1,
            "insert_id": "id-Bad-u1",
            "field": "properties.time",
            "message": "'properties.time' is required",
        }
    ]
    assert [line["event"] for line in exported(asking)] == ["Buy"]


def test_without_strict_bad_records_are_not_told(asking: Asking) -> None:
    reply = asking.json(sent("/import", [happened(), {"event": "Bad"}], strict=0))
    assert reply == {"code": 200, "num_records_imported": 1, "status": "OK"}


@pytest.mark.parametrize("missing", ["time", "$insert_id", "distinct_id"])
def test_import_needs_more_than_track(missing: str, asking: Asking) -> None:
    record = happened()
    del record["properties"][missing]
    assert missing in asking.json(sent("/import", [record]), 400)["failed_records"][0]["field"]


def test_too_much_at_once(asking: Asking) -> None:
    reply = asking.json(sent("/import", [happened()] * 2001), 413)
    assert reply["status"] == "Request Entity Too Large"
    assert exported(asking) == []


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_gzip_may_have_several_members(coding: str, asking: Asking) -> None:
    one, other = (gzip.compress(json.dumps(happened(user=user)).encode() + b"\n") for user in ("u1", "u2"))
    headers = {"content-type": "application/x-ndjson", "content-encoding": coding}
    call = Request("POST", f"{API}/import", headers, one + other)
    assert asking.json(call)["num_records_imported"] == 2


def test_a_coding_it_does_not_know_is_refused_by_name(asking: Asking) -> None:
    call = Request("POST", f"{API}/import", {"content-encoding": "br"}, b"[]")
    assert "'br'" in asking.json(call, 400)["error"]


@pytest.mark.parametrize("spoil", [lambda content: content[:-4], lambda _: b"no gzip"])
def test_broken_gzip_is_refused(spoil: Callable[[bytes], bytes], asking: Asking) -> None:
    call = packed("/import", [happened()])
    broken = Request("POST", call.url, call.headers, spoil(call.body))
    assert "gzip" in asking.json(broken, 400)["error"]


@pytest.mark.parametrize(
    ("properties", "owner"),
    [
        ({"$user_id": "ada", "$device_id": "d"}, "ada"),
        ({"$device_id": "d"}, "$device:d"),
        ({"distinct_id": ""}, ""),
        ({}, None),
    ],
)
def test_whose_event_it_is(properties: dict[str, Any], owner: str | None, asking: Asking) -> None:
    asking.send(sent("/track", happened(user=None, **properties)))
    assert exported(asking)[0]["properties"].get("distinct_id") == owner


@pytest.mark.parametrize("name", ["$identify", "$create_alias", "$merge"])
def test_merging_ids_does_nothing(name: str, asking: Asking) -> None:
    assert asking.send(sent("/track", happened(name))).body == b"1"
    assert exported(asking) == []


def test_a_dropped_event_is_taken_and_gone(asking: Asking) -> None:
    asking.json(asked("PATCH", "/projects/1/data-definitions/events/", {"name": "Spam", "dropped": True}))
    assert asking.send(sent("/track", [happened("Spam"), happened("Buy")])).body == b"1"
    assert [line["event"] for line in exported(asking)] == ["Buy"]


def test_an_event_that_is_sent_again_replaces_itself(asking: Asking) -> None:
    for amount in (1, 2):
        asking.send(sent("/import", [happened(amount=amount)]))
        assert [line["properties"]["amount"] for line in exported(asking)] == [amount]
    asking.send(sent("/import", [happened(amount=3), happened(amount=4)]))
    assert [line["properties"]["amount"] for line in exported(asking)] == [4]


def test_events_without_an_insert_id_all_stay(asking: Asking) -> None:
    record = happened()
    del record["properties"]["$insert_id"]
    for _ in range(3):
        asking.send(sent("/track", [record]))
        exported(asking)
    assert len(exported(asking)) == 3


def test_events_join_those_that_were_imported(tmp_path: Path) -> None:
    wide = event("Buy", "old", at("2026-01-30"), **{f"p{at:03}": at for at in range(230)})
    asking = stored(tmp_path, [wide, event("Buy", "other", at("2026-01-10"))])
    before = exported(asking)
    asking.send(sent("/import", [happened(time=at("2026-01-30"), p229="text", **{"$insert_id": "new"})]))
    after = exported(asking)
    assert [line for line in after if line in before] == before
    assert [line["properties"].get("p229") for line in after] == [None, 229, "text"]


def test_a_date_with_many_parts_is_made_one_again(asking: Asking) -> None:
    for number in range(12):
        asking.send(sent("/track", [happened(user=f"u{number}", **{f"p{number}": number})]))
        assert asking.total(metric(), dates=TODAY) == number + 1
    assert len(list(asking.root.glob("date=*/*.parquet"))) < 8
    assert [line["properties"][f"p{at}"] for at, line in enumerate(by_user(exported(asking)))] == list(range(12))


def by_user(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: int(line["properties"]["distinct_id"][1:]))


def test_a_store_may_be_called_what_elsewhere_is_a_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "[1] *?"
    folder.mkdir()
    asking = stored(folder, [event("Buy", "old", at("2026-01-30")), event("Login", "old", at("2026-01-10"))])
    for plan in ("free", "pro"):
        asking.send(sent("/import", [happened(time=at("2026-01-30"), plan=plan)]))
        asking.send(sent("/engage", [{"$token": "t", "$distinct_id": "u1", "$set": {plan: 1}}]))
        assert [line["properties"].get("plan") for line in exported(asking)] == [None, None, plan]
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        assert ws.query_user(mode="profiles").df["distinct_id"].to_list() == ["u1"]
        ws.request_data_deletion(["u1"], project_token="t")
    assert [line["properties"]["distinct_id"] for line in exported(asking)] == ["old", "old"]


def test_a_store_is_made_once(tmp_path: Path) -> None:
    create_store(tmp_path / "store", time_zone="Europe/Berlin")
    create_store(tmp_path / "store", time_zone="UTC")
    assert (
        Asking(tmp_path / "store").json(get("/api/app/me"))["results"]["projects"]["1"]["timezone"] == "Europe/Berlin"
    )
