"""One reply of the server, from the wire into a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.errors import ExportError, MixpanelError
from mixpanel_async.export.blocks import Spool
from mixpanel_async.export.broken import BROKEN, TOO_MUCH
from mixpanel_async.export.inflate import check_end, coding_of
from mixpanel_transports.message import Reply
from mixpanel_transports.waiting import moment

OK: Final = 200
_WRITE: Final = 2**20

OnBytes = Callable[[int], Awaitable[None]]


class _Sink:
    """A file that takes bytes from the network, and writes them when there are enough of them."""

    def __init__(self, file: Path) -> None:
        self.received = 0
        self._path = file
        self._file: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._written = 0

    @property
    def full(self) -> bool:
        """Whether it is time to ``flush``."""
        return self.received - self._written >= _WRITE

    def take(self, chunk: bytes) -> None:
        """Keep *chunk* in memory."""
        self.received += len(chunk)
        self._waiting.append(chunk)

    def flush(self) -> None:
        """Write what waits; this blocks."""
        if self._file is None:
            self._file = self._path.open("wb")
        self._file.writelines(self._waiting)
        self._waiting, self._written = [], self.received

    def close(self) -> None:
        """Write the rest."""
        self.flush()
        if self._file is not None:
            self._file.close()

    def discard(self) -> None:
        """Nobody wants it."""
        if self._file is not None:
            # A full disk is why, and it does not take the rest on closing either.
            with suppress(OSError):
                self._file.close()
        self._path.unlink(missing_ok=True)


class Download:
    """Brings replies into files of their own, as they came, and checks that as many bytes came as were announced.

    No reply may take longer than *longest* seconds. *on_bytes* is told of what arrives.
    """

    def __init__(self, connection: Connection, *, longest: float, on_bytes: OnBytes) -> None:
        self._connection = connection
        self._runtime = connection.runtime
        self._longest = longest
        self._on_bytes = on_bytes

    async def fetch(self, call: Call[Any], file: Path) -> Spool:
        """The reply to *call* in *file*; nothing is left there if it does not come whole."""
        reply = await self._connection.stream(call)
        if reply.status != OK:
            await reply.aclose()
            raise ExportError(
                f"the export was answered with HTTP {reply.status}, which is no export; ask the same days again", BROKEN
            )
        sink = _Sink(file)
        try:
            await self._spooled(reply, sink)
            _check(reply, sink.received)
        except BaseException as error:
            await self._runtime.settle(sink.discard)
            if isinstance(error, MixpanelError):
                error.details.setdefault("received", sink.received)
            raise
        finally:
            await reply.aclose()
        return Spool(file, coding_of(reply), sink.received, self._sent_at(reply), self._connection.masked)

    async def _spooled(self, reply: Reply, sink: _Sink) -> None:
        if reply.chunks is None:
            raise TypeError("a download reads a streamed reply")
        ends = self._runtime.now() + self._longest
        async for chunk in reply.chunks:
            sink.take(chunk)
            await self._on_bytes(len(chunk))
            if sink.full:
                await self._runtime.offload(sink.flush)
            if self._runtime.now() > ends:
                raise _too_slow(self._longest, sink.received)
        await self._runtime.offload(sink.close)

    def _sent_at(self, reply: Reply) -> float:
        """When the server said it: by its own clock, since it is its days that count."""
        sent = moment(reply.headers.get("date", ""))
        return self._connection.wall_clock() if sent is None else sent


def _check(reply: Reply, received: int) -> None:
    """What HTTP says of a body's end; most libraries look, some do not."""
    said = reply.headers.get("content-length", "")
    if said.isdecimal() and "transfer-encoding" not in reply.headers and int(said) != received:
        raise ExportError(f"the export announced {said} bytes and sent {received}; ask the same days again", BROKEN)
    check_end(reply)


def _too_slow(longest: float, received: int) -> ExportError:
    return ExportError(
        f"the export sent {received:,} bytes in {longest:g} seconds and was not at its end; ask for fewer days at once",
        TOO_MUCH,
    )
