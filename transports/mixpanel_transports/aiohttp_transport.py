"""The fastest HTTP transport, for asyncio alone: aiohttp (extra ``mixpanel-async[aiohttp]``)."""

from __future__ import annotations

import asyncio
import math
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mixpanel_transports._coding import LARGE_BODY, decoded
from mixpanel_transports._failures import (
    closed,
    connection_failed,
    deadline_exceeded,
    foreign_loop,
    malformed,
    tellable,
)
from mixpanel_transports._proxies import Proxies
from mixpanel_transports._wire import LONGEST_CONNECT, framed, lower, split, wire_headers
from mixpanel_transports.body import Chunks
from mixpanel_transports.errors import ClosedError
from mixpanel_transports.message import Reply, Request

if TYPE_CHECKING:
    import aiohttp


class AiohttpTransport:
    """HTTP/1.1 on asyncio, with at most *max_connections* exchanges under way; others wait for their turn.

    *verify* is an SSL context of yours, or ``False``, where the system's certificates do not do. Proxies are taken
    from the environment unless *trust_env* is false. A transport serves one event loop, the first that uses it.
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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._in_use = 0

    @property
    def in_use(self) -> int:
        """How many exchanges are under way now."""
        return self._in_use

    def __repr__(self) -> str:
        return f"<AiohttpTransport: {self._in_use} exchanges under way>"

    async def send(self, request: Request) -> Reply:
        """Make the exchange."""
        session = self._enter()
        self._in_use += 1
        try:
            with _our_errors(request):
                response = await _head(session, request, self._proxies.find(split(request)[0]))
                if request.stream:
                    self._in_use += 1
                    return self._streamed(request, response)
                return await _whole(response)
        finally:
            self._in_use -= 1

    async def aclose(self) -> None:
        """Close every connection."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    def _enter(self) -> aiohttp.ClientSession:
        if self._closed:
            raise closed(self)
        loop = _running_loop()
        if self._session is None:
            self._loop, self._session = loop, self._new_session()
        if self._loop is not loop:
            raise foreign_loop(self)
        return self._session

    def _new_session(self) -> aiohttp.ClientSession:
        try:
            import aiohttp
        except ImportError as error:
            raise ImportError("AiohttpTransport needs aiohttp: pip install 'mixpanel-async[aiohttp]'") from error
        connector = aiohttp.TCPConnector(
            limit=self._max_connections, ssl=self._verify, keepalive_timeout=self._keepalive
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)

    def _streamed(self, request: Request, response: aiohttp.ClientResponse) -> Reply:
        async def release() -> None:
            self._in_use -= 1
            response.close()

        headers = lower(response.raw_headers)
        chunks = Chunks(_Source(request, response), release)
        return Reply(response.status, headers, chunks=chunks, framed=framed(headers))


class _Source:
    """The raw bytes of a response, with our errors."""

    def __init__(self, request: Request, response: aiohttp.ClientResponse) -> None:
        self._request = request
        self._response = response

    def __aiter__(self) -> _Source:
        return self

    async def __anext__(self) -> bytes:
        with _our_errors(self._request):
            chunk = await self._response.content.readany()
        if not chunk:
            raise StopAsyncIteration
        return chunk


async def _head(session: aiohttp.ClientSession, request: Request, proxy: str | None) -> aiohttp.ClientResponse:
    import aiohttp
    import yarl

    seconds = request.longest_silence if request.stream else request.deadline
    bound = None if math.isinf(seconds) else seconds
    whole, silence = (None, bound) if request.stream else (bound, None)
    exchange = session.request(
        request.method,
        yarl.URL(request.url, encoded=True),
        headers=wire_headers(request),
        data=request.body or None,
        proxy=proxy,
        allow_redirects=False,
        skip_auto_headers=("accept-encoding", "content-type"),
        timeout=aiohttp.ClientTimeout(total=whole, sock_connect=LONGEST_CONNECT, sock_read=silence),
    )
    if not request.stream:
        return await exchange
    async with asyncio.timeout(bound):
        return await exchange


async def _whole(response: aiohttp.ClientResponse) -> Reply:
    async with response:
        body = await response.read()
    headers = lower(response.raw_headers)
    if len(body) < LARGE_BODY:
        return Reply(response.status, headers, decoded(body, headers))
    return Reply(response.status, headers, await asyncio.to_thread(decoded, body, headers))


def _running_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise ClosedError("AiohttpTransport runs on asyncio only; use HttpxTransport here") from None


@contextmanager
def _our_errors(request: Request) -> Iterator[None]:
    import aiohttp

    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise connection_failed(request, error) from tellable(request, error)
    except TimeoutError:
        raise deadline_exceeded(request) from None
    except aiohttp.ClientResponseError as error:
        # The error itself shows the request, query string and headers included.
        raise connection_failed(request, error.message) from None
    except aiohttp.ClientError as error:
        raise connection_failed(request, error) from tellable(request, error)
    except ValueError:
        raise malformed(request) from None
