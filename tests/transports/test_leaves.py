"""What every HTTP transport does alike."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import traceback
import zlib
from base64 import b64encode
from contextlib import suppress

import pytest

from mixpanel_transports import (
    ClosedError,
    ConnectionFailed,
    DeadlineExceeded,
    Reply,
    Request,
    Transport,
    TransportError,
)
from tests.server import Answer, Server
from tests.transports.leaves import LEAVES, Leaf

EVENTS = b'{"event":"Login"}\n' * 5000


@pytest.fixture(params=LEAVES, ids=lambda leaf: leaf.name)
def leaf(request: pytest.FixtureRequest) -> Leaf:
    chosen: Leaf = request.param
    return chosen


def test_request_arrives_as_it_was_made(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        await transport.send(Request("POST", f"{server.url}/a/b%20c?q=%5B1%5D", {"x-mine": "m"}, b"body"))

    leaf.run(case)
    [seen] = server.seen
    assert (seen.method, seen.target, seen.headers["x-mine"], seen.body) == ("POST", "/a/b%20c?q=%5B1%5D", "m", b"body")
    assert seen.headers["user-agent"] == "mixpanel-async"


def test_post_without_a_body_says_so(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        await transport.send(Request("POST", server.url))

    leaf.run(case)
    assert server.seen[0].headers["content-length"] == "0"


def test_reply_has_lower_case_headers_and_its_status(leaf: Leaf, server: Server) -> None:
    server.script(Answer(404, {"X-Name": "Value"}, b"gone"))

    async def case(transport: Transport) -> None:
        reply = await transport.send(Request("GET", server.url))
        assert (reply.status, reply.headers["x-name"], reply.body) == (404, "Value", b"gone")

    leaf.run(case)


def test_redirect_is_a_reply(leaf: Leaf, server: Server) -> None:
    server.script(Answer(302, {"location": "/elsewhere"}))

    async def case(transport: Transport) -> None:
        assert (await transport.send(Request("GET", server.url))).status == 302

    leaf.run(case)
    assert len(server.seen) == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_plain_body_is_decoded(leaf: Leaf, server: Server, coding: str) -> None:
    packed = gzip.compress(EVENTS) if coding == "gzip" else zlib.compress(EVENTS)
    server.script(Answer(200, {"content-encoding": coding}, pieces=[packed[:20], packed[20:]]))

    async def case(transport: Transport) -> None:
        assert (await transport.send(Request("GET", server.url))).body == EVENTS

    leaf.run(case)
    assert server.seen[0].headers["accept-encoding"] == "gzip, deflate"


def test_large_body_is_decoded(leaf: Leaf, server: Server) -> None:
    large = bytes(range(256)) * 2000
    server.script(Answer(200, {"content-encoding": "gzip"}, gzip.compress(large, 0)))

    async def case(transport: Transport) -> None:
        assert (await transport.send(Request("GET", server.url))).body == large

    leaf.run(case)


def test_stream_gives_the_bytes_as_they_came(leaf: Leaf, server: Server) -> None:
    packed = gzip.compress(EVENTS)
    server.script(Answer(200, {"content-encoding": "gzip"}, pieces=[packed[:20], packed[20:]]))

    async def case(transport: Transport) -> None:
        reply = await transport.send(Request("GET", server.url, stream=True))
        assert reply.chunks is not None
        assert b"".join([chunk async for chunk in reply.chunks]) == packed

    leaf.run(case)
    assert "accept-encoding" not in server.seen[0].headers


def test_stream_gives_a_chunk_before_the_next_was_sent(leaf: Leaf, server: Server) -> None:
    more = threading.Event()
    server.script(Answer(pieces=[b"first", b"second"], pause=more))

    async def case(transport: Transport) -> None:
        reply = await transport.send(Request("GET", server.url, stream=True))
        assert reply.chunks is not None
        assert await anext(reply.chunks) == b"first"
        more.set()
        assert [chunk async for chunk in reply.chunks] == [b"second"]

    leaf.run(case)


def test_connection_is_used_again(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        for stream in (False, True, False):
            await (await transport.send(Request("GET", server.url, stream=stream))).read()

    leaf.run(case)
    assert server.connections == 1


def test_stream_left_early_frees_the_transport(leaf: Leaf, server: Server) -> None:
    server.script(Answer(pieces=[b"a" * 70_000, b"b"], pause=threading.Event()), Answer(body=b"next"))

    async def case(transport: Transport) -> None:
        reply = await transport.send(Request("GET", server.url, stream=True))
        assert reply.chunks is not None
        await anext(reply.chunks)
        await reply.aclose()
        assert [chunk async for chunk in reply.chunks] == []
        assert (await transport.send(Request("GET", server.url))).body == b"next"

    leaf.run(case)


def test_refused_connection_names_the_host(leaf: Leaf) -> None:
    async def case(transport: Transport) -> None:
        with pytest.raises(ConnectionFailed, match=rf"GET {host} /x: .+; check the network"):
            await transport.send(Request("GET", f"http://{host}/x?secret=1", template="/x"))

    # Taken, so that no one else listens there either.
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        leaf.run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_reset_connection(leaf: Leaf, server: Server, stream: bool) -> None:
    server.respond = lambda _: Answer(reset=True)

    async def case(transport: Transport) -> None:
        with pytest.raises(ConnectionFailed):
            await transport.send(Request("GET", server.url, stream=stream, safe=False))

    leaf.run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_body_that_breaks_off(leaf: Leaf, server: Server, stream: bool) -> None:
    server.script(Answer(body=b"whole body", cut=5))

    async def case(transport: Transport) -> None:
        with pytest.raises(ConnectionFailed):
            await (await transport.send(Request("GET", server.url, stream=stream))).read()

    leaf.run(case)


@pytest.mark.parametrize(
    ("coding", "body"), [("gzip", gzip.compress(EVENTS)[:-9]), ("gzip", b"no gzip"), ("br", b"\x0b\x02\x80")]
)
def test_body_that_cannot_be_decoded(leaf: Leaf, server: Server, coding: str, body: bytes) -> None:
    server.script(Answer(200, {"content-encoding": coding}, body))

    async def case(transport: Transport) -> None:
        with pytest.raises(TransportError, match=f"coded as '{coding}'"):
            await transport.send(Request("GET", server.url))

    leaf.run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_deadline_passes_before_the_head(leaf: Leaf, server: Server, stream: bool) -> None:
    server.script(Answer(hold=threading.Event()))

    async def case(transport: Transport) -> None:
        with pytest.raises(DeadlineExceeded, match=r"within 0\.05 seconds"):
            await transport.send(Request("GET", server.url, deadline=0.05, stream=stream))

    leaf.run(case)


@pytest.mark.parametrize("stream", [False, True])
def test_deadline_passes_while_the_head_drips(leaf: Leaf, server: Server, stream: bool) -> None:
    server.script(Answer(drip=True))

    async def case(transport: Transport) -> None:
        with pytest.raises(DeadlineExceeded, match=r"within 0\.1 seconds"):
            await transport.send(Request("GET", server.url, deadline=0.1, stream=stream))

    leaf.run(case)


def test_deadline_passes_within_the_body(leaf: Leaf, server: Server) -> None:
    server.script(Answer(pieces=[b"a", b"b"], pause=threading.Event()))

    async def case(transport: Transport) -> None:
        with pytest.raises(DeadlineExceeded):
            await transport.send(Request("GET", server.url, deadline=0.05))

    leaf.run(case)


def test_deadline_bounds_the_silence_of_a_stream(leaf: Leaf, server: Server) -> None:
    server.respond = lambda _: Answer(pieces=[b"a", b"b"], pause=threading.Event())

    async def begun(transport: Transport) -> Reply:
        """A stream whose first bytes came in time: on a busy machine that may need a longer deadline."""
        for deadline in (0.05, 0.5, 5):
            with suppress(DeadlineExceeded):
                reply = await transport.send(Request("GET", server.url, deadline=deadline, stream=True))
                assert reply.chunks is not None
                assert await anext(reply.chunks) == b"a"
                return reply
        pytest.fail("no first bytes")

    async def case(transport: Transport) -> None:
        reply = await begun(transport)
        assert reply.chunks is not None
        with pytest.raises(DeadlineExceeded, match="next bytes"):
            await anext(reply.chunks)

    leaf.run(case)


@pytest.mark.parametrize("answer", [Answer(hold=threading.Event()), Answer(pieces=[b"a"] * 2, pause=threading.Event())])
def test_silence_is_shorter_than_the_deadline(leaf: Leaf, server: Server, answer: Answer) -> None:
    server.script(answer)

    async def case(transport: Transport) -> None:
        with pytest.raises(DeadlineExceeded, match=r"within 0\.05 seconds"):
            await (await transport.send(Request("GET", server.url, silence=0.05, stream=True))).read()

    leaf.run(case)


@pytest.mark.parametrize(
    ("answer", "framed"),
    [(Answer(body=b"ab"), True), (Answer(pieces=[b"a", b"b"]), True), (Answer(body=b"ab", framed=False), False)],
)
def test_stream_says_whether_its_end_is_told(leaf: Leaf, server: Server, answer: Answer, framed: bool) -> None:
    server.script(answer)

    async def case(transport: Transport) -> None:
        reply = await transport.send(Request("GET", server.url, stream=True))
        assert (await reply.read(), reply.framed) == (b"ab", framed)

    leaf.run(case)


def test_no_deadline(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        assert (await transport.send(Request("GET", server.url, deadline=float("inf")))).status == 200

    leaf.run(case)


def test_closed_transport_refuses(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        await transport.send(Request("GET", server.url))
        await transport.aclose()
        with pytest.raises(ClosedError, match="is closed"):
            await transport.send(Request("GET", server.url))

    leaf.run(case)


def test_malformed_header_is_refused_without_showing_it(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        with pytest.raises(TransportError, match="not valid HTTP") as caught:
            await transport.send(Request("GET", server.url, {"authorization": "Basic s3cret\nx"}))
        assert "s3cret" not in f"{caught.value!r} {caught.value.__cause__!r}"
        assert caught.value.__suppress_context__

    leaf.run(case)


def test_an_answer_that_is_no_http_does_not_bring_credentials_into_the_error(leaf: Leaf, server: Server) -> None:
    server.respond = lambda seen: Answer(200, {"no name": f"{seen.headers['authorization']} s3cr3t"})
    signed = {"authorization": f"Basic {b64encode(b'user:s3cr3t').decode()}"}

    async def case(transport: Transport) -> None:
        with pytest.raises(ConnectionFailed, match="repeats the credentials") as caught:
            await transport.send(Request("GET", server.url, signed))
        shown = "".join(traceback.format_exception(caught.value))
        assert not {"s3cr3t", signed["authorization"][6:].rstrip("=")} & set(re.split(r"[^\w]", shown))

    leaf.run(case)


@pytest.mark.parametrize(
    "url", ["mixpanel.com/api", "ftp://mixpanel.com/", "https:///api", "http://host/ä", "http://h:x"]
)
def test_url_that_leads_nowhere(leaf: Leaf, url: str) -> None:
    async def case(transport: Transport) -> None:
        with pytest.raises(TransportError, match="not valid HTTP"):
            await transport.send(Request("GET", url))

    leaf.run(case)


def test_repr_shows_no_request(leaf: Leaf, server: Server) -> None:
    async def case(transport: Transport) -> None:
        await transport.send(Request("GET", f"{server.url}/?s3cret", {"authorization": "s3cret"}))
        assert "s3cret" not in repr(transport)

    leaf.run(case)
