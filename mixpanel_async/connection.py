"""The line to one project: performs calls through a transport until it is closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from attrs import evolve

from mixpanel_async.call import Call
from mixpanel_async.codec import decode, encode, refuse
from mixpanel_async.discovery.cache import Cache
from mixpanel_async.discretion import Discretion
from mixpanel_async.session import Session
from mixpanel_transports.errors import ClosedError, MixpanelError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.quota import Quota
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Transport

T = TypeVar("T")


class Connection:
    """A session, the transport that serves it, the runtime it waits by, the calendar it calls today and the
    clock it tells the time by, in seconds since 1970.

    *live* says that Mixpanel itself answers, which will stop answering what is deprecated. *discretion* has signed what
    the transport sends; *quota* is what it keeps to, for those who plan ahead.
    """

    def __init__(
        self,
        session: Session,
        transport: Transport,
        runtime: Runtime,
        *,
        timeout: float | None = None,
        today: Callable[[], date] = date.today,
        wall_clock: Callable[[], float] = time.time,
        strict: bool = False,
        live: bool = False,
        discovery_ttl: float = 0.0,
        discretion: Discretion | None = None,
        quota: Quota | None = None,
    ) -> None:
        self.session = session
        self.runtime = runtime
        self.today = today
        self.wall_clock = wall_clock
        self.quota = quota
        self.cache = Cache(runtime, discovery_ttl)
        self._strict = strict
        self._discretion = discretion or Discretion(session.account)
        self._live = live
        self.view: int | None = None
        self.view_lock = runtime.lock()
        self._transport = transport
        self._timeout = timeout
        self._closed = False

    async def perform(self, call: Call[T]) -> T:
        """Send *call* and read its reply."""
        if call.deprecated is not None and self._live:
            call.deprecated.warn()
        request = encode(call, self.session, deadline=self._timeout)
        try:
            return self._read(call, request, await self._send(request))
        finally:
            # What was listed before a change may not hold after it, also where the change seems to have failed.
            if call.family == "app" and call.method != "GET":
                self.cache.clear()

    async def stream(self, call: Call[Any]) -> Reply:
        """Send *call*; the reply's chunks are still to come, and the caller closes it."""
        request = encode(call, self.session, deadline=self._timeout, stream=True)
        reply = await self._send(request)
        if 200 <= reply.status < 300:
            return reply
        whole = Reply(reply.status, reply.headers, await reply.read())
        refuse(call, request, self._discretion.about(whole, call), self.wall_clock)
        raise AssertionError("a refused reply raises")

    async def exchange(self, request: Request) -> Reply:
        """Send what is no call, as it is; it shares the transport and the ``timeout``."""
        reply = await self._send(request if self._timeout is None else evolve(request, deadline=self._timeout))
        return reply if 200 <= reply.status < 300 else self._discretion.about(reply)

    def masked(self, text: bytes) -> bytes:
        """What the server says, without what requests were signed with."""
        return self._discretion.about(Reply(200, body=text)).body

    async def close(self) -> None:
        """Give back what the transport holds; closing twice is fine."""
        if not self._closed:
            self._closed = True
            self.cache.clear()
            await self._transport.aclose()

    def _read(self, call: Call[T], request: Request, reply: Reply) -> T:
        """What *reply* means; an error is made of what is left of it without secrets."""
        try:
            return decode(call, request, reply, strict=self._strict, wall_clock=self.wall_clock)
        except MixpanelError:
            discreet = self._discretion.about(reply, call)
            if discreet is reply:
                raise
        return decode(call, request, discreet, strict=self._strict, wall_clock=self.wall_clock)

    async def _send(self, request: Request) -> Reply:
        if self._closed:
            raise ClosedError(f"{request.method} {request.template}: this Workspace is closed; make a new one")
        return await self._transport.send(request)
