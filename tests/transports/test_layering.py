"""The order of the standard layers, and what each position is good for."""

from __future__ import annotations

import pytest

from mixpanel_transports import (
    Auth,
    Fake,
    Layer,
    Limits,
    Quota,
    RateLimitError,
    Reply,
    Request,
    Retry,
    Throttle,
    Trace,
    TraceEvent,
    standard,
)
from tests.virtual import VirtualRuntime

pytestmark = pytest.mark.anyio

ASK = Request("GET", "https://mixpanel.test/")


class Token:
    """A new token at each call."""

    def __init__(self) -> None:
        self.issued = 0

    async def authorization(self) -> str:
        self.issued += 1
        return f"Bearer s3cret-{self.issued}"


@pytest.fixture
def runtime() -> VirtualRuntime:
    return VirtualRuntime()


async def test_order_from_the_outside_in(runtime: VirtualRuntime) -> None:
    layer = standard(Fake(), credential=Token(), runtime=runtime, quota=Quota(), hooks=[print])
    order = []
    while isinstance(layer, Layer):
        order.append(type(layer))
        layer = layer.inner
    assert order == [Trace, Retry, Throttle, Auth]


async def test_each_attempt_is_signed_anew(runtime: VirtualRuntime) -> None:
    fake = Fake(Reply(503), Reply(200))
    await standard(fake, credential=Token(), runtime=runtime).send(ASK)
    signed = [request.headers["authorization"] for request in fake.requests]
    assert signed == ["Bearer s3cret-1", "Bearer s3cret-2"]


async def test_each_attempt_counts_against_the_budget(runtime: VirtualRuntime) -> None:
    quota = Quota({"query": Limits(per_hour=2)})
    transport = standard(Fake(lambda _: Reply(503)), runtime=runtime, quota=quota)
    with pytest.raises(RateLimitError, match="2 calls an hour"):
        await transport.send(ASK)


async def test_a_call_waiting_for_its_turn_is_not_signed_yet(runtime: VirtualRuntime) -> None:
    token, quota = Token(), Quota({"query": Limits(per_hour=1)})
    transport = standard(Fake(Reply(200)), credential=token, runtime=runtime, quota=quota)
    await transport.send(ASK)
    with pytest.raises(RateLimitError):
        await transport.send(ASK)
    assert token.issued == 1


async def test_trace_sees_what_the_caller_sees(runtime: VirtualRuntime) -> None:
    events: list[TraceEvent] = []
    await standard(Fake(Reply(503), Reply(200)), runtime=runtime, hooks=[events.append]).send(ASK)
    assert [(event.status, event.attempt) for event in events] == [(200, 2)]


async def test_429_with_retry_after_is_waited_for_once(runtime: VirtualRuntime) -> None:
    fake = Fake(Reply(429, {"retry-after": "20"}), Reply(200))
    assert (await standard(fake, runtime=runtime, quota=Quota()).send(ASK)).attempt == 2
    assert runtime.waits == [20.0]


async def test_closing_reaches_the_leaf(runtime: VirtualRuntime) -> None:
    fake = Fake()
    await standard(fake, credential=Token(), runtime=runtime, quota=Quota(), hooks=[print]).aclose()
    assert fake.closed


async def test_layer_alone_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="stack"):
        await Auth(Token()).send(ASK)


async def test_no_repr_shows_a_secret(runtime: VirtualRuntime) -> None:
    class Leaky(Token):
        def __repr__(self) -> str:
            return "s3cret"

    transport = standard(Fake(Reply(200)), credential=Leaky(), runtime=runtime, quota=Quota(), hooks=[print])
    await transport.send(ASK)
    layer = transport
    while isinstance(layer, Layer):
        assert "s3cret" not in repr(layer)
        layer = layer.inner
    assert "s3cret" not in repr(Request("GET", "u", {"authorization": "s3cret"}, b"s3cret"))


def test_throttle_and_retry_need_a_runtime() -> None:
    for make in (Retry, lambda: Throttle(quota=Quota())):
        with pytest.raises(TypeError, match="runtime"):
            make()
