"""The layer that keeps to Mixpanel's limits."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable

from attrs import evolve, field, frozen

from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.quota import Budget, Quota
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Layer
from mixpanel_transports.waiting import retry_after


@frozen(kw_only=True)
class Throttle(Layer):
    """Lets a call out when *quota* has room for it: waits if the deadline allows, else raises ``RateLimitError``.

    A 429 with ``retry-after`` holds back the whole family. A stream counts as one of the calls at once until it is
    closed. Waiting for a call to end has no bound of its own: the deadline is looked at again when one has.
    """

    quota: Quota
    runtime: Runtime
    wall_clock: Callable[[], float] = field(default=time.time, repr=False)

    async def send(self, request: Request) -> Reply:
        """Wait for room, pass on, learn from the reply."""
        budget = self.quota.budget(request.family, self.runtime)
        if budget is None:
            return await self.inner.send(request)
        asked = self.runtime.now()
        await budget.enter(request)
        try:
            reply = await self.inner.send(_later(request, self.runtime.now() - asked))
        except BaseException:
            await budget.leave()
            raise
        return await self._learned(budget, reply)

    async def _learned(self, budget: Budget, reply: Reply) -> Reply:
        refused = retry_after(reply.headers, self.wall_clock) if reply.status == 429 else None
        if refused is not None:
            budget.refuse_for(refused)
        if reply.chunks is not None:
            return _held_open(reply, reply.chunks, budget)
        await budget.leave()
        return reply


def _later(request: Request, waited: float) -> Request:
    return evolve(request, deadline=request.deadline - waited) if waited > 0 else request


def _held_open(reply: Reply, chunks: AsyncGenerator[bytes, None], budget: Budget) -> Reply:
    async def release() -> None:
        try:
            await chunks.aclose()
        finally:
            await budget.leave()

    return evolve(reply, chunks=Chunks(chunks, release))
