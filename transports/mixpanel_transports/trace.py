"""The layer that reports each call: what was asked, how it ended, how long it took. Never a secret, never a query."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from typing import Self

from attrs import define, evolve, field, frozen

from mixpanel_transports.body import Chunks
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Layer, Nowhere, Transport


@frozen
class TraceEvent:
    """One call that has ended: its *status* or *error* (a class name), *bytes* of body, last *attempt*."""

    method: str
    family: str
    template: str
    status: int | None
    attempt: int
    seconds: float
    bytes: int
    error: str | None


Hook = Callable[[TraceEvent], object]


@frozen(init=False)
class Trace(Layer):
    """Calls every hook with a ``TraceEvent`` when a call has ended; that of a stream ends when the stream is closed.

    Hooks run inside the call, so they should be quick. A hook that raises breaks nothing: the error is logged to
    ``mixpanel_transports.trace``, for by then the call has been made.
    """

    hooks: tuple[Hook, ...]
    clock: Callable[[], float] = field(repr=False)

    def __init__(
        self, *hooks: Hook, clock: Callable[[], float] = time.perf_counter, inner: Transport | None = None
    ) -> None:
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue] - attrs adds it
            hooks=hooks, clock=clock, inner=inner or Nowhere()
        )

    def over(self, inner: Transport) -> Self:
        """The same layer around *inner*."""
        return type(self)(*self.hooks, clock=self.clock, inner=inner)

    async def send(self, request: Request) -> Reply:
        """Pass on, and report."""
        call = _Call(self, request, self.clock())
        try:
            reply = await self.inner.send(request)
        except BaseException as error:
            call.ended(error)
            raise
        call.reply = reply
        if reply.chunks is not None:
            watched = _Watched(call, reply.chunks)
            return evolve(reply, chunks=Chunks(watched, watched.aclose))
        call.received = len(reply.body)
        call.ended()
        return reply

    def report(self, event: TraceEvent) -> None:
        """Hand *event* to every hook."""
        for hook in self.hooks:
            try:
                hook(event)
            except Exception:
                import logging

                logging.getLogger(__name__).exception("the trace hook %r failed", hook)


@define
class _Call:
    """What is known of a call so far."""

    trace: Trace
    request: Request
    started: float
    reply: Reply | None = None
    received: int = 0

    def ended(self, error: BaseException | None = None) -> None:
        """Report it."""
        request, reply = self.request, self.reply
        self.trace.report(
            TraceEvent(
                method=request.method,
                family=request.family,
                template=request.template,
                status=reply.status if reply else None,
                attempt=reply.attempt if reply else request.attempt,
                seconds=self.trace.clock() - self.started,
                bytes=self.received,
                error=type(error).__name__ if error else None,
            )
        )


class _Watched:
    """The chunks of a call's reply, counted; their end, an error or closing them ends the call."""

    def __init__(self, call: _Call, chunks: AsyncGenerator[bytes, None]) -> None:
        self._call = call
        self._chunks = chunks
        self._error: BaseException | None = None

    def __aiter__(self) -> _Watched:
        return self

    async def __anext__(self) -> bytes:
        try:
            chunk = await anext(self._chunks)
        except StopAsyncIteration:
            raise
        except BaseException as error:
            self._error = error
            raise
        self._call.received += len(chunk)
        return chunk

    async def aclose(self) -> None:
        """Close them, and report."""
        try:
            await self._chunks.aclose()
        finally:
            self._call.ended(self._error)
