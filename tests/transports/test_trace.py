from __future__ import annotations

import logging

import pytest

from mixpanel_transports import ConnectionFailed, Fake, Reply, Request, Trace, TraceEvent, stack, text_reply

pytestmark = pytest.mark.anyio

ASK = Request(
    "GET", "https://mixpanel.test/api/5?s3cret=1", {"authorization": "s3cret"}, family="app", template="/api/{id}"
)
STREAM = Request("GET", "https://mixpanel.test/export", stream=True, family="export", template="/export")


@pytest.fixture
def events() -> list[TraceEvent]:
    return []


async def send(events: list[TraceEvent], request: Request, answer: Reply | Exception) -> Reply:
    ticks = iter(range(100))
    return await stack(Fake(answer), Trace(events.append, clock=lambda: float(next(ticks)))).send(request)


async def test_call_is_reported(events: list[TraceEvent]) -> None:
    await send(events, ASK, Reply(404, body=b"four", attempt=3))
    assert events == [TraceEvent("GET", "app", "/api/{id}", 404, 3, 1.0, 4, None)]


async def test_failure_is_reported_and_raised(events: list[TraceEvent]) -> None:
    with pytest.raises(ConnectionFailed):
        await send(events, ASK, ConnectionFailed("cut"))
    assert events == [TraceEvent("GET", "app", "/api/{id}", None, 1, 1.0, 0, "ConnectionFailed")]


async def test_nothing_secret_is_reported(events: list[TraceEvent]) -> None:
    await send(events, ASK, Reply(200))
    assert "s3cret" not in repr(events)


async def test_stream_is_reported_at_its_end_with_its_bytes(events: list[TraceEvent]) -> None:
    reply = await send(events, STREAM, text_reply("rows"))
    assert events == []
    await reply.read()
    assert [(event.bytes, event.error) for event in events] == [(4, None)]


async def test_stream_left_unread_is_reported_when_closed(events: list[TraceEvent]) -> None:
    reply = await send(events, STREAM, text_reply("rows"))
    await reply.aclose()
    assert [(event.bytes, event.error) for event in events] == [(0, None)]


async def test_stream_that_breaks_is_reported_with_its_error(events: list[TraceEvent]) -> None:
    async def broken() -> object:
        yield b"row"
        raise ConnectionFailed("cut")

    reply = await send(events, STREAM, Reply(200, chunks=broken()))  # type: ignore[arg-type]
    with pytest.raises(ConnectionFailed):
        await reply.read()
    assert [(event.status, event.bytes, event.error) for event in events] == [(200, 3, "ConnectionFailed")]


async def test_failing_hook_is_logged_and_breaks_nothing(
    events: list[TraceEvent], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: TraceEvent) -> None:
        raise KeyError("hook")

    with caplog.at_level(logging.ERROR):
        reply = await stack(Fake(Reply(200)), Trace(broken, events.append)).send(ASK)
    assert (reply.status, len(events)) == (200, 1)
    assert "trace hook" in caplog.text
