from __future__ import annotations

import pytest

from mixpanel_transports.body import Chunks
from mixpanel_transports.fake import chunked

pytestmark = pytest.mark.anyio


class Count:
    def __init__(self) -> None:
        self.released = 0

    async def release(self) -> None:
        self.released += 1


@pytest.fixture
def count() -> Count:
    return Count()


async def test_end_of_the_source_releases_once(count: Count) -> None:
    chunks = Chunks(chunked(b"abc", 2), count.release)
    assert [chunk async for chunk in chunks] == [b"ab", b"c"]
    await chunks.aclose()
    assert count.released == 1


async def test_closing_unread_releases(count: Count) -> None:
    await Chunks(chunked(b"abc", 2), count.release).aclose()
    assert count.released == 1


async def test_error_of_the_source_releases_and_passes(count: Count) -> None:
    async def broken() -> object:
        yield b"a"
        raise OSError("cut")

    with pytest.raises(OSError, match="cut"):
        assert [chunk async for chunk in Chunks(broken(), count.release)]  # type: ignore[arg-type]
    assert count.released == 1


async def test_reading_after_close_finds_the_end(count: Count) -> None:
    chunks = Chunks(chunked(b"abc", 2), count.release)
    await chunks.aclose()
    assert [chunk async for chunk in chunks] == []


async def test_thrown_error_releases_and_comes_back(count: Count) -> None:
    with pytest.raises(KeyError):
        await Chunks(chunked(b"abc", 2), count.release).athrow(KeyError())
    assert count.released == 1
