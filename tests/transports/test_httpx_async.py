from __future__ import annotations

import threading

import pytest

from mixpanel_transports.httpx_async import HttpxTransport
from mixpanel_transports.message import Request
from tests.server import Answer, Server

pytestmark = pytest.mark.anyio


async def test_get(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(200, {"X-Name": "v"}, b"body"))
    reply = await transport.send(Request("GET", f"{server.url}/a?b=c", {"x-mine": "m"}))
    assert (reply.status, reply.body, reply.headers["x-name"]) == (200, b"body", "v")
    assert (server.seen[0].target, server.seen[0].headers["x-mine"]) == ("/a?b=c", "m")
    await transport.aclose()


async def test_stream_left_early(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(pieces=[b"a" * 100000, b"b"], pause=threading.Event()))
    reply = await transport.send(Request("GET", server.url, stream=True))
    assert reply.chunks is not None
    assert (await anext(reply.chunks))[:1] == b"a"
    await reply.aclose()
    assert transport.in_use == 0
    await transport.aclose()
