"""Things that go wrong on purpose, now and then, so that people can test what their code does then."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncGenerator, Sequence
from typing import Final, Self

from attrs import evolve, field, frozen

from mixpanel_local.errors import ServingError
from mixpanel_transports.body import Chunks
from mixpanel_transports.errors import ConnectionFailed
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.runtime import Runtime
from mixpanel_transports.transport import Layer

_WRITTEN: Final = "503:0.1 (a status), truncate:0.1 (half a reply), latency=2.5:0.1 (seconds)"
_STATUSES: Final = range(400, 600)
_RETRY_AFTER: Final = "1"


@frozen
class Fault:
    """Something that goes wrong with a *share* of all calls, 0 to 1.

    *status* is answered instead, *seconds* pass before the answer, or of a *truncated* one only half comes.
    """

    share: float
    status: int | None = None
    seconds: float = 0.0
    truncated: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """The fault written as ``503:0.1``, ``truncate:0.1`` or ``latency=2.5:0.1``."""
        what, _, share = text.rpartition(":")
        kind, _, amount = what.partition("=")
        try:
            fault = cls._of(kind, amount, float(share))
        except ValueError:
            raise ServingError(f"fault {text!r} means nothing; write {_WRITTEN}") from None
        if not 0 <= fault.share <= 1:
            raise ServingError(f"fault {text!r}: the share {share} is not between 0 and 1")
        return fault

    @classmethod
    def _of(cls, kind: str, amount: str, share: float) -> Self:
        if kind == "latency":
            return cls(share, seconds=abs(float(amount)))
        if amount:
            raise ValueError(amount)
        if kind == "truncate":
            return cls(share, truncated=True)
        if int(kind) not in _STATUSES:
            raise ValueError(kind)
        return cls(share, status=int(kind))


@frozen(kw_only=True)
class Faults(Layer):
    """Lets each of *faults* happen to its share of calls; *seed* decides to which, the same ones every time."""

    faults: Sequence[Fault]
    runtime: Runtime
    seed: int | None = None
    _chance: random.Random = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_chance", random.Random(self.seed))  # noqa: S311 - nobody's secrets

    async def send(self, request: Request) -> Reply:
        """Pass on, unless something goes wrong."""
        struck = [fault for fault in self.faults if self._chance.random() < fault.share]
        for fault in struck:
            if fault.seconds:
                await self.runtime.sleep(fault.seconds)
        for fault in struck:
            if fault.status is not None:
                return _instead(fault.status)
        reply = await self.inner.send(request)
        return _half(reply) if any(fault.truncated for fault in struck) else reply


def _instead(status: int) -> Reply:
    headers = {"content-type": "application/json"}
    if status in (429, 503):
        headers["retry-after"] = _RETRY_AFTER
    body = {"error": f"a fault that was asked for: {status}", "status": "error"}
    return Reply(status, headers, json.dumps(body).encode())


def _half(reply: Reply) -> Reply:
    """The same reply, which breaks off."""
    if reply.chunks is None:
        return evolve(reply, body=b"", chunks=_broken(_once(reply.body[: len(reply.body) // 2])))
    return evolve(reply, chunks=Chunks(_broken(reply.chunks), reply.chunks.aclose))


async def _once(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content


async def _broken(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async for chunk in chunks:
        yield chunk[: max(1, len(chunk) // 2)]
        break
    raise ConnectionFailed("a fault that was asked for: the reply breaks off")
