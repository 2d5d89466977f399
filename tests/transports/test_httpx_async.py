"""What only the default async transport does."""

from __future__ import annotations

import asyncio
import ssl
import threading
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from mixpanel_transports import AiohttpTransport, ClosedError, ConnectionFailed, HttpxTransport, Request
from tests.server import Answer, Server
from tests.transports.cancelling import cancel_at


async def ask(transport: HttpxTransport, server: Server, **options: object) -> bytes:
    return (await transport.send(Request("GET", server.url, **options))).body  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_given_up_connection_is_replaced_at_once(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(body=b"1", close=True), Answer(body=b"2"))
    assert [await ask(transport, server), await ask(transport, server)] == [b"1", b"2"]
    assert (server.connections, transport.in_use) == (2, 0)
    await transport.aclose()


@pytest.mark.anyio
async def test_safe_exchange_reset_on_an_old_connection_is_made_again(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(body=b"1"), Answer(reset=True), Answer(body=b"2"))
    assert [await ask(transport, server), await ask(transport, server)] == [b"1", b"2"]
    await transport.aclose()


@pytest.mark.anyio
async def test_unsafe_exchange_reset_on_an_old_connection_is_not(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(), Answer(reset=True))
    await ask(transport, server)
    with pytest.raises(ConnectionFailed):
        await ask(transport, server, safe=False)
    assert len(server.seen) == 2
    await transport.aclose()


@pytest.mark.anyio
async def test_reset_on_a_new_connection_is_the_callers_to_retry(server: Server) -> None:
    transport = HttpxTransport()
    server.script(Answer(reset=True))
    with pytest.raises(ConnectionFailed):
        await ask(transport, server)
    assert len(server.seen) == 1
    await transport.aclose()


@pytest.mark.anyio
async def test_connections_idle_too_long_are_closed(server: Server) -> None:
    transport = HttpxTransport(keepalive=0.0)
    for _ in range(3):
        await ask(transport, server)
    assert server.connections == 3
    await transport.aclose()


@pytest.mark.anyio
async def test_at_most_max_connections_are_open(server: Server) -> None:
    transport = HttpxTransport(max_connections=3)
    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(ask, transport, server)
    assert (len(server.seen), server.connections <= 3, transport.in_use) == (20, True, 0)
    await transport.aclose()


@pytest.mark.anyio
async def test_open_streams_are_counted(server: Server) -> None:
    transport = HttpxTransport()
    replies = [await transport.send(Request("GET", server.url, stream=True)) for _ in range(2)]
    assert transport.in_use == 2
    for reply in replies:
        await reply.aclose()
    assert transport.in_use == 0
    await transport.aclose()


@pytest.mark.anyio
async def test_exchange_under_way_survives_close(server: Server) -> None:
    transport, go_on, bodies = HttpxTransport(), threading.Event(), []
    server.script(Answer(body=b"whole", hold=go_on))

    async def exchange() -> None:
        bodies.append(await ask(transport, server))

    async with anyio.create_task_group() as group:
        group.start_soon(exchange)
        await anyio.to_thread.run_sync(server.wait_for_request)
        await transport.aclose()
        go_on.set()
    assert (bodies, transport.in_use) == ([b"whole"], 0)


@pytest.mark.parametrize("make", [HttpxTransport, AiohttpTransport])
def test_another_event_loop_is_refused(make: type[HttpxTransport], server: Server) -> None:
    loop = asyncio.new_event_loop()
    transport = make()
    loop.run_until_complete(ask(transport, server))
    with pytest.raises(ClosedError, match="belongs to another event loop"):
        asyncio.run(ask(transport, server))
    loop.run_until_complete(transport.aclose())
    loop.close()


def test_aiohttp_outside_asyncio_says_what_to_use() -> None:
    with pytest.raises(ClosedError, match="use HttpxTransport"):
        anyio.run(AiohttpTransport().send, Request("GET", "http://127.0.0.1:1/"), backend="trio")


@pytest.mark.anyio
async def test_environment_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url.replace("://", "://user:s3cret@"))
    monkeypatch.setenv("no_proxy", "")
    transport = HttpxTransport()
    reply = await transport.send(Request("GET", "http://mixpanel.test/api/x?y=1"))
    assert (reply.status, server.seen[0].target) == (200, "http://mixpanel.test/api/x?y=1")
    assert server.seen[0].headers["proxy-authorization"] == "Basic dXNlcjpzM2NyZXQ="
    assert transport.in_use == 0
    await transport.aclose()


@pytest.mark.anyio
async def test_environment_is_ignored_on_request(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    transport = HttpxTransport(trust_env=False)
    assert await ask(transport, server) == b""
    await transport.aclose()


@pytest.mark.anyio
async def test_unknown_certificate_is_refused(tls_server: Server) -> None:
    transport = HttpxTransport()
    with pytest.raises(ConnectionFailed, match="CERTIFICATE_VERIFY_FAILED"):
        await ask(transport, tls_server)
    assert (tls_server.seen, transport.in_use) == ([], 0)
    await transport.aclose()


@pytest.mark.anyio
async def test_context_of_the_caller_is_used(tls_server: Server, certificate: Path) -> None:
    transport = HttpxTransport(verify=ssl.create_default_context(cafile=str(certificate / "cert.pem")))
    for _ in range(2):
        await ask(transport, tls_server)
    assert tls_server.connections == 1
    await transport.aclose()


@pytest.mark.anyio
async def test_cancelled_at_each_suspension_over_tls(tls_server: Server, certificate: Path) -> None:
    tls, n, reached = ssl.create_default_context(cafile=str(certificate / "cert.pem")), 0, True
    while reached:
        transport = HttpxTransport(verify=tls)
        reached = await cancel_at(n, partial(ask, transport, tls_server))
        assert transport.in_use == 0
        await transport.aclose()
        n += 1
    assert n > 4
