"""How the async HTTP transport connects: straight to the server, or through a proxy."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Protocol

import httpcore
from attrs import field, frozen
from httpcore import SOCKET_OPTION

from mixpanel_transports._httpcore import through
from mixpanel_transports._wire import Origin


class Connection(Protocol):
    """Carries one exchange at a time, over one socket."""

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send, and receive the head of the answer."""
        ...

    def is_available(self) -> bool:
        """Whether the last exchange ended so that another may follow."""
        ...

    def has_expired(self) -> bool:
        """Whether it idled too long, or the server has hung up."""
        ...

    async def aclose(self) -> None:
        """Close the socket."""
        ...


def connect(origin: Origin, tls: ssl.SSLContext | None, keepalive: float, proxy: str | None) -> Connection:
    """A connection to *origin* that opens with its first request."""
    sockets = _Sockets()
    if proxy is not None:
        pool = httpcore.AsyncConnectionPool(
            tls, proxy=through(proxy), max_connections=1, keepalive_expiry=keepalive, network_backend=sockets
        )
        return _Proxied(pool, sockets)
    target = httpcore.Origin(origin.scheme.encode(), origin.host.encode(), origin.port)
    return _Direct(httpcore.AsyncHTTPConnection(target, tls, keepalive, network_backend=sockets), sockets)


class _Sockets(httpcore.AsyncNetworkBackend):
    """Opens sockets as the library does, and keeps them: the library loses one whose TLS handshake is cancelled."""

    def __init__(self) -> None:
        # The library declares a stand-in too, for environments without anyio.
        self._backend: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()  # pyright: ignore[reportAttributeAccessIssue]
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        self._opened.append(stream)
        return stream

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    async def aclose(self) -> None:
        while self._opened:
            await self._opened.pop().aclose()


@frozen
class _Direct:
    """A connection to the server itself."""

    _connection: httpcore.AsyncHTTPConnection = field(repr=False)
    _sockets: _Sockets = field(repr=False)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        return await self._connection.handle_async_request(request)

    def is_available(self) -> bool:
        return self._connection.is_available()

    def has_expired(self) -> bool:
        return self._connection.has_expired()

    async def aclose(self) -> None:
        await self._connection.aclose()
        await self._sockets.aclose()


@frozen
class _Proxied:
    """A connection through a proxy: a pool of one, because the library keeps its proxied connections to itself."""

    _pool: httpcore.AsyncConnectionPool = field(repr=False)
    _sockets: _Sockets = field(repr=False)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        return await self._pool.handle_async_request(request)

    def is_available(self) -> bool:
        return all(connection.is_idle() for connection in self._pool.connections)

    def has_expired(self) -> bool:
        return any(connection.has_expired() for connection in self._pool.connections)

    async def aclose(self) -> None:
        await self._pool.aclose()
        await self._sockets.aclose()
