"""The activity feed: what single users did."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import LocalTransport
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.message import Request
from tests.local.asking import NOW, Asking, at, event, get, stored

EVENTS = [
    event("Login", "ada", at("2026-01-10", "09:00:00"), plan="Pro"),
    event("Buy", "ada", at("2026-01-31", "08:00:00"), item="Tea pot"),
    event("Login", "bob", at("2026-01-10", "08:00:00")),
    event("Login", "cid", at("2026-01-10", "10:00:00")),
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(tmp_path_factory.mktemp("asking"), EVENTS)


def ask(asking: Asking, status: int = 200, **body: Any) -> Any:
    span = body.pop("span", {"type": "between", "from": "2026-01-01", "to": "2026-02-01"})
    asked = {"project_id": "1", "bookmark": {"dateRange": span, "entries": []}, "mode": "raw", **body}
    url = "https://mixpanel.com/api/query/stream/bookmark"
    return asking.json(Request("POST", url, {"content-type": "application/json"}, json.dumps(asked).encode()), status)


def names(reply: Any) -> list[str]:
    return [f"{row['properties']['distinct_id']} {row['event']}" for row in reply["results"]["events"]]


def test_the_documented_form(asking: Asking) -> None:
    call = get("/api/query/stream/query", distinct_ids='["ada","bob"]', from_date="2026-01-01", to_date="2026-01-30")
    reply = asking.json(call)
    assert names(reply) == ["bob Login", "ada Login"]
    assert reply["results"]["events"][1]["properties"]["time"] == at("2026-01-10", "09:00:00")
    assert reply["meta"]["assumptions"] == {"feed_order": "oldest_first"}


def test_the_newest_first_where_that_is_assumed(asking: Asking) -> None:
    transport = LocalTransport(asking.root, runtime=BlockingRuntime(), assume={"feed_order": "newest_first"})
    call = get("/api/query/stream/query", distinct_ids='["ada","bob"]', from_date="2026-01-01", to_date="2026-01-30")
    assert names(json.loads(drive(transport.send(call)).body)) == ["ada Login", "bob Login"]


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ({"type": "since", "from": "2026-01-11"}, ["ada Buy"]),
        ({"type": "relative_after", "window": {"unit": "day", "value": 1}}, ["ada Buy"]),
        ({"type": "relative_after", "window": {"unit": "day", "value": 22}}, ["ada Login", "ada Buy"]),
    ],
)
def test_spans(span: dict[str, Any], found: list[str], asking: Asking) -> None:
    assert datetime(2026, 2, 1, 12, tzinfo=UTC) == NOW
    assert names(ask(asking, distinct_ids=["ada"], span=span)) == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"include_events": ["Buy"]}, ["ada Buy"]),
        ({"exclude_events": ["Buy"]}, ["ada Login"]),
        ({"search": "tea"}, ["ada Buy"]),
        ({"search": "login"}, ["ada Login"]),
        ({"search": "pro", "search_properties": [{"name": "item"}]}, []),
        ({"search": "pro", "search_properties": [{"name": "plan"}]}, ["ada Login"]),
    ],
)
def test_some_events_only(options: dict[str, Any], found: list[str], asking: Asking) -> None:
    assert names(ask(asking, distinct_ids=["ada"], **options)) == found


def test_page_by_page(asking: Asking) -> None:
    ids = ["ada", "bob", "cid"]
    seen, sentinel = [], None
    for _ in range(4):
        reply = ask(asking, distinct_ids=ids, limit=1, **({} if sentinel is None else {"sentinel_event": sentinel}))
        seen += names(reply)
        sentinel = reply["results"]["sentinel_event"]
    assert seen == ["bob Login", "ada Login", "cid Login", "ada Buy"]
    assert sentinel is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"distinct_ids": []}, 400),
        ({"distinct_ids": ["ada"], "limit": 0}, 400),
        ({"distinct_ids": ["ada"], "sentinel_event": {"event": "none"}}, 400),
        ({"distinct_ids": ["ada"], "span": {"type": "between", "from": "2026-02-01", "to": "2026-01-01"}}, 400),
        ({"distinct_ids": ["ada"], "use_custom_events": True}, 501),
        ({"distinct_ids": ["ada"], "paging_window": 7}, 501),
    ],
)
def test_what_is_refused(body: dict[str, Any], status: int, asking: Asking) -> None:
    ask(asking, status, **body)


def test_our_client_reads_it(asking: Asking) -> None:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        feed = ws.activity_feed(["ada"], from_date="2026-01-01", to_date="2026-02-01")
    assert [(row.event, row.distinct_id) for row in feed.events] == [("Login", "ada"), ("Buy", "ada")]
