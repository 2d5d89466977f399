from __future__ import annotations

from email.utils import formatdate

import anyio
import pytest
import tenacity
from attrs import evolve

from mixpanel_transports import (
    ClosedError,
    ConnectionFailed,
    DeadlineExceeded,
    Fake,
    HttpxTransport,
    RateLimitError,
    Reply,
    Request,
    Retry,
    TransportError,
    json_reply,
    stack,
    text_reply,
)
from mixpanel_transports.drive import drive
from tests.server import Answer, Server
from tests.virtual import VirtualBlockingRuntime, VirtualRuntime

pytestmark = pytest.mark.anyio

ASK = Request("GET", "https://mixpanel.test/")
CHANGE = Request("POST", "https://mixpanel.test/", safe=False)
NOON = 1_800_000_000.0


@pytest.fixture
def runtime() -> VirtualRuntime:
    return VirtualRuntime()


async def test_success_waits_for_nothing(runtime: VirtualRuntime) -> None:
    reply = Reply(200)
    assert await stack(Fake(reply), Retry(runtime=runtime)).send(ASK) is reply
    assert runtime.waits == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_passing_status_is_tried_again(runtime: VirtualRuntime, status: int) -> None:
    reply = await stack(Fake(Reply(status), Reply(200)), Retry(runtime=runtime)).send(ASK)
    assert (reply.status, reply.attempt) == (200, 2)


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 501])
async def test_lasting_status_is_not(runtime: VirtualRuntime, status: int) -> None:
    assert (await stack(Fake(Reply(status)), Retry(runtime=runtime)).send(ASK)).status == status


@pytest.mark.parametrize("error", [ConnectionFailed("cut"), DeadlineExceeded("slow")])
async def test_failed_exchange_is_tried_again(runtime: VirtualRuntime, error: TransportError) -> None:
    assert (await stack(Fake(error, Reply(200)), Retry(runtime=runtime)).send(ASK)).attempt == 2


@pytest.mark.parametrize("error", [ClosedError("closed"), TransportError("odd"), RateLimitError("ours")])
async def test_other_errors_are_not(runtime: VirtualRuntime, error: Exception) -> None:
    with pytest.raises(type(error)):
        await stack(Fake(error), Retry(runtime=runtime)).send(ASK)


async def test_waits_double_with_jitter(runtime: VirtualRuntime) -> None:
    await stack(Fake(*[Reply(503)] * 4), Retry(runtime=runtime)).send(ASK)
    assert [int(wait) for wait in runtime.waits] == [1, 2, 4]
    assert all(wait % 1 <= 0.5 for wait in runtime.waits)


async def test_last_reply_is_returned(runtime: VirtualRuntime) -> None:
    replies = [Reply(500), Reply(500), Reply(500), Reply(503)]
    reply = await stack(Fake(*replies), Retry(runtime=runtime)).send(ASK)
    assert (reply.status, reply.attempt) == (503, 4)


async def test_last_error_is_raised(runtime: VirtualRuntime) -> None:
    with pytest.raises(ConnectionFailed, match="fourth"):
        await stack(Fake(Reply(500), Reply(500), Reply(500), ConnectionFailed("fourth")), Retry(runtime=runtime)).send(
            ASK
        )


async def test_each_attempt_knows_its_number_and_what_is_left(runtime: VirtualRuntime) -> None:
    fake = Fake(Reply(503, {"retry-after": "7"}), Reply(200))
    await stack(fake, Retry(runtime=runtime)).send(ASK)
    assert [(request.attempt, request.deadline) for request in fake.requests] == [(1, 503.0), (2, 496.0)]


async def test_bulk_request_is_tried_again_by_nobody_here(runtime: VirtualRuntime) -> None:
    for outcome in (Reply(429, {"retry-after": "1"}), Reply(503)):
        reply = await stack(Fake(outcome), Retry(runtime=runtime)).send(evolve(ASK, bulk=True))
        assert reply.status == outcome.status
    assert runtime.waits == []


@pytest.mark.parametrize("failure", [Reply(503), ConnectionFailed("cut"), DeadlineExceeded("slow")])
async def test_unsafe_request_is_sent_once(runtime: VirtualRuntime, failure: Reply | Exception) -> None:
    fake = Fake(failure)
    if isinstance(failure, Reply):
        await stack(fake, Retry(runtime=runtime)).send(CHANGE)
    else:
        with pytest.raises(type(failure)):
            await stack(fake, Retry(runtime=runtime)).send(CHANGE)
    assert len(fake.requests) == 1


async def test_refused_unsafe_request_is_sent_again(runtime: VirtualRuntime) -> None:
    assert (await stack(Fake(Reply(429), Reply(200)), Retry(runtime=runtime)).send(CHANGE)).status == 200


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": formatdate(NOON + 45, usegmt=True)}, 45.0),
        ({"retry-after": formatdate(NOON - 45, usegmt=True)}, 0.0),
        ({"retry-after": formatdate(NOON + 90, usegmt=True), "date": formatdate(NOON + 70, usegmt=True)}, 20.0),
    ],
)
async def test_retry_after_is_honoured(runtime: VirtualRuntime, headers: dict[str, str], wait: float) -> None:
    retry = Retry(runtime=runtime, wall_clock=lambda: NOON)
    await stack(Fake(Reply(429, headers), Reply(200)), retry).send(ASK)
    assert runtime.waits == [wait]


