"""The leaf: on both event loops and without one, cancelled, late, closed, over a store that changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import evolve

from mixpanel_local import LocalTransport, StoreError, import_events
from mixpanel_transports.anyio_runtime import AnyioRuntime
from mixpanel_transports.blocking_runtime import BlockingRuntime
from mixpanel_transports.drive import drive
from mixpanel_transports.errors import ClosedError, DeadlineExceeded
from mixpanel_transports.message import Reply, Request
from tests.local.asking import DAY, Asking, at, event, get, group, insights, metric, stored, write_lines

EXPORT = {"from_date": "2026-01-01", "to_date": "2026-01-31"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    days = [f"2026-01-{day:02}" for day in range(1, 29)]
    buys = [event(user=f"u{n}", time=at(day), n=n) for day in days for n in range(50)]
    wide = event("Wide", **{key: list(range(5_000)) for key in "pqr"})
    return stored(tmp_path, [*buys, wide]).root


def count(reply: Reply) -> int:
    return next(iter(json.loads(reply.body)["series"]["Buy"].values()))


def endless() -> Request:
    """A question that takes hours: one event in the segments of three long lists, each with each."""
    groups = [group(name) for name in "pqr"]
    return insights(metric("Wide"), chart="bar", groups=groups)


@pytest.mark.anyio
async def test_it_answers_on_an_event_loop(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    assert count(await transport.send(insights(metric()))) == 50
    await transport.aclose()


def test_it_answers_without_an_event_loop(root: Path) -> None:
    transport = LocalTransport(root, runtime=BlockingRuntime())
    assert count(drive(transport.send(insights(metric())))) == 50
    drive(transport.aclose())


@pytest.mark.anyio
async def test_many_questions_at_once(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    replies = await AnyioRuntime().gather([transport.send(insights(metric())) for _ in range(12)])
    assert [count(reply) for reply in replies] == [50] * 12
    await transport.aclose()


@pytest.mark.anyio
async def test_a_cancelled_question_ends_and_the_next_is_answered(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    assert count(await transport.send(insights(metric()))) == 50
    with anyio.move_on_after(0.05) as scope:
        await transport.send(endless())
    assert scope.cancelled_caught
    assert count(await transport.send(insights(metric()))) == 50
    await transport.aclose()


@pytest.mark.anyio
async def test_a_late_answer_is_a_deadline_exceeded(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    with pytest.raises(DeadlineExceeded, match=r"within 0\.05 seconds"):
        await transport.send(evolve(endless(), deadline=0.05))
    await transport.aclose()


@pytest.mark.anyio
async def test_a_stream_comes_in_chunks(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    reply = await transport.send(get("/api/2.0/export", stream=True, **EXPORT))
    assert reply.chunks is not None
    chunks = [chunk async for chunk in reply.chunks]
    assert len(chunks) == 28
    assert sum(chunk.count(b"\n") for chunk in chunks) == 28 * 50 + 1
    await transport.aclose()


@pytest.mark.anyio
@pytest.mark.parametrize("taken", [0, 1])
async def test_a_stream_may_be_left_early(root: Path, taken: int) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    reply = await transport.send(get("/api/2.0/export", stream=True, **EXPORT))
    assert reply.chunks is not None
    for _ in range(taken):
        await anext(reply.chunks)
    await reply.aclose()
    assert count(await transport.send(insights(metric()))) == 50
    await transport.aclose()


def test_a_stream_can_be_driven(root: Path) -> None:
    transport = LocalTransport(root, runtime=BlockingRuntime())
    reply = drive(transport.send(get("/api/2.0/export", stream=True, **EXPORT)))
    assert drive(reply.read()).count(b"\n") == 28 * 50 + 1


@pytest.mark.anyio
async def test_a_closed_one_refuses(root: Path) -> None:
    transport = LocalTransport(root, runtime=AnyioRuntime())
    await transport.aclose()
    with pytest.raises(ClosedError, match="was closed"):
        await transport.send(insights(metric()))


@pytest.mark.anyio
async def test_a_store_that_is_not_there_is_said_at_the_first_question(tmp_path: Path) -> None:
    transport = LocalTransport(tmp_path / "none", runtime=AnyioRuntime())
    with pytest.raises(StoreError, match=r"no store in .*none; make one with import_events"):
        await transport.send(insights(metric()))


def test_an_import_is_seen_by_the_next_question(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event()])
    assert asking.total(metric()) == 1
    import_events(write_lines(tmp_path / "more", [event(user=user) for user in "abc"]), asking.root)
    assert asking.total(metric()) == 3


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event()])
    next(asking.root.glob("date=*/*")).write_bytes(b"nothing")
    with pytest.raises(StoreError, match=f"date={DAY}"):
        asking.total(metric())


def test_numbers_that_json_cannot_say_are_refused(tmp_path: Path) -> None:
    people = [{"$distinct_id": user, "$properties": {"n": 1e308}} for user in "ab"]
    asking = stored(tmp_path, [event(n=1e308), event(n=1.5e308)], people)
    form = {"action": 'extremes(properties["n"] * properties["n"])'}
    squares = evolve(get("/api/query/engage/stats", **form), method="POST")
    for call in (insights(metric("Buy", "total", "n")), squares):
        assert "range of doubles" in asking.json(call, 400)["error"]


@pytest.mark.parametrize("host", ["https://mixpanel.com", "https://eu.mixpanel.com", "http://localhost:8080"])
def test_the_host_does_not_matter(tmp_path: Path, host: str) -> None:
    asking = stored(tmp_path, [event()])
    request = evolve(get("/x"), url=f"{host}/api/query/events/names?project_id=5")
    assert asking.json(request) == ["Buy"]


def test_a_form_is_read_like_a_query_string(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(n=1)])
    headers = {"content-type": "application/x-www-form-urlencoded"}
    form = Request("GET", "http://x/api/query/events/properties/values", headers, b"name=n&event=Buy")
    assert asking.json(form) == ["1"]


def test_paths_with_quotes_work(tmp_path: Path) -> None:
    odd = tmp_path / 'it\'s "odd" ü'
    odd.mkdir()
    assert stored(odd, [event()]).total(metric()) == 1


def test_it_reads_no_file_outside_its_store(tmp_path: Path) -> None:
    from sqlglot import exp

    from mixpanel_local.engine.database import Database
    from mixpanel_local.engine.sql import rows_of

    asking = stored(tmp_path, [event()])
    (tmp_path / "outside").mkdir()
    outside = stored(tmp_path / "outside", [event()])
    query = Database(asking.root.resolve()).query()
    found = exp.select("*").from_(rows_of([str(next(outside.root.glob("date=*/*")))], "e"))
    with pytest.raises(Exception, match="Permission"):
        query.frame(found)


def test_repr_names_the_store(tmp_path: Path) -> None:
    asking: Any = Asking(tmp_path)
    assert repr(asking.transport) == f"LocalTransport({str(tmp_path)!r})"
