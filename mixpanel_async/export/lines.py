"""The bytes of a streamed reply as whole lines, for those who take them as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from mixpanel_async.export.inflate import check_end, coding_of, decoder
from mixpanel_transports.message import Reply


async def lines(reply: Reply) -> AsyncGenerator[list[bytes], None]:
    """Non-blank lines, a batch per piece; the reply is closed at the end, however it comes."""
    if reply.chunks is None:
        raise TypeError("lines() reads a streamed reply")
    kept = b""
    try:
        coding = decoder(coding_of(reply))
        async for chunk in reply.chunks:
            for piece in coding.feed(chunk):
                *whole, kept = (kept + piece).split(b"\n")
                if batch := [line for line in whole if line.strip()]:
                    yield batch
        coding.finish()
        if kept.strip():
            yield [kept]
        check_end(reply)
    finally:
        await reply.aclose()
