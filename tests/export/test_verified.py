"""A reply that is not whole is never taken for whole: it is asked for again, or its window is named in an error."""

from __future__ import annotations

import gzip
import json
import threading

import pytest

from mixpanel_async.errors import ExportError
from tests.export.project import DAYS, Project, event, found, packed, windows_of
from tests.server import Answer

DAY = {"from_date": "2026-01-01", "to_date": "2026-01-01"}
GZIP = {"content-encoding": "gzip"}


def lines(project):
    return b"".join(line + b"\n" for line in project.lines["2026-01-01"])


def broken(body):
    """Replies that are not whole, by name."""
    whole = gzip.compress(body)
    middle = body.index(b"\n", len(body) // 2) + 1
    cuts = {f"gzip cut at {part}/16": Answer(200, GZIP, whole[: len(whole) * part // 16]) for part in (0, 1, 8, 15)}
    return cuts | {
        "gzip without its length": Answer(200, GZIP, whole[:-4]),
        "gzip without its check": Answer(200, GZIP, whole[:-8]),
        "gzip with another check": Answer(200, GZIP, whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:]),
        "gzip with another length": Answer(200, GZIP, whole[:-4] + bytes([whole[-4] ^ 1]) + whole[-3:]),
        "gzip with a wrong bit": Answer(200, GZIP, whole[:60] + bytes([whole[60] ^ 4]) + whole[61:]),
        "gzip cut, chunks ended": Answer(200, GZIP, pieces=[whole[:100], whole[100:200]]),
        "a second member cut": Answer(200, GZIP, gzip.compress(body[:middle]) + gzip.compress(body[middle:])[:-9]),
        "garbage after the trailer": Answer(200, GZIP, whole + b"garbage"),
        "no gzip at all": Answer(200, GZIP, body),
        "another coding": Answer(200, {"content-encoding": "br"}, whole),
        "fewer bytes than announced": Answer(200, GZIP, whole, cut=len(whole) // 2, close=True),
        "plain, fewer bytes than announced": Answer(body=body, cut=middle, close=True),
        "plain, cut in a line": Answer(body=body[: middle + 20]),
        "plain, the last line cut": Answer(body=body[:-9]),
        "plain, cut in a line that ends": Answer(body=body[: middle + 20] + b"\n"),
        "terminated early": packed(body[:middle] + b"terminated early"),
        "terminated early, ended": packed(body[:middle] + b"export terminated early\n"),
        "an error as text": Answer(body=b"rate limit reached"),
        "an error as JSON": Answer(body=json.dumps({"error": "internal", "request": "/export"}).encode()),
        "an error after events": packed(body[:middle] + b'{"error": "internal"}\n'),
        "a proxy's page": Answer(200, {"content-type": "text/html"}, b"<!DOCTYPE html><html>Sign in</html>"),
        "a JSON value": Answer(body=b"[]"),
        "plain, and nothing says where it ends": Answer(body=body[:middle], framed=False),
        "gzip cut, and nothing says where it ends": Answer(200, GZIP, whole[: len(whole) // 2], framed=False),
        "nothing, as a success": Answer(204),
        "something else, as a success": Answer(202, body=body),
        "a reset": Answer(reset=True),
        "a 500": Answer(500, body=b"no"),
        "a 503": Answer(503, {"retry-after": "900"}, b"no"),
        "a 429": Answer(429, {"retry-after": "1800"}, b"no"),
        "a 429 until a date": Answer(
            429, {"retry-after": "Thu, 01 Jan 2026 01:00:00 GMT", "date": "Thu, 01 Jan 2026 00:30:00 GMT"}
        ),
        "a 429 that says nothing": Answer(429),
    }


NAMES = list(broken(lines(Project.of(days=1))))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_broken_once_is_asked_for_again(server, connect, tmp_path, name):
    project = Project.of(days=1)
    server.script(broken(lines(project))[name], packed(lines(project)), packed(lines(project)))
    report = connect().export_events(tmp_path, **DAY)
    assert found(tmp_path) == project.events()
    assert (report.rows, report.bad_lines) == (20, 0)


@pytest.mark.parametrize("name", NAMES)
def test_what_stays_broken_is_an_error_that_names_the_window(server, connect, tmp_path, name):
    project = Project.of(days=1)
    answer = broken(lines(project))[name]
    server.respond = lambda _: answer
    with pytest.raises(ExportError, match="2026-01-01") as caught:
        connect().export_events(tmp_path, **DAY, attempts=2)
    assert caught.value.code == "EXPORT_INCOMPLETE"
    assert not list(tmp_path.glob("date=*"))
    assert not (tmp_path / "manifest.json").exists()
    server.respond = project.answer
    connect().export_events(tmp_path, **DAY)
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize(
    "form",
    [
        lambda body: packed(body),
        lambda body: packed(body[:-1]),
        lambda body: packed(body.replace(b"\n", b"\n\n").replace(b"\n", b"\r\n")),
        lambda body: Answer(200, GZIP, gzip.compress(body[:90]) + gzip.compress(b"") + gzip.compress(body[90:])),
        lambda body: Answer(200, GZIP, pieces=[bytes([byte]) for byte in gzip.compress(body)]),
        lambda body: Answer(body=body),
        lambda body: Answer(200, GZIP, gzip.compress(body), close=True),
        lambda body: Answer(200, GZIP, gzip.compress(body), framed=False),
    ],
    ids=["gzip", "last line not ended", "blank lines", "members", "byte by byte", "plain", "closed after", "unframed"],
)
def test_every_whole_form_is_taken(server, connect, tmp_path, form):
    project = Project.of(days=1)
    server.script(form(lines(project)))
    connect().export_events(tmp_path, **DAY)
    assert found(tmp_path) == project.events()


def test_nothing_where_something_was_counted_is_believed_when_it_comes_twice(server, connect, tmp_path):
    project = Project.of(days=10, counts=True)
    empty = iter([Answer()])
    server.respond = lambda seen: (
        next(empty, project.answer(seen)) if "/export" in seen.target else project.answer(seen)
    )
    assert connect().export_events(tmp_path, **DAYS).rows == 200
    assert found(tmp_path) == project.events()


def test_a_day_without_events_is_there_too(server, connect, tmp_path):
    project = Project()
    server.respond = project.answer
    report = connect().export_events(tmp_path, **DAY)
    assert (report.rows, report.requests) == (0, 1)
    assert windows_of(project, lambda: connect().export_events(tmp_path, **DAY)) == []
    assert found(tmp_path) == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_hours_of_silence_is_not_waited_for(server, connect, tmp_path, status):
    server.respond = lambda _: Answer(status, {"retry-after": "86400"})
    with pytest.raises(ExportError, match="2026-01-01"):
        connect().export_events(tmp_path, **DAY)
    assert len(server.seen) == 1


def test_a_silent_server_is_given_up(server, connect, tmp_path):
    project, forever = Project.of(days=1), threading.Event()
    whole = gzip.compress(lines(project))
    server.script(Answer(200, GZIP, pieces=[whole[:50], whole[50:]], pause=forever), packed(lines(project)))
    connect().export_events(tmp_path, **DAY, silence=0.2)
    forever.set()
    assert found(tmp_path) == project.events()


BAD = b'{"event":"Caf\xe9","properties":{"time":1767225600000}}'


def test_bad_lines_that_come_twice_are_the_datas_own(server, connect, tmp_path):
    project = Project.of(days=1)
    project.add("2026-01-01", BAD, b'{"event":"Login","properties":{"distinct_id":"nobody"}}')
    server.respond = lambda _: packed(lines(project))
    report = connect().export_events(tmp_path, **DAY, attempts=1)
    assert (report.rows, report.bad_lines, report.requests) == (20, 2, 2)
    (quarantine,) = tmp_path.glob("quarantine/*.jsonl")
    entries = [json.loads(line) for line in quarantine.read_text().splitlines()]
    assert [(each["line"], each["text"].encode("utf-8", "surrogateescape")) for each in entries] == [
        (21, BAD),
        (22, b'{"event":"Login","properties":{"distinct_id":"nobody"}}'),
    ]
    assert ["not UTF-8" in entries[0]["reason"], "no 'time'" in entries[1]["reason"]] == [True, True]


def test_a_bad_line_that_comes_once_was_an_accident(server, connect, tmp_path):
    project = Project.of(days=1)
    server.script(packed(lines(project) + BAD + b"\n" + lines(project)[:0]), packed(lines(project)))
    report = connect().export_events(tmp_path, **DAY)
    assert (report.rows, report.bad_lines) == (20, 0)
    assert not (tmp_path / "quarantine").exists()


def test_bad_lines_that_differ_each_time_are_an_error(server, connect, tmp_path):
    project = Project.of(days=1)
    texts = iter(range(100))
    server.respond = lambda _: packed(lines(project) + b'{"event":"%d"}\n' % next(texts) + lines(project)[:0])
    with pytest.raises(ExportError, match="not the same ones each time"):
        connect().export_events(tmp_path, **DAY)


def test_duplicates_are_left_out_on_request(server, connect, tmp_path):
    project = Project.of(days=1)
    project.add("2026-01-01", event("2026-01-01", 3, mp_processing_time_ms=1), {**event("2026-01-01", 4)})
    server.respond = project.answer
    report = connect().export_events(tmp_path / "once", **DAY)
    assert (report.rows, report.duplicates) == (20, 2)
    report = connect().export_events(tmp_path / "all", **DAY, deduplicate=False)
    assert (report.rows, report.duplicates) == (22, 0)


@pytest.mark.parametrize(
    "said", ["s3cr3t-long-enough is no secret of mine", '{"event":"x","error":"s3cr3t-long-enough"} terminated early']
)
def test_errors_repeat_no_credentials(server, connect, tmp_path, said):
    server.respond = lambda _: packed(b"x" * 195 * said.startswith("s3cr3t") + said.encode() + b"\n")
    with pytest.raises(ExportError) as caught:
        connect(secret="s3cr3t-long-enough").export_events(tmp_path, **DAY, attempts=1)
    assert "long-enough" not in str(caught.value.to_dict())
