"""Bodies on disk become the staged files of one window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from mixpanel_async.errors import ExportError
from mixpanel_async.export.asks import Ask
from mixpanel_async.export.blocks import Spool
from mixpanel_async.export.broken import BROKEN
from mixpanel_async.export.suspects import Suspects
from mixpanel_transports.runtime import Runtime

if TYPE_CHECKING:
    from mixpanel_dataset import WindowWriter, Written


@define
class Piece:
    """A part of a window: what is asked, the body where it has come, and the *prints* of bad lines seen so far."""

    ask: Ask
    spool: Spool | None = None
    prints: set[tuple[int, int]] = field(factory=set)

    def drop(self) -> None:
        """Its body is no good."""
        if self.spool is not None:
            self.spool.remove()
            self.spool = None


@frozen
class Decoded:
    """What a window's bodies came to: *written*, *inflated* bytes, *quarantined* bad lines where it has any."""

    written: Written
    inflated: int
    quarantined: Suspects


class PieceBroken(Exception):  # noqa: N818 - not to be seen outside
    """A *piece* cannot be used: its cause says why."""

    def __init__(self, piece: Piece) -> None:
        super().__init__()
        self.piece = piece


@frozen
class Decoding:
    """Bodies of one window into Parquet files in *staging* that are to be called *name*."""

    runtime: Runtime
    staging: Path
    name: str
    deduplicate: bool

    async def run(self, pieces: list[Piece]) -> Decoded:
        """All *pieces* together. One that is not whole, or has bad lines for the first time, is ``PieceBroken``."""
        from mixpanel_dataset import WindowWriter

        writer = WindowWriter(self.staging, self.name, deduplicate=self.deduplicate)
        suspects = Suspects(self.staging / f"{self.name}.bad.jsonl", self.name)
        try:
            inflated = [await self._piece(writer, piece, suspects) for piece in pieces]
            return Decoded(await self.runtime.offload(writer.finish), sum(inflated), suspects)
        except BaseException:
            await self.runtime.settle(writer.discard)
            await self.runtime.settle(suspects.remove)
            raise

    async def _piece(self, writer: WindowWriter, piece: Piece, suspects: Suspects) -> int:
        if piece.spool is None:
            raise TypeError("a piece is decoded once its body has come")
        before = suspects.print
        blocks, inflated = piece.spool.blocks(), 0
        try:
            while size := await self.runtime.offload(lambda: _step(writer, blocks, suspects)):
                inflated += size
            self._judge(piece, before, suspects.print)
        except ExportError as error:
            raise PieceBroken(piece) from error
        return inflated

    def _judge(self, piece: Piece, before: tuple[int, int], after: tuple[int, int]) -> None:
        """Bad lines are the data's own when the same ones come a second time; before that, they may be an accident."""
        found = after[0] - before[0], (after[1] - before[1]) % 2**64
        if found[0] and found not in piece.prints:
            piece.prints.add(found)
            raise ExportError(f"{found[0]} lines of {piece.ask} are no events; asking again will tell why", BROKEN)


def _step(writer: WindowWriter, blocks: Iterator[bytes], suspects: Suspects) -> int:
    """Decode the next block; its size, 0 at the end."""
    block = next(blocks, b"")
    if block:
        suspects.take(writer.feed(block))
    return len(block)
