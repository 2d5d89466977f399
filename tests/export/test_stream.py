"""Exported events arrive whole or end in an error."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mixpanel_sync
from mixpanel_async.errors import ExportError, ParamTypeError, ParamValidationError, QueryError
from mixpanel_async.export.inflate import decoder
from mixpanel_transports.drive import drive
from mixpanel_transports.fake import Fake, chunked, json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

EVENTS = [
    {"event": "Login", "properties": {"time": 1767225600, "distinct_id": "u1", "$insert_id": "i1", "$city": "Köln"}},
    {"event": "Buy", "properties": {"time": 1767229200, "distinct_id": 7, "amount": 9.5, "tags": ["a"]}},
]
LINES = b"".join(json.dumps(event, ensure_ascii=False).encode() + b"\n" for event in EVENTS)
DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-02"}


def body(data, *, size=7, coding=None):
    """A function that answers with *data* in chunks, anew for every face."""
    headers = {"content-encoding": coding} if coding else {}
    return lambda _: Reply(200, headers, chunks=chunked(data, size))


def stream(ws):
    return ws.stream_events(**DAYS)


def raw(ws):
    return ws.stream_events(**DAYS, raw=True)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_rows_do_not_depend_on_how_the_bytes_are_cut(size):
    rows, _ = both(stream, body(LINES, size=size))
    assert rows == [
        {
            "event_name": "Login",
            "event_time": datetime(2026, 1, 1, tzinfo=UTC),
            "distinct_id": "u1",
            "insert_id": "i1",
            "properties": {"$city": "Köln"},
        },
        {
            "event_name": "Buy",
            "event_time": datetime(2026, 1, 1, 1, tzinfo=UTC),
            "distinct_id": 7,
            "insert_id": None,
            "properties": {"amount": 9.5, "tags": ["a"]},
        },
    ]


@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (LINES, None),
        (LINES.replace(b"\n", b"\r\n"), "identity"),
        (b"\n\n" + LINES.rstrip(b"\n"), None),
        (gzip.compress(LINES), "gzip"),
        (gzip.compress(LINES[:50]) + gzip.compress(LINES[50:]), "gzip"),
        (b"", None),
        (b"", "gzip"),
    ],
    ids=["plain", "crlf", "blank-and-unended", "gzip", "members", "empty", "empty-gzip"],
)
def test_every_whole_form_of_a_body_is_read(data, coding):
    rows, _ = both(raw, body(data, coding=coding))
    assert rows == (EVENTS if data else [])


@pytest.mark.parametrize(
    ("data", "coding", "said"),
    [
        (LINES + b"terminated early: timeout\n", None, "line 3 .* 'terminated early: timeout'"),
        (b'{"error": "internal", "request": "/export"}', None, "line 1 .*internal"),
        (LINES[:-9], None, "line 2"),
        (b"<html>proxy</html>", None, "line 1"),
        (b"[1]\n", None, "line 1"),
        (LINES.replace("ö".encode(), b"\xff"), None, "line 1"),
        (gzip.compress(LINES)[:-9], "gzip", "middle of its compressed data"),
        (gzip.compress(LINES)[:30], "gzip", "middle of its compressed data"),
        (gzip.compress(LINES)[:-8] + b"\0" * 8, "gzip", "damaged"),
        (LINES, "gzip", "damaged"),
        (LINES, "br", "'br'"),
    ],
    ids=[
        "terminated",
        "json-error",
        "cut-line",
        "html",
        "array",
        "utf8",
        "cut-trailer",
        "cut-gzip",
        "crc",
        "no-gzip",
        "brotli",
    ],
)
def test_a_broken_body_is_an_error(data, coding, said):
    error, _ = raised(stream, body(data, coding=coding))
    assert isinstance(error, ExportError)
    assert re.search(said, error.message)


def test_a_refused_export_is_an_error_with_its_reason():
    error, _ = raised(stream, lambda _: json_reply({"error": "no such project"}, 404))
    assert (type(error), error.status_code, error.response_body) == (QueryError, 404, {"error": "no such project"})


def test_what_is_asked_is_what_is_sent():
    _, (request,) = both(
        lambda ws: ws.stream_events(**DAYS, events=["A", "B é"], where='properties["p"]=="q"', limit=100), body(b"")
    )
    assert urlsplit(request.url).netloc == "data.mixpanel.com"
    assert parse_qsl(urlsplit(request.url).query) == [
        ("project_id", "12345"),
        ("from_date", "2026-01-01"),
        ("to_date", "2026-01-02"),
        ("event", '["A", "B \\u00e9"]'),
        ("where", 'properties["p"]=="q"'),
        ("limit", "100"),
    ]
    assert request.headers["accept-encoding"] == "gzip"
    assert request.stream


def test_one_event_need_not_be_a_list():
    _, (request,) = both(lambda ws: ws.stream_events(**DAYS, events="Login"), body(b""))
    assert ("event", '["Login"]') in parse_qsl(urlsplit(request.url).query)


@pytest.mark.parametrize(("limit", "code"), [(0, "WR2_LIMIT_TOO_SMALL"), (100_001, "WR3_LIMIT_TOO_LARGE")])
def test_a_limit_out_of_range_is_refused_at_the_call(limit, code):
    error, requests = raised(lambda ws: ws.stream_events(**DAYS, limit=limit))
    assert (type(error), error.code, requests) == (ParamValidationError, code, [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"events": []}, "events is empty"),
        ({"events": 5}, "events is 5"),
        ({"events": [5]}, r"events is \[5\]"),
        ({"events": ""}, r"events\[0\]"),
        ({"where": 5}, "where is 5"),
        ({"limit": "ten"}, "limit is 'ten'"),
        ({"limit": 1.5}, "limit is 1.5"),
        ({"limit": True}, "limit is True"),
        ({"raw": "yes"}, "raw is 'yes'"),
    ],
)
def test_what_makes_no_sense_is_refused_at_the_call(options, said):
    error, requests = raised(lambda ws: ws.stream_events(**DAYS, **options))
    assert (isinstance(error, ParamTypeError | ParamValidationError), requests) == (True, [])
    assert re.match(said, error.message)


@pytest.mark.parametrize("ask", [stream, raw])
def test_frames_have_the_same_columns_whatever_the_events_hold(ask):
    with mixpanel_sync.Workspace(transport=Fake(body(LINES * 3)), project_id="1") as ws:
        frames = list(ask(ws).frames(rows=4))
    assert [frame.height for frame in frames] == [4, 2]
    assert frames[0].schema == frames[1].schema
    assert frames[0].schema["event_time"] == pl.Datetime("us", "UTC")
    assert frames[1].row(1)[2:] == ("7", None, '{"amount": 9.5, "tags": ["a"]}')


@pytest.mark.parametrize(
    ("rows", "kind"), [(0, ParamValidationError), (-1, ParamValidationError), ("9", ParamTypeError)]
)
def test_a_frame_holds_at_least_one_row(rows, kind):
    fake = Fake(body(LINES))
    with (
        mixpanel_sync.Workspace(transport=fake, project_id="1") as ws,
        pytest.raises(kind, match=f"rows is {rows!r}"),
    ):
        next(iter(stream(ws).frames(rows=rows)))
    assert fake.requests == []


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(1, 40))
def test_gzip_members_inflate_to_what_went_in_however_they_are_cut(parts, size):
    packed = b"".join(gzip.compress(part) for part in parts)
    coding = decoder("gzip")
    plain = b"".join(piece for at in range(0, len(packed), size) for piece in coding.feed(packed[at : at + size]))
    coding.finish()
    assert plain == b"".join(parts)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_gzip_body_cut_anywhere_is_never_taken_for_whole(part, data):
    packed = gzip.compress(part)
    coding = decoder("gzip")
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    list(coding.feed(cut))
    with pytest.raises(ExportError):
        coding.finish()


def test_a_body_that_tells_nowhere_where_it_ends_is_an_error():
    def unframed(data, coding):
        return lambda _: Reply(200, {"content-encoding": coding}, chunks=chunked(data, 7), framed=False)

    error, _ = raised(raw, unframed(LINES, ""))
    assert "neither how long it is nor where it ends" in str(error)
    assert both(raw, unframed(gzip.compress(LINES), "gzip"))[0] == EVENTS


def test_leaving_early_closes_the_reply():
    closed = []

    async def chunks():
        try:
            yield LINES
            yield LINES
        finally:
            closed.append(True)

    async def first():
        from mixpanel_async.connection import Connection
        from mixpanel_async.export.operations import Exports
        from mixpanel_transports.blocking_runtime import BlockingRuntime
        from mixpanel_transports.fake import Fake
        from tests.test_codec import SESSION

        exports = Exports()
        exports._connection = Connection(SESSION, Fake(lambda _: Reply(200, chunks=chunks())), BlockingRuntime())
        async with exports.stream_events(**DAYS) as events:
            return await anext(events)

    assert drive(first())["event_name"] == "Login"
    assert closed == [True]


def test_f10_an_event_without_time_or_insert_id_has_none_each_time_it_is_read():
    bare = b'{"event": "A", "properties": {"distinct_id": "u"}}\n'

    first, second = both(stream, body(bare))[0], both(stream, body(bare))[0]

    assert first == second
    assert (first[0]["event_time"], first[0]["insert_id"]) == (None, None)


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("[1]", r"its properties are \[1\]"),
        ("null", "its properties are None"),
        ('{"time": "noon"}', "its time is 'noon'"),
        ('{"time": [1]}', r"its time is \[1\]"),
        ('{"time": 1e300}', r"its time is 1e\+300"),
        ('{"time": NaN}', "its time is nan"),
    ],
)
def test_an_event_of_odd_kinds_is_an_error_and_raw_as_it_is(properties, said):
    line = b'{"event": "A", "properties": %s}' % properties.encode()

    error, _ = raised(stream, body(line))

    assert isinstance(error, ExportError)
    assert re.search(said, str(error))
    assert len(both(raw, body(line))[0]) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"event": 5, "properties": {}}', "its name is 5"), ('{"event": "A"}', "its properties are None")],
)
def test_an_event_without_name_or_properties_is_an_error_and_raw_as_it_is(line, said):
    error, _ = raised(stream, body(line.encode()))

    assert isinstance(error, ExportError)
    assert re.search(said, str(error))
    assert both(raw, body(line.encode()))[0] == [json.loads(line)]


@pytest.mark.parametrize("ask", [stream, raw])
@pytest.mark.parametrize(
    "said", ['{"status": "error", "message": "Too many"}', '{"message": "x"}', '{"properties": {"time": 1}}', "{}"]
)
def test_what_the_server_says_in_json_instead_of_events_is_an_error(ask, said):
    error, _ = raised(ask, body(LINES + said.encode()))

    assert isinstance(error, ExportError)
    assert (error.code, error.details["line"], error.details["text"]) == ("EXPORT_BROKEN", 3, said)


def test_what_the_server_says_instead_of_events_repeats_no_credentials():
    def echo(request):
        return Reply(200, chunks=chunked(f'{{"message": "{request.headers["authorization"]}"}}'.encode(), 7))

    error, (request,) = raised(stream, echo)

    assert "is no event but" in error.message
    assert request.headers["authorization"].partition(" ")[2] not in repr((error.message, error.details))


def test_frames_hold_whatever_ids_are():
    line = rb'{"event": "5", "properties": {"$insert_id": 6, "distinct_id": null, "p": "\ud800"}}'
    with mixpanel_sync.Workspace(transport=Fake(body(line)), project_id="1") as ws:
        (frame,) = stream(ws).frames()

    assert frame.rows() == [("5", None, None, "6", '{"p": "\ufffd"}')]
