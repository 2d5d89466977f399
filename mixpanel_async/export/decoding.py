"""Bodies on disk become the staged files of one window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from mixpanel_async.errors import ExportError
from mixpanel_async.export.asks import Ask
from mixpanel_async.export.blocks import Spool
from mixpanel_async.export.broken import BROKEN, DOUBTFUL, Masked
from mixpanel_async.export.loading import load
from mixpanel_async.export.suspects import Suspects
from mixpanel_dataset.hands import Hands, processors
from mixpanel_transports.runtime import Runtime

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mixpanel_dataset import StagedPart, WindowWriter, Written
    from mixpanel_dataset.decoding import Decoder


_LARGE: Final = 20 * 2**20
"""A window of more bytes of events is written before the next one is read: both would take too much memory."""


@define
class Piece:
    """A part of a window: what is asked, the body where it has come, and the *prints* of bad lines seen so far.

    It is *full* where there are known to be events. It failed so many times; the *last* try is taken at its word.
    """

    ask: Ask
    full: bool = False
    spool: Spool | None = None
    prints: set[tuple[int, int]] = field(factory=set)
    failures: int = 0
    last: bool = False

    def drop(self) -> None:
        """Its body is no good."""
        if self.spool is not None:
            self.spool.remove()
            self.spool = None


@frozen
class Decoded:
    """What a window's bodies came to: *written* files, *inflated* bytes, *quarantined* bad lines where it has any."""

    written: tuple[Written, ...]
    inflated: int
    quarantined: Suspects

    @property
    def staged(self) -> Iterator[StagedPart]:
        """The files, piece by piece."""
        return (part for written in self.written for part in written.parts)


class PieceBroken(Exception):  # noqa: N818 - not to be seen outside
    """A *piece* cannot be used: its cause says why."""

    def __init__(self, piece: Piece) -> None:
        super().__init__()
        self.piece = piece


class Turns:
    """What the windows of an export take turns at: one is read while a small one is written, no third is in memory."""

    def __init__(self, runtime: Runtime) -> None:
        self.in_memory = runtime.limiter(2)
        self.reading = runtime.limiter(1)
        self.writing = runtime.limiter(1)
        self.reader, self.writer = Hands(1), Hands(1)
        self._decoder: Decoder | None = None

    def decoder(self) -> Decoder:
        """What whoever is *reading* may use: it knows the events of the windows before."""
        from mixpanel_dataset.decoding import Decoder

        if self._decoder is None or self._decoder.full:
            self._decoder = Decoder()
        return self._decoder


@frozen
class Decoding:
    """Bodies of one window into Parquet files in *staging* that are to be called *name*.

    *clock* is that of the project, where it has recorded the times.
    """

    runtime: Runtime
    turns: Turns
    staging: Path
    name: str
    deduplicate: bool
    clock: ZoneInfo | None = None

    async def run(self, pieces: Sequence[Piece]) -> Decoded:
        """All *pieces*. One that is not whole, or has bad lines for the first time, is ``PieceBroken``."""
        async with self.turns.in_memory:
            suspects = Suspects(self.staging / f"{self.name}.bad.jsonl", self.name)
            writers: list[WindowWriter] = []
            try:
                async with self.turns.reading:
                    await self.runtime.offload(load)
                    writers += self._writers(len(pieces))
                    sizes = [await self._piece(*pair, suspects) for pair in zip(writers, pieces, strict=True)]
                    large = sum(writer.size for writer in writers) > _LARGE
                    written = await self._written(writers) if large else None
                if written is None:
                    async with self.turns.writing:
                        written = await self._written(writers)
                _check_hours(pieces, written)
            except BaseException:
                for writer in writers:
                    await self.runtime.settle(writer.discard)
                await self.runtime.settle(suspects.remove)
                raise
        return Decoded(written, sum(sizes), suspects)

    async def _written(self, writers: Sequence[WindowWriter]) -> tuple[Written, ...]:
        hands = self.turns.writer
        return tuple([await self.runtime.offload(partial(hands.call, writer.finish)) for writer in writers])

    def _writers(self, several: int) -> list[WindowWriter]:
        from mixpanel_dataset import WindowWriter

        names = [self.name] if several == 1 else [f"{self.name}.{number}" for number in range(several)]
        one = partial(WindowWriter, self.staging, deduplicate=self.deduplicate, clock=self.clock)
        return [one(name, decoder=self.turns.decoder()) for name in names]

    async def _piece(self, writer: WindowWriter, piece: Piece, suspects: Suspects) -> int:
        spool, before = piece.spool, suspects.print
        if spool is None:
            raise TypeError("a piece is decoded once its body has come")
        inflated = 0
        step = partial(_step, writer, spool.blocks(), suspects, spool.masked)
        try:
            while size := await self.runtime.offload(partial(self.turns.reader.call, step)):
                inflated += size
            _judge(piece, before, suspects.print, lacking=piece.full and not inflated)
        except ExportError as error:
            raise PieceBroken(piece) from error
        return inflated


def _judge(piece: Piece, before: tuple[int, int], after: tuple[int, int], *, lacking: bool) -> None:
    """Bad lines are the data's own when they come a second time; before, it may be an accident.

    That nothing comes where something is *lacking* is believed only after all tries: events would go for it.
    """
    if lacking and not piece.last:
        raise ExportError(
            f"nothing came of {piece.ask}, where there are known to be events; ask the same days again", BROKEN
        )
    found = after[0] - before[0], (after[1] - before[1]) % 2**64
    if found[0] and found not in piece.prints:
        piece.prints.add(found)
        raise ExportError(
            f"{found[0]} lines of {piece.ask} are no events, and not the same ones each time; "
            "ask the same days again, or fewer of them",
            DOUBTFUL if len(piece.prints) == 1 else BROKEN,
        )


def _check_hours(pieces: Sequence[Piece], written: Sequence[Written]) -> None:
    """A server that takes no notice of the hours it is asked for would send events twice."""
    latest: dict[tuple[str, ...], int] = {}
    for piece, each in zip(pieces, written, strict=True):
        if not piece.ask.is_timed or not each.parts:
            continue
        named = tuple(piece.ask.events)
        if min(part.first_ms for part in each.parts) <= latest.get(named, -1):
            raise PieceBroken(piece) from ExportError(
                f"the server sent events of other hours than {piece.ask}; it cannot be asked for less than a day: name "
                "fewer events, or add a where",
                BROKEN,
            )
        latest[named] = max(part.last_ms for part in each.parts)


def _step(writer: WindowWriter, blocks: Iterator[bytes], suspects: Suspects, masked: Masked) -> int:
    """Decode the next blocks, side by side; their size, 0 at the end."""
    several: list[bytes] = []
    try:
        while len(several) < processors() and (block := next(blocks, b"")):
            several.append(block)
    finally:
        # What the server says in its last lines tells more than that the body breaks off there.
        suspects.take(writer.feed(*several), masked)
    return sum(map(len, several))
