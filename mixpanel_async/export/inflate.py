"""Content coding undone piece by piece, and checked to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol, cast

from mixpanel_async.errors import ExportError
from mixpanel_transports.message import Reply

_GZIP: Final = 31  # a window of 2^15 bytes, in a gzip wrapper
LARGEST_PIECE: Final = 2**20
"""Bytes that come out at once at most, however much a few bytes on the wire stand for."""


class Decoder(Protocol):
    """Turns the bytes of the wire into the bytes meant."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What *chunk* adds, in pieces."""
        ...

    def finish(self) -> None:
        """Say that nothing more comes; a body that is not whole raises ``ExportError``."""
        ...


class Identity:
    """Bytes as they are."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The chunk itself."""
        yield chunk

    def finish(self) -> None:
        """Nothing to check: HTTP's own framing has done it."""


class Gunzip:
    """Gzip, every member checked to its end; HTTP libraries take a truncated one for whole."""

    def __init__(self) -> None:
        # igzip inflates in less than half of zlib's time, and checks the same.
        from isal import isal_zlib

        self._zlib = isal_zlib
        self._failure: type[Exception] = cast("Any", isal_zlib.error)
        self._member = isal_zlib.decompressobj(_GZIP)
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What *chunk* inflates to; damaged data raises ``ExportError``."""
        while chunk:
            if self._member.eof:
                self._member = self._zlib.decompressobj(_GZIP)
            self._begun = True
            plain = self._inflate(chunk)
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if plain:
                yield plain

    def finish(self) -> None:
        """An unfinished member raises ``ExportError``."""
        if self._begun and not self._member.eof:
            raise ExportError("the export ends in the middle of its compressed data; ask the same days again")

    def _inflate(self, chunk: bytes) -> bytes:
        try:
            return self._member.decompress(chunk, LARGEST_PIECE)
        except self._failure as problem:
            raise ExportError(
                f"the export's compressed data is damaged ({problem}); ask the same days again"
            ) from problem


def check_end(reply: Reply) -> None:
    """A body that tells nowhere where it ends raises ``ExportError``, once it has: half of it would look the same."""
    if not reply.framed and not coding_of(reply):
        raise ExportError(
            "the export says neither how long it is nor where it ends, so that nobody can tell whether it is whole; "
            "is an old proxy in between? Go around it, or have it speak HTTP/1.1"
        )


def coding_of(reply: Reply) -> str:
    """What is yet to be undone of the body, as its head says it; empty if nothing is."""
    said = reply.headers.get("content-encoding", "").strip().lower()
    return "" if said == "identity" else said


def decoder(coding: str) -> Decoder:
    """The decoder for what ``coding_of`` says."""
    match coding:
        case "":
            return Identity()
        case "gzip" | "x-gzip":
            return Gunzip()
        case other:
            raise ExportError(
                f"the export came as {other!r}, which was not asked for; is a proxy in between? Go around it"
            )
