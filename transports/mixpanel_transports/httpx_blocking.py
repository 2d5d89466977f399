"""The HTTP transport of blocking code: one ``httpx.Client`` for all threads of a process."""

from __future__ import annotations

import math
import os
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from mixpanel_transports._coding import decoded
from mixpanel_transports._failures import closed, connection_failed, deadline_exceeded, malformed
from mixpanel_transports._wire import LONGEST_CONNECT, framed, lower, split, wire_headers
from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request


class BlockingHttpxTransport:
    """HTTP/1.1 that holds the calling thread: ``send`` is a coroutine by form, for ``drive``. Threads may share it.

    *verify*, *max_connections*, *keepalive* and *trust_env* mean what they mean for ``HttpxTransport``. A forked child
    makes connections of its own. The deadline is checked whenever bytes arrive, so a server that sends some and then
    falls silent is given up after at most twice the deadline.
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
        self._trust_env = trust_env
        # By process: a child keeps, and never touches, the sockets it inherited.
        self._clients: dict[int, httpx.Client] = {}
        self._closed = False

    def __repr__(self) -> str:
        return f"<BlockingHttpxTransport: at most {self._max_connections} connections>"

    async def send(self, request: Request) -> Reply:
        """Make the exchange before returning."""
        if self._closed:
            raise closed(self)
        ends = time.monotonic() + request.deadline
        with _our_errors(request):
            wire, waits = _written(request)
            response = self._client().send(wire, stream=True)
            if request.stream:
                return _streamed(request, response)
            waits["read"] = _seconds(max(ends - time.monotonic(), 0.001))
            return _whole(request, response, ends)

    async def aclose(self) -> None:
        """Close this process's connections."""
        self._closed = True
        client = self._clients.get(os.getpid())
        if client is not None:
            client.close()

    def _client(self) -> httpx.Client:
        """The client of this process. Two threads may both make one at first: the one put there first is everyone's."""
        process = os.getpid()
        return self._clients.get(process) or self._clients.setdefault(process, self._new_client())

    def _new_client(self) -> httpx.Client:
        limits = httpx.Limits(
            max_connections=self._max_connections,
            max_keepalive_connections=self._max_connections,
            keepalive_expiry=self._keepalive,
        )
        return httpx.Client(verify=self._verify, limits=limits, trust_env=self._trust_env)


class _Source:
    """The raw bytes of a response, with our errors."""

    def __init__(self, request: Request, response: httpx.Response) -> None:
        self._request = request
        self._bytes = response.iter_raw()

    def __aiter__(self) -> _Source:
        return self

    async def __anext__(self) -> bytes:
        with _our_errors(self._request):
            chunk = next(self._bytes, None)
        if chunk is None:
            raise StopAsyncIteration
        return chunk


def _written(request: Request) -> tuple[httpx.Request, dict[str, float | None]]:
    """The request for the library, and the waits it allows; the library reads those again before each phase."""
    split(request)
    bound = _seconds(request.longest_silence if request.stream else request.deadline)
    waits = {"connect": min(LONGEST_CONNECT, request.deadline), "read": bound, "write": bound, "pool": bound}
    headers = [(name.encode(), value.encode()) for name, value in wire_headers(request).items()]
    wire = httpx.Request(
        request.method, request.url, headers=headers, content=request.body, extensions={"timeout": waits}
    )
    return wire, waits


def _seconds(deadline: float) -> float | None:
    """*deadline* as sockets take it, which know no infinity."""
    return None if math.isinf(deadline) else deadline


def _whole(request: Request, response: httpx.Response, ends: float) -> Reply:
    parts: list[bytes] = []
    try:
        for part in response.iter_raw():
            parts.append(part)
            if time.monotonic() > ends:
                raise deadline_exceeded(request)
    finally:
        response.close()
    headers = lower(response.headers.raw)
    return Reply(response.status_code, headers, decoded(b"".join(parts), headers))


def _streamed(request: Request, response: httpx.Response) -> Reply:
    async def release() -> None:
        response.close()

    headers = lower(response.headers.raw)
    chunks = Chunks(_Source(request, response), release)
    return Reply(response.status_code, headers, chunks=chunks, framed=framed(headers))


@contextmanager
def _our_errors(request: Request) -> Iterator[None]:
    try:
        yield
    except (httpx.InvalidURL, httpx.LocalProtocolError, httpx.UnsupportedProtocol):
        raise malformed(request) from None
    except httpx.ConnectTimeout as error:
        raise connection_failed(request, error) from error
    except httpx.TimeoutException:
        raise deadline_exceeded(request) from None
    except httpx.TransportError as error:
        raise connection_failed(request, error) from error
