"""How the async HTTP transport connects: straight to the server, or through a proxy."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from mixpanel_transports._wire import Origin

if TYPE_CHECKING:
    import httpcore


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
    import httpcore

    if proxy is not None:
        return _Proxied(httpcore.AsyncConnectionPool(tls, proxy=_proxy(proxy), max_connections=1))
    target = httpcore.Origin(origin.scheme.encode(), origin.host.encode(), origin.port)
    return httpcore.AsyncHTTPConnection(target, tls, keepalive_expiry=keepalive)


@frozen
class _Proxied:
    """A connection through a proxy: a pool of one, because the library keeps its proxied connections to itself."""

    _pool: httpcore.AsyncConnectionPool = field(repr=False)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        return await self._pool.handle_async_request(request)

    def is_available(self) -> bool:
        return all(connection.is_idle() for connection in self._pool.connections)

    def has_expired(self) -> bool:
        return any(connection.has_expired() for connection in self._pool.connections)

    async def aclose(self) -> None:
        await self._pool.aclose()


def _proxy(url: str) -> httpcore.Proxy:
    import httpcore

    parts = urlsplit(url if "://" in url else f"http://{url}")
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore.Proxy(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), auth=user)
