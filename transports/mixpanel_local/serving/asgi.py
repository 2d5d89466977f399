"""A transport as an ASGI application."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import aclosing
from typing import Any, Final, TypeAlias

import anyio

from mixpanel_transports.errors import MixpanelError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Transport

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

_STREAMED: Final = "/api/2.0/export"


def application(transport: Transport) -> App:
    """Answers HTTP through *transport*, which is closed at shutdown. A client that leaves ends its question."""

    async def run(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(transport, receive, send)
        elif scope["type"] == "http":
            await _exchange(transport, scope, receive, send)

    return run


async def _live(transport: Transport, receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await transport.aclose()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _exchange(transport: Transport, scope: Message, receive: Receive, send: Send) -> None:
    request = await _request(scope, receive)
    if request is None:
        return
    async with anyio.create_task_group() as tasks:

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(watch)
        reply = await _reply(transport, request)
        await _respond(reply, send)
        tasks.cancel_scope.cancel()


async def _reply(transport: Transport, request: Request) -> Reply:
    try:
        return await transport.send(request)
    except MixpanelError as error:
        body = {"status": "error", "error": error.message}
        return Reply(500, {"content-type": "application/json"}, json.dumps(body).encode())


async def _request(scope: Message, receive: Receive) -> Request | None:
    """What is asked; None where the client leaves before it has said so."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    raw_path = scope.get("raw_path") or scope["path"].encode()
    origin = f"{scope.get('scheme', 'http')}://{headers.get('host', 'localhost')}"
    url = f"{origin}{raw_path.decode()}?{scope['query_string'].decode()}"
    return Request(scope["method"], url, headers, bytes(body), stream=scope["path"].rstrip("/") == _STREAMED)


async def _respond(reply: Reply, send: Send) -> None:
    """Say the reply. One that breaks off leaves the response unfinished, which closes the connection."""
    headers = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers.items()]
    if reply.chunks is None:
        headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    try:
        async with aclosing(_chunks(reply)) as chunks:
            async for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except MixpanelError:
        return
    await send({"type": "http.response.body", "body": b""})


async def _chunks(reply: Reply) -> AsyncGenerator[bytes, None]:
    if reply.chunks is None:
        yield reply.body
        return
    async with aclosing(reply.chunks) as chunks:
        async for chunk in chunks:
            yield chunk
