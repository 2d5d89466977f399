"""The content coding of a plain reply: what we ask for, and how it is undone."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from mixpanel_transports.errors import TransportError

ACCEPTED = "gzip, deflate"
LARGE_BODY = 256 * 1024
"""From so many coded bytes on, async code decodes a body in a worker thread."""
_DETECT_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def decoded(body: bytes, headers: Mapping[str, str]) -> bytes:
    """*body* without the coding that *headers* name; a body that breaks off is a ``TransportError``."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", "") or not body:
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise TransportError(f"the reply is coded as {coding!r}, which was not asked for ({ACCEPTED})")
    try:
        return _inflated(body)
    except zlib.error as error:
        raise TransportError(f"the reply says it is coded as {coding!r} but is not: {error}; try again") from error


def _inflated(body: bytes) -> bytes:
    """Every member of *body*, one after the other."""
    parts: list[bytes] = []
    while body:
        member = zlib.decompressobj(_DETECT_GZIP_OR_ZLIB)
        parts.append(member.decompress(body))
        if not member.eof:
            raise zlib.error("it breaks off before its end")
        body = member.unused_data
    return b"".join(parts)
