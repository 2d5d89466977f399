"""The HTTP transport of blocking code: httpx's connections, one pool for all threads of a process."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

import httpcore

from mixpanel_transports._coding import decoded
from mixpanel_transports._failures import closed
from mixpanel_transports._httpcore import our_errors, through, tls_context, written
from mixpanel_transports._proxies import Proxies
from mixpanel_transports._punctual import PunctualSockets, within
from mixpanel_transports._wire import LONGEST_CONNECT, Origin, framed, lower
from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request

_FOREVER = float("inf")


class BlockingHttpxTransport:
    """HTTP/1.1 that holds the calling thread: ``send`` is a coroutine by form, for ``drive``. Threads may share it.

    *verify*, *max_connections*, *keepalive* and *trust_env* mean what they mean for ``HttpxTransport``. A forked child
    makes connections of its own.
    """

    def __init__(
        self,
        *,
        verify: ssl.SSLContext | bool = True,
        max_connections: int = 100,
        keepalive: float = 30.0,
        trust_env: bool = True,
    ) -> None:
        self._verify = verify
        self._max_connections = max_connections
        self._keepalive = keepalive
        self._proxies = Proxies(trust_env)
        # By process, scheme and proxy: a child keeps, and never touches, the sockets it inherited.
        self._pools: dict[tuple[int, str, str | None], httpcore.ConnectionPool] = {}
        self._closed = False

    def __repr__(self) -> str:
        return f"<BlockingHttpxTransport: at most {self._max_connections} connections>"

    async def send(self, request: Request) -> Reply:
        """Make the exchange before returning."""
        if self._closed:
            raise closed(self)
        bound = request.longest_silence if request.stream else request.deadline
        with our_errors(request), within(bound):
            origin, wire = written(request, {"connect": LONGEST_CONNECT, "pool": None if bound == _FOREVER else bound})
            response = self._pool(origin).handle_request(wire)
            return _streamed(request, response) if request.stream else _whole(response)

    async def aclose(self) -> None:
        """Close this process's connections."""
        self._closed = True
        for (process, *_), pool in [*self._pools.items()]:
            if process == os.getpid():
                pool.close()

    def _pool(self, origin: Origin) -> httpcore.ConnectionPool:
        """The pool of this process. Two threads may both make one at first: the one put there first is everyone's."""
        proxy = self._proxies.find(origin)
        key = (os.getpid(), origin.scheme, proxy)
        return self._pools.get(key) or self._pools.setdefault(key, self._new_pool(origin.scheme, proxy))

    def _new_pool(self, scheme: str, proxy: str | None) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            tls_context(self._verify) if scheme == "https" else None,
            proxy=None if proxy is None else through(proxy),
            max_connections=self._max_connections,
            max_keepalive_connections=self._max_connections,
            keepalive_expiry=self._keepalive,
            network_backend=PunctualSockets(),
        )


class _Source:
    """The raw bytes of a response, with our errors."""

    def __init__(self, request: Request, bytes_: Iterator[bytes]) -> None:
        self._request = request
        self._bytes = bytes_

    def __aiter__(self) -> _Source:
        return self

    async def __anext__(self) -> bytes:
        with our_errors(self._request), within(self._request.longest_silence):
            chunk = next(self._bytes, None)
        if chunk is None:
            raise StopAsyncIteration
        return chunk


def _whole(response: httpcore.Response) -> Reply:
    try:
        body = response.read()
    finally:
        response.close()
    headers = lower(response.headers)
    return Reply(response.status, headers, decoded(body, headers))


def _streamed(request: Request, response: httpcore.Response) -> Reply:
    async def release() -> None:
        response.close()

    headers = lower(response.headers)
    chunks = Chunks(_Source(request, response.iter_stream()), release)
    return Reply(response.status, headers, chunks=chunks, framed=framed(headers))
