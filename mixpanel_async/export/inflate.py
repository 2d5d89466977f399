"""Content coding undone chunk by chunk, and checked to its end."""

from __future__ import annotations

import zlib
from typing import Protocol

from mixpanel_async.errors import ExportError

_GZIP = 16 + zlib.MAX_WBITS


class Decoder(Protocol):
    """Turns the bytes of the wire into the bytes meant."""

    def feed(self, chunk: bytes) -> bytes:
        """What *chunk* adds."""
        ...

    def finish(self) -> None:
        """Say that nothing more comes; a body that is not whole raises ``ExportError``."""
        ...


class Identity:
    """Bytes as they are."""

    def feed(self, chunk: bytes) -> bytes:
        """The chunk itself."""
        return chunk

    def finish(self) -> None:
        """Nothing to check: HTTP's own framing has done it."""


class Gunzip:
    """Gzip, every member checked to its end; HTTP libraries take a truncated one for whole."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    def feed(self, chunk: bytes) -> bytes:
        """What *chunk* inflates to; damaged data raises ``ExportError``."""
        plain = []
        while chunk:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            self._begun = True
            plain.append(self._inflate(chunk))
            chunk = self._member.unused_data
        return b"".join(plain)

    def finish(self) -> None:
        """An unfinished member raises ``ExportError``."""
        if self._begun and not self._member.eof:
            raise ExportError("the export ends in the middle of its compressed data; ask the same days again")

    def _inflate(self, chunk: bytes) -> bytes:
        try:
            return self._member.decompress(chunk)
        except zlib.error as problem:
            raise ExportError(
                f"the export's compressed data is damaged ({problem}); ask the same days again"
            ) from problem


def decoder(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header."""
    match coding.strip().lower():
        case "" | "identity":
            return Identity()
        case "gzip" | "x-gzip":
            return Gunzip()
        case other:
            raise ExportError(f"the export came as {other!r}, which was not asked for; is a proxy in between?")
