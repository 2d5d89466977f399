"""Lends connections, one for each exchange: the one used last first, so that nothing is ever searched."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable

import anyio
from attrs import frozen

from mixpanel_transports._connections import Connection
from mixpanel_transports._wire import Origin


@frozen(eq=False)
class Lease:
    """A connection while one exchange has it."""

    origin: Origin
    connection: Connection
    reused: bool


class Lender:
    """At most *capacity* leases at once. The work per lease does not grow with the number of connections.

    Idle connections form a stack per origin: under less load its bottom grows old, and is closed after *keepalive*
    seconds, one for each lease given back.
    """

    def __init__(self, capacity: int, keepalive: float, connect: Callable[[Origin], Awaitable[Connection]]) -> None:
        self.in_use = 0
        self._keepalive = keepalive
        self._connect = connect
        self._closed = False
        self._places = anyio.Semaphore(capacity, fast_acquire=True)
        self._idle: dict[Origin, deque[tuple[float, Connection]]] = defaultdict(deque)

    async def borrow(self, origin: Origin, *, fresh: bool) -> Lease:
        """A connection to *origin*, a new one if *fresh*; it must be given back."""
        await self._places.acquire()
        self.in_use += 1
        try:
            return await self._find(origin, fresh=fresh)
        except BaseException:
            self._leave()
            raise

    async def give_back(self, lease: Lease) -> None:
        """Keep the connection for others, or close it if its exchange did not end well."""
        try:
            if lease.connection.is_available() and not self._closed:
                await self._keep(lease)
            else:
                await _close(lease.connection)
        finally:
            self._leave()

    async def aclose(self) -> None:
        """Close what is idle, and from now on what is given back."""
        self._closed = True
        while self._idle:
            for _, connection in self._idle.popitem()[1]:
                await _close(connection)

    async def _find(self, origin: Origin, *, fresh: bool) -> Lease:
        stack = self._idle[origin]
        while stack and not fresh:
            _, connection = stack.pop()
            if not connection.has_expired():
                return Lease(origin, connection, reused=True)
            await _close(connection)
        return Lease(origin, await self._connect(origin), reused=False)

    async def _keep(self, lease: Lease) -> None:
        now = time.monotonic()
        stack = self._idle[lease.origin]
        stack.append((now, lease.connection))
        if stack[0][0] + self._keepalive < now:
            await _close(stack.popleft()[1])

    def _leave(self) -> None:
        self.in_use -= 1
        self._places.release()


async def _close(connection: Connection) -> None:
    """Close also while being cancelled."""
    with anyio.CancelScope(shield=True):
        await connection.aclose()
