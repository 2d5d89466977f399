"""Answers as often as Mixpanel does, and then 429."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping
from typing import Final

from attrs import define, evolve, field, frozen

from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.quota import HOUR, MIXPANEL_LIMITS, Limits
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Layer

_FAMILIES: Final = {"/api/query/jql": "jql", "/api/2.0/export": "export"}
_QUERY: Final = ("/api/query/", "/api/2.0/")


@define
class _Account:
    """Calls of one family: when those of the last hour were made, and how many are being answered."""

    made: deque[float] = field(factory=deque)
    running: int = 0

    def refused_for(self, limits: Limits, now: float) -> float | None:
        """Seconds until another call may be made; None when one may now."""
        while self.made and self.made[0] + HOUR <= now:
            self.made.popleft()
        if limits.concurrency is not None and self.running >= limits.concurrency:
            return 1.0
        openings = (
            self.made[-calls] + seconds - now for calls, seconds, _ in limits.windows() if len(self.made) >= calls
        )
        return max((wait for wait in openings if wait > 0), default=None)


@frozen(kw_only=True)
class Rationing(Layer):
    """Counts calls by API family, and answers 429 with ``Retry-After`` to those beyond *limits*."""

    runtime: Runtime
    limits: Mapping[str, Limits | str] = MIXPANEL_LIMITS
    _accounts: dict[str, _Account] = field(factory=dict, init=False, repr=False)

    async def send(self, request: Request) -> Reply:
        """Pass on what is within the limits."""
        family = _family(request)
        limits = self.limits.get(family)
        if not isinstance(limits, Limits):
            return await self.inner.send(request)
        account, now = self._accounts.setdefault(family, _Account()), self.runtime.now()
        if (wait := account.refused_for(limits, now)) is not None:
            return _refusal(family, limits, wait)
        account.made.append(now)
        return await self._counted(account, request)

    async def _counted(self, account: _Account, request: Request) -> Reply:
        account.running += 1
        try:
            reply = await self.inner.send(request)
        except BaseException:
            account.running -= 1
            raise
        chunks = reply.chunks
        if chunks is None:
            account.running -= 1
            return reply

        async def release() -> None:
            account.running -= 1
            await chunks.aclose()

        return evolve(reply, chunks=Chunks(chunks, release))


def _family(request: Request) -> str:
    path = request.url.partition("://")[2].partition("/")[2].partition("?")[0].rstrip("/")
    path = f"/{path}"
    return _FAMILIES.get(path, "query" if path.startswith(_QUERY) else "")


def _refusal(family: str, limits: Limits, wait: float) -> Reply:
    rate = ", ".join(f"{calls} calls {name}" for calls, _, name in limits.windows())
    error = (
        f"{family} rate limit exceeded: {rate}, {limits.concurrency} at once. Try again in {math.ceil(wait)} seconds."
    )
    headers = {"content-type": "application/json", "retry-after": str(math.ceil(wait))}
    return Reply(429, headers, json.dumps({"error": error, "status": "error"}).encode())