@pytest.mark.parametrize("value", ["", "-3", "soon", "1e3", "²", "99 Foo 2026"])
async def test_unreadable_retry_after_is_ignored(runtime: VirtualRuntime, value: str) -> None:
    await stack(Fake(Reply(429, {"retry-after": value}), Reply(200)), Retry(runtime=runtime)).send(ASK)
    assert [int(wait) for wait in runtime.waits] == [1]


async def test_wait_beyond_the_deadline_returns_the_reply(runtime: VirtualRuntime) -> None:
    request = Request("GET", ASK.url, deadline=60)
    reply = await stack(Fake(Reply(429, {"retry-after": "61"})), Retry(runtime=runtime)).send(request)
    assert (reply.status, runtime.waits) == (429, [])


async def test_wait_beyond_the_deadline_raises_the_error(runtime: VirtualRuntime) -> None:
    with pytest.raises(ConnectionFailed):
        await stack(Fake(ConnectionFailed("cut")), Retry(runtime=runtime)).send(Request("GET", ASK.url, deadline=0.5))


async def test_tenacity_objects_are_taken(runtime: VirtualRuntime) -> None:
    retry = Retry(
        runtime=runtime,
        stop=tenacity.stop_after_attempt(6) | tenacity.stop_after_delay(1000),
        wait=tenacity.wait_fixed(3) + tenacity.wait_incrementing(0, 10),
        retry=tenacity.retry_if_result(lambda reply: reply.status == 418) | tenacity.retry_if_exception_type(KeyError),
    )
    reply = await stack(Fake(Reply(418), Reply(418), Reply(200)), retry).send(ASK)
    assert (reply.attempt, runtime.waits) == (3, [3, 13])


async def test_tenacity_sees_the_runtimes_clock(runtime: VirtualRuntime) -> None:
    retry = Retry(runtime=runtime, stop=tenacity.stop_after_delay(25), wait=tenacity.wait_fixed(10))
    assert (await stack(Fake(*[Reply(503)] * 9), retry).send(ASK)).attempt == 4


async def test_own_rule_replaces_ours(runtime: VirtualRuntime) -> None:
    retry = Retry(runtime=runtime, retry=tenacity.retry_if_exception_type(ConnectionFailed))
    assert (await stack(Fake(Reply(503)), retry).send(ASK)).attempt == 1


async def test_discarded_streams_are_closed(runtime: VirtualRuntime) -> None:
    closed: list[int] = []

    async def chunks(number: int) -> object:
        try:
            yield b"refused"
        finally:
            closed.append(number)

    async def answer(request: Request) -> Reply:
        body = chunks(request.attempt)
        if request.attempt < 3:
            await anext(body)  # type: ignore[call-overload]
        return Reply(503 if request.attempt < 3 else 200, chunks=body)  # type: ignore[arg-type]

    reply = await stack(Fake(answer), Retry(runtime=runtime)).send(Request("GET", ASK.url, stream=True))
    assert closed == [1, 2]
    assert await reply.read() == b"refused"


async def test_stream_that_breaks_after_its_head_is_not_begun_again(runtime: VirtualRuntime) -> None:
    async def broken() -> object:
        yield b"row"
        raise ConnectionFailed("cut")

    fake = Fake(Reply(200, chunks=broken()))  # type: ignore[arg-type]
    reply = await stack(fake, Retry(runtime=runtime)).send(Request("GET", ASK.url, stream=True))
    with pytest.raises(ConnectionFailed):
        await reply.read()
    assert len(fake.requests) == 1


async def test_cancellation_is_never_tried_again(runtime: VirtualRuntime) -> None:
    async def forever(_: Request) -> Reply:
        scope.cancel()
        await anyio.sleep_forever()
        return Reply(200)

    fake = Fake(forever)
    with anyio.CancelScope() as scope:
        await stack(fake, Retry(runtime=runtime)).send(ASK)
    assert scope.cancelled_caught
    assert len(fake.requests) == 1


def test_blocking_code_is_served_by_the_same_layer() -> None:
    runtime = VirtualBlockingRuntime()
    fake = Fake(Reply(429, {"retry-after": "9"}), text_reply("in"))
    assert drive(stack(fake, Retry(runtime=runtime)).send(ASK)).body == b"in"
    assert runtime.waits == [9.0]


async def test_faults_on_the_wire_are_survived(server: Server, runtime: VirtualRuntime) -> None:
    server.script(Answer(503), Answer(reset=True), Answer(body=b"whole", cut=2), Answer(body=json_reply([1]).body))
    transport = stack(HttpxTransport(), Retry(runtime=runtime))
    reply = await transport.send(Request("GET", server.url))
    assert (reply.body, len(server.seen)) == (b"[1]", 4)
    await transport.aclose()
