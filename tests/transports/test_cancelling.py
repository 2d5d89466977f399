"""Cancelled anywhere, nothing stays behind: no connection, no permit."""

from __future__ import annotations

from itertools import count

import pytest

from mixpanel_transports import AiohttpTransport, AnyioRuntime, HttpxTransport, Limits, Quota, Request, standard
from mixpanel_transports.transport import Transport
from tests.server import Answer, Server
from tests.transports.cancelling import cancel_at
from tests.transports.leaves import ASYNC_LEAVES, Leaf
from tests.waiting import LONGEST

MANY = 100


class Credential:
    async def authorization(self) -> str:
        return "Basic x"


@pytest.fixture(params=ASYNC_LEAVES, ids=lambda leaf: leaf.name)
def leaf(request: pytest.FixtureRequest) -> Leaf:
    chosen: Leaf = request.param
    return chosen


def in_use(transport: Transport) -> int:
    assert isinstance(transport, (HttpxTransport, AiohttpTransport))
    return transport.in_use


@pytest.mark.parametrize("reused", [False, True])
@pytest.mark.parametrize("stream", [False, True])
def test_at_each_suspension_of_an_exchange(leaf: Leaf, server: Server, stream: bool, reused: bool) -> None:
    server.respond = lambda _: Answer(pieces=[b"a" * 100, b"b" * 70_000, b"c"])
    request = Request("GET", server.url, stream=stream)

    async def case(transport: Transport) -> None:
        async def exchange() -> None:
            reply = await transport.send(request)
            try:
                await reply.read()
            finally:
                await reply.aclose()

        for n in count():
            if reused:
                await exchange()
            reached = await cancel_at(n, exchange)
            assert in_use(transport) == 0, f"cancelled at suspension {n}"
            if not reached:
                break
        assert n >= 2
        await exchange()

    leaf.run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_a_transport_of_one_connection_goes_on(server: Server, stream: bool) -> None:
    server.respond = lambda _: Answer(pieces=[b"a" * 100, b"b"])

    async def case(transport: Transport) -> None:
        async def exchange() -> None:
            await (await transport.send(Request("GET", server.url, stream=stream, deadline=LONGEST))).read()

        n = 0
        while await cancel_at(n, exchange):
            await exchange()
            n += 1

    for backend in ("asyncio", "trio"):
        Leaf("one", lambda: HttpxTransport(max_connections=1), backend).run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_through_the_standard_layers_no_permit_is_lost(leaf: Leaf, server: Server, stream: bool) -> None:
    server.respond = lambda _: Answer(pieces=[b"a" * 100, b"b"])

    async def case(transport: Transport) -> None:
        runtime = AnyioRuntime()
        quota = Quota({"query": Limits(concurrency=1)})
        layered = standard(transport, credential=Credential(), runtime=runtime, quota=quota)

        async def exchange() -> None:
            await (await layered.send(Request("GET", server.url, stream=stream, deadline=LONGEST))).read()

        n = 0
        while await cancel_at(n, exchange):
            assert in_use(transport) == 0
            await exchange()
            n += 1

    leaf.run(case)
