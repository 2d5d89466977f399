from __future__ import annotations

import pytest

from mixpanel_transports.errors import ConnectionFailed
from mixpanel_transports.fake import Fake, chunked, json_reply, text_reply
from mixpanel_transports.message import Reply, Request

pytestmark = pytest.mark.anyio

ASK = Request("GET", "https://mixpanel.test/api/query/insights?secret=1")
STREAM = Request("GET", "https://mixpanel.test/export", stream=True)


async def test_answers_in_the_order_of_the_script() -> None:
    fake = Fake(Reply(500), Reply(200))
    assert [(await fake.send(ASK)).status, (await fake.send(ASK)).status] == [500, 200]


async def test_requests_are_remembered() -> None:
    fake = Fake(Reply(200), Reply(200))
    await fake.send(ASK)
    await fake.send(STREAM)
    assert fake.requests == [ASK, STREAM]


async def test_end_of_the_script_names_the_request() -> None:
    fake = Fake(Reply(200))
    await fake.send(ASK)
    with pytest.raises(AssertionError, match=r"request 2, GET https://mixpanel.test/api/query/insights, came after"):
        await fake.send(ASK)


async def test_scripted_exception_is_raised() -> None:
    with pytest.raises(ConnectionFailed, match="cut"):
        await Fake(ConnectionFailed("cut")).send(ASK)


async def test_plain_function_answers_every_request() -> None:
    fake = Fake(lambda request: json_reply({"url": request.url}))
    assert (await fake.send(ASK)).body == (await fake.send(ASK)).body


async def test_async_function_answers() -> None:
    async def answer(request: Request) -> Reply:
        return text_reply(request.method)

    assert (await Fake(answer).send(ASK)).body == b"GET"


async def test_stream_request_gets_the_body_as_chunks() -> None:
    reply = await Fake(text_reply("rows")).send(STREAM)
    assert reply.chunks is not None
    assert [chunk async for chunk in reply.chunks] == [b"rows"]


async def test_chunked_cuts_where_told() -> None:
    reply = await Fake(Reply(200, chunks=chunked(b"abcde", 2))).send(STREAM)
    assert reply.chunks is not None
    assert [chunk async for chunk in reply.chunks] == [b"ab", b"cd", b"e"]


async def test_helpers_name_their_content_type() -> None:
    assert json_reply([]).headers["content-type"] == "application/json"
    assert text_reply("x", 429, {"retry-after": "3"}).headers["retry-after"] == "3"


async def test_close_is_remembered() -> None:
    fake = Fake()
    await fake.aclose()
    assert fake.closed
