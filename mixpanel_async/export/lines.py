"""The bytes of a streamed reply as whole lines."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from mixpanel_async.export.inflate import decoder
from mixpanel_transports.message import Reply


async def lines(reply: Reply) -> AsyncGenerator[list[bytes], None]:
    """Non-blank lines, a batch per chunk; the reply is closed at the end, however it comes."""
    if reply.chunks is None:
        raise TypeError("lines() reads a streamed reply")
    kept = b""
    try:
        coding = decoder(reply.headers.get("content-encoding", ""))
        async for chunk in reply.chunks:
            *whole, kept = (kept + coding.feed(chunk)).split(b"\n")
            if batch := [line for line in whole if line.strip()]:
                yield batch
        coding.finish()
        if kept.strip():
            yield [kept]
    finally:
        await reply.aclose()
