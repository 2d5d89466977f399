"""What is too much for the server is asked in smaller pieces, and is still one window or several that lack nothing."""

from __future__ import annotations

import gzip
import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from mixpanel_async.errors import ExportError
from mixpanel_async.export.asks import Ask
from mixpanel_async.export.windows import Window
from tests.export.project import DAYS, Project, found, packed
from tests.server import Answer

DAY = {"from_date": "2026-01-01", "to_date": "2026-01-01"}


def at_most(project, lines, seen):
    """The answer of a server that gives up after so many lines."""
    whole = project.body(seen.target).splitlines(keepends=True)
    return packed(b"".join(whole[:lines]) + (b"export terminated early\n" if len(whole) > lines else b""))


def test_days_are_halved_until_each_comes_whole(server, connect, tmp_path):
    project = Project.of(days=10)
    counts = json.dumps({"data": {"series": [], "values": {"Login": {"2026-01-05": 3}}}}).encode()

    def answer(seen):
        path = urlsplit(seen.target).path
        if path.endswith("/export"):
            return at_most(project, 45, seen)
        return Answer(body=json.dumps(["Login"]).encode() if path.endswith("/names") else counts)

    server.respond = answer
    report = connect().export_events(tmp_path, **DAYS)
    assert found(tmp_path) == project.events()
    assert project.asked[0] == "2026-01-01..2026-01-10"
    assert {"2026-01-01..2026-01-05", "2026-01-06..2026-01-10"} < set(project.asked)
    assert (report.rows, report.days) == (200, 10)


def test_a_day_is_cut_by_its_hours(server, connect, tmp_path):
    project = Project.of(days=1, events=60)
    server.respond = lambda seen: at_most(project, 25, seen)
    report = connect().export_events(tmp_path, **DAY)
    assert found(tmp_path) == project.events()
    assert [each.window for each in report.parts] == ["2026-01-01"]


def test_what_was_sent_of_a_day_in_pieces_is_kept_line_by_line(server, connect, tmp_path):
    project = Project.of(days=1, events=60)

    def answer(seen):
        whole = gzip.decompress(at_most(project, 25, seen).body)
        return packed(whole.rstrip(b"\n"))

    server.respond = answer
    connect().export_events(tmp_path, **DAY, raw_copy=True)
    (copy,) = (tmp_path / "raw").iterdir()
    lines = [line for line in gzip.decompress(copy.read_bytes()).split(b"\n") if line]
    assert sorted(lines) == sorted(project.lines["2026-01-01"])


def test_a_day_is_cut_by_its_events_where_they_are_named(server, connect, tmp_path):
    project = Project.of(days=1, events=60)
    server.respond = lambda seen: at_most(project, 25, seen)
    connect().export_events(tmp_path, **DAY, events=["Login", "Buy", "Leave"])
    assert found(tmp_path) == project.events()
    assert any('["Login"]' in dict(parse_qsl(urlsplit(seen.target).query))["event"] for seen in server.seen)


@pytest.mark.parametrize("events", [None, ["Login", "Buy", "Leave"]])
def test_a_day_is_cut_until_each_piece_comes_whole(server, connect, tmp_path, events):
    project = Project.of(days=1, events=60)
    server.respond = lambda seen: at_most(project, 4, seen)
    report = connect().export_events(tmp_path, **DAY, events=events)
    assert found(tmp_path) == project.events()
    assert report.windows == 1


def test_what_cannot_be_cut_is_an_error(server, connect, tmp_path):
    server.respond = lambda _: Answer(body=b"terminated early")
    with pytest.raises(ExportError, match=r"2026-01-01: .*terminated early"):
        connect().export_events(tmp_path, **DAY)


def test_halves_of_a_filtered_day_ask_for_all_of_it_once():
    first, second = Ask(Window.of("2026-01-01"), where='properties["a"] == 1').halves()
    assert [each.call(silence=1).query["where"] for each in (first, second)] == [
        '(properties["a"] == 1) and event["$time"] < datetime("2026-01-01T12:00:00")',
        '(properties["a"] == 1) and event["$time"] >= datetime("2026-01-01T12:00:00")',
    ]
    assert [str(each) for each in (first, second)] == ["2026-01-01 00:00-12:00", "2026-01-01 12:00-24:00"]


def test_a_server_that_takes_no_notice_of_hours_is_found_out(server, connect, tmp_path):
    project = Project.of(days=1)
    early = packed(b"terminated early\n")
    answers = iter([early, early])
    server.respond = lambda _: next(answers, packed(b"\n".join(project.lines["2026-01-01"])))
    with pytest.raises(ExportError, match="events of other hours than 2026-01-01 12:00-24:00"):
        connect().export_events(tmp_path, **DAY)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(0, 43_200, "00:00-12:00"), (43_200, 86_400, "12:00-24:00"), (60, 90, "00:01-00:01:30")],
)
def test_pieces_of_a_day_have_names_of_their_own(start, end, text):
    assert str(Ask(Window.of("2026-01-01"), start=start, end=end)) == f"2026-01-01 {text}"
