"""Every HTTP transport behind one way to run a test case, on every event loop it supports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import anyio
from attrs import frozen
from blockbuster import blockbuster_ctx

from mixpanel_transports import (
    AiohttpTransport,
    BlockingHttpxTransport,
    HttpxTransport,
    Portal,
    Transport,
)
from mixpanel_transports.drive import drive

Case = Callable[[Transport], Awaitable[None]]


@frozen
class Leaf:
    """A transport and where it runs; no *backend* means without an event loop."""

    name: str
    make: Callable[[], Transport]
    backend: str | None = None

    def run(self, case: Case) -> None:
        """Run *case* with a new transport, closed afterwards."""
        if self.backend is None:
            drive(self._run(case))
            return
        with blockbuster_ctx():
            anyio.run(self._run, case, backend=self.backend)

    async def _run(self, case: Case) -> None:
        transport = self.make()
        try:
            await case(transport)
        finally:
            await transport.aclose()


ASYNC_LEAVES = [
    Leaf("httpx-asyncio", HttpxTransport, "asyncio"),
    Leaf("httpx-trio", HttpxTransport, "trio"),
    Leaf("aiohttp", AiohttpTransport, "asyncio"),
]
LEAVES = [
    *ASYNC_LEAVES,
    Leaf("blocking", BlockingHttpxTransport),
    Leaf("portal-aiohttp", partial(Portal, AiohttpTransport)),
    Leaf("portal-trio", partial(Portal, HttpxTransport, backend="trio")),
]
