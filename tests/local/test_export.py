"""The raw export: which events, in which form."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from mixpanel_transports.drive import drive
from tests.local.asking import Asking, at, event, get, stored

SPAN = {"from_date": "2026-01-10", "to_date": "2026-01-12"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    days = [
        ("2026-01-09", "23:59:59"),
        ("2026-01-10", "00:00:00"),
        ("2026-01-12", "23:59:59"),
        ("2026-01-13", "00:00:00"),
    ]
    lines = [event(name, day, at(day, clock), size=len(name)) for day, clock in days for name in ("Buy", "Look")]
    return stored(tmp_path_factory.mktemp("asking"), lines)


def lines(asking: Asking, **arguments: Any) -> list[dict[str, Any]]:
    reply = asking.send(get("/api/2.0/export", **{**SPAN, **arguments}))
    assert reply.status == 200, reply.body
    return [json.loads(line) for line in reply.body.splitlines()]


def users(asking: Asking, **arguments: Any) -> list[str]:
    return [line["properties"]["distinct_id"] for line in lines(asking, **arguments)]


def test_a_line_is_an_event_with_its_properties(asking: Asking) -> None:
    first = lines(asking)[0]
    assert first == {
        "event": "Buy",
        "properties": {"time": at("2026-01-10", "00:00:00"), "distinct_id": "2026-01-10", "size": 3},
    }


def test_both_days_are_included(asking: Asking) -> None:
    assert users(asking) == ["2026-01-10"] * 2 + ["2026-01-12"] * 2


def test_days_are_those_of_utc_as_times_are(tmp_path: Path) -> None:
    times = [at("2026-01-09", "23:59:59"), at("2026-01-10", "00:00:00")]
    asking = stored(tmp_path, [event(user=str(time), time=time) for time in times], time_zone="America/New_York")
    assert users(asking, from_date="2026-01-10", to_date="2026-01-10") == [str(times[1])]


def test_only_some_events(asking: Asking) -> None:
    assert {line["event"] for line in lines(asking, event='["Look", "None"]')} == {"Look"}


def test_only_what_meets_a_condition(asking: Asking) -> None:
    assert {line["event"] for line in lines(asking, where='properties["size"] > 3')} == {"Look"}


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
def test_a_limit_holds_over_all_days(asking: Asking, limit: int) -> None:
    assert len(lines(asking, limit=limit)) == min(limit, 4)


def test_a_stream_is_packed_when_asked_to(asking: Asking) -> None:
    request = get("/api/2.0/export", stream=True, headers={"accept-encoding": "gzip"}, **SPAN)
    reply = asking.send(request)
    assert reply.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(drive(reply.read())).splitlines()) == 4


def test_a_plain_reply_is_never_packed(asking: Asking) -> None:
    reply = asking.send(get("/api/2.0/export", headers={"accept-encoding": "gzip"}, **SPAN))
    assert "content-encoding" not in reply.headers
    assert len(reply.body.splitlines()) == 4


def test_nothing_to_export_is_an_empty_reply(asking: Asking) -> None:
    assert lines(asking, from_date="2020-01-01", to_date="2020-01-02") == []


@pytest.mark.parametrize("arguments", [{"where": "("}, {"limit": 200_000}, {"time_in_ms": "yes"}, {"from_date": "x"}])
@pytest.mark.parametrize("stream", [True, False])
def test_bad_parameters_are_a_reply_of_their_own(asking: Asking, arguments: dict[str, Any], stream: bool) -> None:
    reply = asking.send(get("/api/2.0/export", stream=stream, **{**SPAN, **arguments}))
    assert reply.status == 400
    assert json.loads(reply.body)["request"] == "/api/2.0/export"
