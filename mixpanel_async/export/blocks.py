"""A body on disk becomes blocks of whole lines; whatever is not whole is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import field, frozen

from mixpanel_async.errors import ExportError
from mixpanel_async.export.broken import BROKEN, EXCERPT, Masked, no_event, text_of
from mixpanel_async.export.inflate import decoder

_READ: Final = 2**16
"""Bytes on the wire that are decoded at once. What they come to stays where allocators have memory at hand."""
_BLOCK: Final = 3 * 2**20
"""Bytes of a block at least, save the last."""
_LONGEST_LINE: Final = 2**26  # Mixpanel takes events of 1 MB at most: docs.mixpanel.com/reference/import-events


@frozen
class Spool:
    """A body as it came over the wire, in a file of its own: *coding*, if any, is yet to be undone.

    Errors show it *masked*.
    """

    file: Path
    coding: str
    received: int
    fetched: float
    masked: Masked = field(repr=False)

    def blocks(self) -> Iterator[bytes]:
        """Whole lines, some megabytes at a time, the last perhaps without its newline. ``ExportError`` if it broke off.

        The first line must look like an event, the last one be whole JSON.
        """
        last = b""
        for block in _whole_lines(self._pieces(), self.masked):
            if not last and block.lstrip()[:1] not in (b"{", b""):
                raise no_event(block.lstrip().partition(b"\n")[0], 1, self.masked)
            last = _last_line(block) or last
            yield block
        if last and not _is_json(last):
            raise ExportError(
                f"the export ends in the middle of a line: {self.masked(last)[-80:].decode('utf-8', 'replace')!r}; "
                "ask the same days again",
                BROKEN,
            )

    def remove(self) -> None:
        """Remove the file."""
        self.file.unlink(missing_ok=True)

    def _pieces(self) -> Iterator[bytes]:
        coding = decoder(self.coding)
        if self.coding and not self.received:
            raise ExportError("the export says it is compressed, and there is nothing; ask the same days again", BROKEN)
        with self.file.open("rb") as body:
            while chunk := body.read(_READ):
                yield from coding.feed(chunk)
        coding.finish()


def _whole_lines(pieces: Iterator[bytes], masked: Masked) -> Iterator[bytes]:
    whole: list[bytes | memoryview] = []
    line: list[bytes | memoryview] = []
    size = length = 0
    for piece in pieces:
        cut = piece.rfind(b"\n") + 1
        if cut:
            whole += [*line, memoryview(piece)[:cut]]
            size, length, line = size + length + cut, 0, []
        if size >= _BLOCK:
            size = 0
            yield _joined(whole)
        line.append(piece[cut:])
        length += len(piece) - cut
        if length > _LONGEST_LINE:
            raise ExportError(
                f"the export has a line of more than {_LONGEST_LINE:,} bytes, which no event has: it begins "
                f"{text_of(masked(b''.join(line)[:EXCERPT]))!r}",
                BROKEN,
            )
    if rest := b"".join([*whole, *line]):
        yield rest


def _joined(parts: list[bytes | memoryview]) -> bytes:
    """All of *parts*, which are let go of."""
    block = b"".join(parts)
    parts.clear()
    return block


def _last_line(block: bytes) -> bytes:
    """The last line that is not blank, found from the end: blocks are large."""
    end = len(block)
    while end:
        start = block.rfind(b"\n", 0, end - 1) + 1
        if line := block[start:end].strip():
            return line
        end = start
    return b""


def _is_json(line: bytes) -> bool:
    """Whether *line* is one whole JSON value, its text sound or not: unsound text may have been recorded so."""
    try:
        json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return True
