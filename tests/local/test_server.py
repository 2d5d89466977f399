"""The embedded Mixpanel over HTTP, as any client sees it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mixpanel_local import StoreError, serve
from mixpanel_local.serving.running import running as served
from tests.local.asking import at, event, insights, metric, stored

EXPORT = {"from_date": "2026-01-01", "to_date": "2026-01-31"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    root = stored(tmp_path, [event("Café", time=at("2026-01-10")), event("Buy", time=at("2026-01-11"))]).root
    with served(root) as address, httpx.Client(base_url=address) as connected:
        yield connected


def test_a_question_in_json(client: httpx.Client) -> None:
    body = insights(metric("Café"), chart="bar").body
    reply = client.post("/api/query/insights", content=body)
    assert reply.json()["series"] == {"Café": {"all": 1}}
    assert reply.headers["content-type"] == "application/json"


def test_arguments_in_the_query_string(client: httpx.Client) -> None:
    one_day = {"limit": 1, "from_date": "2026-01-11", "to_date": "2026-01-11"}
    assert client.get("/api/query/events/names", params=one_day).json() == ["Buy"]


def test_the_export_is_a_stream_and_packed(client: httpx.Client) -> None:
    with client.stream("GET", "/api/2.0/export", params=EXPORT, headers={"accept-encoding": "gzip"}) as reply:
        lines = gzip.decompress(b"".join(reply.iter_raw())).splitlines()
    assert {json.loads(line)["event"] for line in lines} == {"Café", "Buy"}
    assert reply.headers["transfer-encoding"] == "chunked"


def test_the_export_is_plain_for_those_who_cannot_unpack(client: httpx.Client) -> None:
    reply = client.get("/api/2.0/export", params=EXPORT, headers={"accept-encoding": "identity"})
    assert len(reply.text.splitlines()) == 2


@pytest.mark.parametrize(("path", "status"), [("/api/query/jql", 501), ("/api/query/segmentation", 400)])
def test_refusals_keep_their_status(client: httpx.Client, path: str, status: int) -> None:
    reply = client.get(path)
    assert (reply.status_code, reply.json()["request"]) == (status, path)


@pytest.mark.parametrize("host", ["[::1", "[zz]", "a/b?c#d", "x y", ""])
def test_a_host_that_is_none_leads_nowhere_else(client: httpx.Client, host: str) -> None:
    assert client.get("/api/query/events/names", headers={"host": host}).json() == ["Buy", "Café"]


def test_a_body_beyond_all_measure_is_refused(client: httpx.Client) -> None:
    reply = client.post("/track", content=(b"x" * 2**20 for _ in range(129)))
    assert (reply.status_code, reply.json()["status"]) == (413, "error")


def test_a_broken_store_is_a_failure_of_the_server(tmp_path: Path) -> None:
    with served(tmp_path / "none") as address:
        reply = httpx.get(f"{address}/api/query/events/names")
    assert reply.status_code == 500
    assert "import_events" in reply.json()["error"]


def test_serving_nothing_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        serve(tmp_path)


def test_only_this_machine_can_connect_by_default() -> None:
    defaults: Any = serve.__defaults__
    assert defaults == ("127.0.0.1", 8080)


def test_a_page_in_a_browser_may_read_what_its_tracking_is_answered(client: httpx.Client) -> None:
    origin = {"origin": "http://localhost:3000"}
    asked = {**origin, "access-control-request-headers": "x-y"}
    beforehand = client.options("/track/", headers=asked)
    assert (beforehand.status_code, beforehand.headers["access-control-allow-headers"]) == (204, "x-y")
    reply = client.post("/track/?verbose=1", json=[], headers=origin)
    assert reply.headers["access-control-allow-origin"] == origin["origin"]
    assert reply.json() == {"status": 1, "error": None}


def test_a_page_in_a_browser_may_read_nothing_else(client: httpx.Client) -> None:
    reply = client.get("/api/query/events/names", headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in reply.headers
