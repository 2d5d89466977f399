"""The default HTTP transport for asyncio and trio: httpx's connections, lent from a stack instead of a scanned pool."""

from __future__ import annotations

import ssl
from contextlib import suppress

import anyio
import anyio.lowlevel
import anyio.to_thread
import httpcore

from mixpanel_transports._coding import LARGE_BODY, decoded
from mixpanel_transports._connections import Connection, connect
from mixpanel_transports._failures import closed, foreign_loop, no_loop
from mixpanel_transports._httpcore import our_errors, tls_context, written
from mixpanel_transports._lender import Lease, Lender
from mixpanel_transports._proxies import Proxies
from mixpanel_transports._wire import LONGEST_CONNECT, Origin, framed, lower
from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request


class HttpxTransport:
    """HTTP/1.1 on asyncio or trio, with at most *max_connections* exchanges under way; others wait for their turn.

    *verify* is an SSL context of yours, or ``False``, where the usual certificates do not do. Idle connections are
    closed after *keepalive* seconds. Proxies are taken from the environment unless *trust_env* is false. Redirects
    are replies. A transport serves one event loop, the first that uses it. A cancelled exchange closes its connection.
    An exchange that finds its connection given up by the server is made again, once, on a new one, if it is safe.
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
        self._tls = verify if isinstance(verify, ssl.SSLContext) else None
        self._tls_lock = anyio.Lock()
        self._keepalive = keepalive
        self._proxies = Proxies(trust_env)
        self._lender = Lender(max_connections, keepalive, self._connect)
        self._at_home: anyio.lowlevel.RunVar[bool] = anyio.lowlevel.RunVar("mixpanel_transports.at_home", default=False)
        self._has_home = False
        self._closed = False

    @property
    def in_use(self) -> int:
        """How many exchanges hold a connection now."""
        return self._lender.in_use

    def __repr__(self) -> str:
        return f"<HttpxTransport: {self.in_use} connections in use>"

    async def send(self, request: Request) -> Reply:
        """Make the exchange."""
        self._enter()
        with our_errors(request), anyio.fail_after(request.longest_silence if request.stream else request.deadline):
            lease, response = await self._head(request)
            if request.stream:
                return self._streamed(request, lease, response)
            return await self._whole(lease, response)

    async def aclose(self) -> None:
        """Close idle connections; an exchange under way may end, and then closes its own."""
        self._closed = True
        await self._lender.aclose()

    def _enter(self) -> None:
        if self._closed:
            raise closed(self)
        try:
            at_home = self._at_home.get()
        except RuntimeError:
            raise no_loop(self) from None
        if self._has_home and not at_home:
            raise foreign_loop(self)
        if not at_home:
            self._has_home = True
            self._at_home.set(True)

    async def _head(self, request: Request) -> tuple[Lease, httpcore.Response]:
        silence = request.longest_silence if request.stream else None
        origin, wire = written(request, {"connect": LONGEST_CONNECT, "read": silence})
        fresh = False
        while True:
            lease = await self._lender.borrow(origin, fresh=fresh)
            try:
                return lease, await lease.connection.handle_async_request(wire)
            except BaseException as error:
                await self._lender.give_back(lease)
                fresh = lease.reused and request.safe and _hung_up(error)
                if not fresh:
                    raise

    async def _whole(self, lease: Lease, response: httpcore.Response) -> Reply:
        try:
            body = await response.aread()
            await response.aclose()
        finally:
            await self._lender.give_back(lease)
        headers = lower(response.headers)
        if len(body) < LARGE_BODY:
            return Reply(response.status, headers, decoded(body, headers))
        return Reply(response.status, headers, await anyio.to_thread.run_sync(decoded, body, headers))

    def _streamed(self, request: Request, lease: Lease, response: httpcore.Response) -> Reply:
        source = _Source(request, response)

        async def release() -> None:
            with anyio.CancelScope(shield=True):
                if not source.ended:
                    await source.abandon(lease.connection)
                await response.aclose()
                await self._lender.give_back(lease)

        headers = lower(response.headers)
        return Reply(response.status, headers, chunks=Chunks(source, release), framed=framed(headers))

    async def _connect(self, origin: Origin) -> Connection:
        tls = await self._tls_context() if origin.scheme == "https" else None
        return connect(origin, tls, self._keepalive, self._proxies.find(origin))

    async def _tls_context(self) -> ssl.SSLContext:
        """One context for all connections; reading the certificates takes long enough to be done in a thread."""
        async with self._tls_lock:
            if self._tls is None:
                self._tls = await anyio.to_thread.run_sync(tls_context, self._verify)
            return self._tls


class _Source:
    """The raw bytes of a response, with our errors."""

    def __init__(self, request: Request, response: httpcore.Response) -> None:
        self.ended = False
        self._request = request
        self._bytes = response.aiter_stream()

    def __aiter__(self) -> _Source:
        return self

    async def __anext__(self) -> bytes:
        try:
            with our_errors(self._request):
                return await anext(self._bytes)
        except BaseException:
            self.ended = True
            raise

    async def abandon(self, connection: Connection) -> None:
        """Hang up, and let the library's generators run into that: trio warns of generators left unfinished."""
        await connection.aclose()
        with suppress(httpcore.NetworkError, httpcore.ProtocolError):
            async for _ in self._bytes:
                pass


def _hung_up(error: BaseException) -> bool:
    """Whether *error* is how a connection behaves that the server had closed while it was idle."""
    return isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError))
