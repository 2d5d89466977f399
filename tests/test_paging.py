"""Streams give rows or pages and close what they read from."""

from __future__ import annotations

import pytest

from mixpanel_async.paging import Stream

pytestmark = pytest.mark.anyio


class Source:
    """Pages, and whether they were closed."""

    def __init__(self, *pages):
        self.pages, self.closed = pages, False

    async def read(self):
        try:
            for page in self.pages:
                yield page
        finally:
            self.closed = True


async def test_rows_come_in_order_over_empty_pages():
    source = Source([1, 2], [], [3])
    assert [row async for row in Stream(source.read())] == [1, 2, 3]
    assert source.closed


async def test_pages_go_on_where_rows_stopped():
    stream = Stream(Source([1, 2, 3], [4]).read())
    assert await anext(stream) == 1
    assert [list(page) async for page in stream.pages()] == [[2, 3], [4]]


async def test_leaving_the_block_closes_the_source():
    source = Source([1], [2])
    async with Stream(source.read()) as stream:
        assert await anext(stream) == 1
    assert source.closed
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
