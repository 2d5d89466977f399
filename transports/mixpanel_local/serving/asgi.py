"""A transport as an ASGI application."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, MutableMapping
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
_MOST_BYTES: Final = 128 * 2**20
"""More than the largest lookup table there may be."""

_HOST: Final = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?", re.ASCII)


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
    body = await _body(receive)
    if body is None:
        return
    if len(body) > _MOST_BYTES:
        await _respond(_refusal(413, f"the body has more than {_MOST_BYTES} bytes; send it in parts"), send)
        return
    request = _request(scope, body)
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
        return _refusal(500, error.message)


def _refusal(status: int, error: str) -> Reply:
    body = {"status": "error", "error": error}
    return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())


async def _body(receive: Receive) -> bytes | None:
    """What is sent, of too much only the beginning; None where the client leaves before it has said it."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        if len(body) <= _MOST_BYTES:
            body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _request(scope: Message, body: bytes) -> Request:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    raw_path = scope.get("raw_path") or scope["path"].encode()
    origin = f"{scope.get('scheme', 'http')}://{_host(headers)}"
    url = f"{origin}{raw_path.decode()}?{scope['query_string'].decode()}"
    return Request(scope["method"], url, headers, body, stream=scope["path"].rstrip("/") == _STREAMED)


def _host(headers: Mapping[str, str]) -> str:
    """What the client calls this server; nothing that a path could be made of."""
    said = headers.get("host", "")
    return said if _HOST.fullmatch(said) else "localhost"


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
