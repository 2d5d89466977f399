"""What only looks wrong: days without events, lines recorded in a bad form, events that came twice."""

from __future__ import annotations

import json

import pytest

from mixpanel_async.errors import ExportError
from tests.export.project import DAYS, Project, event, found, packed, windows_of
from tests.server import Answer

DAY = {"from_date": "2026-01-01", "to_date": "2026-01-01"}


def lines(project):
    return b"".join(line + b"\n" for line in project.lines["2026-01-01"])


def test_nothing_where_something_was_counted_is_asked_again(server, connect, tmp_path):
    project = Project.of(days=10, counts=True)
    server.respond = empty_at_first(3, project)
    assert connect().export_events(tmp_path, **DAYS).rows == 200
    assert found(tmp_path) == project.events()


def test_nothing_where_something_was_fetched_is_asked_again(server, connect, tmp_path):
    project = Project.of(days=10)
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS)
    server.respond = empty_at_first(3, project)
    connect().export_events(tmp_path, **DAYS, incremental=True, look_back=10_000)
    assert found(tmp_path) == project.events()


def test_nothing_is_believed_at_the_last_try(server, connect, tmp_path):
    project = Project.of(days=1)
    server.respond = project.answer
    connect().export_events(tmp_path, **DAY)
    server.respond = lambda _: packed(b"")
    report = connect().export_events(tmp_path, **DAY, incremental=True, look_back=10_000, attempts=3)
    assert (report.rows, report.requests) == (0, 3)
    assert found(tmp_path) == []


def empty_at_first(times, project):
    """The answers of *project*, so many of its exports without an event."""
    empty = iter([packed(b"")] * times)
    return lambda seen: next(empty, project.answer(seen)) if "/export" in seen.target else project.answer(seen)


def test_a_day_without_events_is_there_too(server, connect, tmp_path):
    project = Project()
    server.respond = project.answer
    report = connect().export_events(tmp_path, **DAY)
    assert (report.rows, report.requests) == (0, 1)
    assert windows_of(project, lambda: connect().export_events(tmp_path, **DAY)) == []
    assert found(tmp_path) == []


def test_nothing_need_not_be_compressed(server, connect, tmp_path):
    server.respond = lambda _: Answer(200, {"content-encoding": "identity"})
    report = connect().export_events(tmp_path, **DAY)
    assert (report.rows, report.requests) == (0, 1)


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
