"""Things that go wrong on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from attrs import frozen

import mixpanel_sync
from mixpanel_local import Serving, ServingError
from mixpanel_local.serving.faults import Fault, Faults
from mixpanel_local.serving.running import running
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer
from tests.local.asking import event, stored
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

ASKED = Request("GET", "http://h/api/query/events/names")


@frozen(kw_only=True)
class Yes(Layer):
    """Answers everything."""

    async def send(self, request: Request) -> Reply:
        return Reply(200, body=b"whole")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("503:0.1", Fault(0.1, status=503)),
        ("429:1", Fault(1, status=429)),
        ("truncate:.5", Fault(0.5, truncated=True)),
        ("latency=2.5:0.1", Fault(0.1, seconds=2.5)),
    ],
)
def test_how_they_are_written(text: str, fault: Fault) -> None:
    assert Fault.parse(text) == fault


@pytest.mark.parametrize(
    "text", ["", "503", "200:0.1", "latency:0.1", "truncate=5:0.1", "503:2", "503:-1", "503:nan", "x:0.1"]
)
def test_what_means_nothing(text: str) -> None:
    with pytest.raises(ServingError, match="fault"):
        Serving(faults=[text])


@pytest.mark.anyio
async def test_a_share_of_all_calls_gets_a_status() -> None:
    faults = Faults(faults=[Fault(0.25, status=503)], runtime=VirtualRuntime(), seed=7, inner=Yes())
    statuses = [(await faults.send(ASKED)).status for _ in range(400)]
    again = Faults(faults=[Fault(0.25, status=503)], runtime=VirtualRuntime(), seed=7, inner=Yes())
    assert set(statuses) == {200, 503}
    assert 60 < statuses.count(503) < 140
    assert [(await again.send(ASKED)).status for _ in range(400)] == statuses


@pytest.mark.anyio
async def test_latency_passes_before_the_answer() -> None:
    runtime = VirtualRuntime()
    before = runtime.now()
    faults = Faults(faults=[Fault(1, seconds=2.5)], runtime=runtime, inner=Yes())
    assert (await faults.send(ASKED)).body == b"whole"
    assert runtime.now() - before == pytest.approx(2.5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("faults"), [event(user=f"u{n}", n=n) for n in range(5000)]).root


def test_half_a_reply_is_known_to_be_half(store: Path) -> None:
    with running(store, Serving(faults=["truncate:1"])) as url:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{url}/api/query/events/names")
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{url}/api/2.0/export?from_date=2026-01-01&to_date=2026-01-31")


def test_our_client_goes_on_where_some_fail(store: Path) -> None:
    with running(store, Serving(faults=["503:0.3"], seed=1)) as url:
        runtime = VirtualBlockingRuntime()
        options = {"base_url": url, "username": "any", "secret": "any", "project_id": 1, "runtime": runtime}
        with mixpanel_sync.Workspace(**options) as ws:  # type: ignore[arg-type]
            assert [ws.events(refresh=True) for _ in range(3)] == [["Buy"]] * 3


def test_what_went_wrong_says_that_it_was_asked_for(store: Path) -> None:
    with running(store, Serving(faults=["500:1"])) as url:
        reply = httpx.get(f"{url}/api/query/events/names")
    assert (reply.status_code, json.loads(reply.content)["status"]) == (500, "error")
    assert "asked for" in reply.text
