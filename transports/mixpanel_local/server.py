"""The embedded Mixpanel over HTTP, for clients in other processes and languages."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import aclosing
from os import PathLike
from typing import Any, Final, TypeAlias

from mixpanel_dataset.store import Store
from mixpanel_local.transport import LocalTransport
from mixpanel_transports.anyio_runtime import AnyioRuntime
from mixpanel_transports.errors import MixpanelError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Transport

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

# Seconds Ctrl-C leaves to replies under way.
_PATIENCE: Final = 5
_STREAMED: Final = "/api/2.0/export"


def serve(store_dir: str | PathLike[str], host: str = "127.0.0.1", port: int = 8080) -> None:
    """Serve the store in *store_dir* until Ctrl-C. Only this machine can connect, unless *host* says otherwise.

    There is no authentication: whoever can connect can read everything in the store.
    """
    import uvicorn

    Store.open(store_dir)
    uvicorn.run(app(store_dir), host=host, port=port, lifespan="on", timeout_graceful_shutdown=_PATIENCE)


def app(store_dir: str | PathLike[str]) -> App:
    """An ASGI application that answers Mixpanel's requests from the store in *store_dir*."""
    transport = LocalTransport(store_dir, runtime=AnyioRuntime())

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
    try:
        reply = await transport.send(request)
    except MixpanelError as error:
        reply = Reply(500, {"content-type": "application/json"}, json.dumps({"error": error.message}).encode())
    async with aclosing(_chunks(reply)) as chunks:
        await _respond(reply, chunks, send)


async def _request(scope: Message, receive: Receive) -> Request:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    raw_path = scope.get("raw_path") or scope["path"].encode()
    url = f"http://{headers.get('host', 'localhost')}{raw_path.decode()}?{scope['query_string'].decode()}"
    return Request(scope["method"], url, headers, body, stream=scope["path"].rstrip("/") == _STREAMED)


async def _respond(reply: Reply, chunks: AsyncIterator[bytes], send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in reply.headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    async for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _chunks(reply: Reply) -> AsyncGenerator[bytes, None]:
    if reply.chunks is None:
        yield reply.body
        return
    async with aclosing(reply.chunks) as chunks:
        async for chunk in chunks:
            yield chunk
