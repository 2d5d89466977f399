"""Lends an async-only transport to blocking code: an event loop in a thread of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import evolve, frozen

from mixpanel_transports._failures import closed
from mixpanel_transports.blocking_runtime import LOOK_UP
from mixpanel_transports.body import Chunks
from mixpanel_transports.errors import ClosedError
from mixpanel_transports.message import Reply, Request
from mixpanel_transports.transport import Transport

if TYPE_CHECKING:
    from anyio import CancelScope
    from anyio.from_thread import BlockingPortal

T = TypeVar("T")


class Portal:
    """A blocking face of an async *transport*, or of the one a function makes: ``Portal(AiohttpTransport)``.

    The thread starts with the first request and ends with ``aclose``; it never keeps a program alive. Threads may
    share a portal. A forked child may not use a portal that its parent has used.
    """

    def __init__(self, transport: Transport | Callable[[], Transport], *, backend: str = "asyncio") -> None:
        self._make: Callable[[], Transport] = transport if callable(transport) else lambda: transport
        self._backend = backend
        self._guard = threading.Lock()
        self._running: _Running | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"<Portal on {self._backend}: {'closed' if self._closed else 'open'}>"

    async def send(self, request: Request) -> Reply:
        """Have the exchange made in the portal's thread, and wait for it."""
        running = self._enter()
        reply = running.call(running.transport.send, request)
        if reply.chunks is None:
            return reply
        source = _Source(running, reply.chunks)
        return evolve(reply, chunks=Chunks(source, source.aclose))

    async def aclose(self) -> None:
        """Close the transport and end the thread."""
        self._closed = True
        if self._running is not None and self._running.process == os.getpid():
            self._running.stop()

    def _enter(self) -> _Running:
        if self._closed:
            raise closed(self)
        if self._running is not None and self._running.process != os.getpid():
            raise ClosedError(
                "this Portal was used before this process was forked, and its thread stayed behind; make a new one here"
            )
        with self._guard:
            if self._running is None:
                self._running = _start(self._make, self._backend)
        return self._running


@frozen(eq=False)
class _Running:
    """The thread, the way into its event loop, and the transport that lives there."""

    process: int
    thread: threading.Thread
    portal: BlockingPortal
    transport: Transport

    def call(self, work: Callable[..., Awaitable[T]], *args: object) -> T:
        """What *work* comes to over there; an interrupt here cancels it there."""
        errand = _Errand(work, args)
        try:
            handed = self.portal.start_task_soon(errand.run)
            while not handed.done():
                wait([handed], LOOK_UP)
            return handed.result()
        finally:
            if not errand.is_over:
                self.portal.start_task_soon(errand.cancel)

    def stop(self) -> None:
        """Close the transport, end the loop, wait for the thread."""
        if self.thread.is_alive():
            self.call(self.transport.aclose)
            self.call(self.portal.stop)
            self.thread.join()


class _Errand(Generic[T]):
    """*work* to be done over there. It can be called off at any time: an interrupt may come while it is handed over."""

    def __init__(self, work: Callable[..., Awaitable[T]], args: tuple[object, ...]) -> None:
        self._work = work
        self._args = args
        self._scope: CancelScope | None = None
        self._is_off = False
        self.is_over = False

    async def run(self) -> T:
        """Do it, unless it was called off before."""
        import anyio

        try:
            with anyio.CancelScope() as self._scope:
                if self._is_off:
                    self._scope.cancel()
                return await self._work(*self._args)
        finally:
            self.is_over = True
        raise ClosedError("called off; nobody waits for it any more")

    async def cancel(self) -> None:
        """Call it off."""
        self._is_off = True
        if self._scope is not None:
            self._scope.cancel()


class _Source:
    """Chunks fetched from the other side, one at a time."""

    def __init__(self, running: _Running, chunks: AsyncGenerator[bytes, None]) -> None:
        self._running = running
        self._chunks = chunks

    def __aiter__(self) -> _Source:
        return self

    async def __anext__(self) -> bytes:
        chunk = self._running.call(_next, self._chunks)
        if chunk is None:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        """Close the chunks over there."""
        self._running.call(self._chunks.aclose)


async def _next(chunks: AsyncGenerator[bytes, None]) -> bytes | None:
    return await anext(chunks, None)


def _start(make: Callable[[], Transport], backend: str) -> _Running:
    import anyio

    ready: Future[tuple[BlockingPortal, Transport]] = Future()

    def run() -> None:
        try:
            anyio.run(_serve, make, ready, backend=backend)
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    thread = threading.Thread(target=run, name="mixpanel-portal", daemon=True)
    thread.start()
    return _Running(os.getpid(), thread, *ready.result())


async def _serve(make: Callable[[], Transport], ready: Future[tuple[BlockingPortal, Transport]]) -> None:
    from anyio.from_thread import BlockingPortal

    transport = make()
    async with BlockingPortal() as portal:
        ready.set_result((portal, transport))
        await portal.sleep_until_stopped()
