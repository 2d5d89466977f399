"""What is new, and what may have come late, is fetched again; a reader sees the old days or the new ones."""

from __future__ import annotations

import gc
import gzip
import json
from datetime import UTC, date, datetime

import pytest
from attrs import evolve

import mixpanel_sync
from mixpanel_async.errors import ExportError, ParamValidationError
from mixpanel_async.export.due import asked_for, due
from mixpanel_async.export.journal import Slot
from mixpanel_async.export.question import EventsExport
from mixpanel_async.export.windows import Window
from mixpanel_local import import_events
from tests.export.project import DAYS, Project, days_of, event, found, windows_of
from tests.server import Answer

TEN = Window.of("2026-01-01", "2026-01-10")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def covered(fetched, chain=1):
    return {day.isoformat(): Slot(at(fetched), chain) for day in TEN.days()}


def due_days(fetched, now, chain=2, **options):
    question = EventsExport(from_date="2026-01-01", to_date="2026-01-12", **options)
    asked = Window.of("2026-01-01", "2026-01-12")
    return [day.day for day in due(question, asked, covered(fetched), chain=chain, now=at(now))]


@pytest.mark.parametrize(
    ("fetched", "now", "options", "days"),
    [
        ("2026-01-12", "2026-01-13", {}, [11, 12]),
        ("2026-01-10T12:00", "2026-01-10T13:00", {}, [11, 12]),
        ("2026-01-10T12:00", "2026-01-11T00:00", {}, [10, 11, 12]),
        # A clock that was set back tells nothing.
        ("2026-01-10T12:00", "2026-01-10T11:00", {}, [10, 11, 12]),
        ("2026-01-12", "2026-01-13", {"incremental": True}, [7, 8, 9, 10, 11, 12]),
        ("2026-01-12", "2026-01-13", {"incremental": True, "look_back": 1}, [11, 12]),
        ("2026-01-12", "2026-01-13", {"incremental": True, "look_back": 2}, [10, 11, 12]),
        ("2026-02-12", "2026-02-13", {"incremental": True}, [11, 12]),
        # In New York the 10th is over at 5 o'clock UTC.
        (
            "2026-01-11T04:00",
            "2026-01-12",
            {"recorded_times": "project", "time_zone": "America/New_York"},
            [10, 11, 12],
        ),
        ("2026-01-11T06:00", "2026-01-12", {"recorded_times": "project", "time_zone": "America/New_York"}, [11, 12]),
    ],
)
def test_days_that_are_missing_or_were_fetched_too_early_are_due(fetched, now, options, days):
    assert due_days(fetched, now, **options) == days


def test_a_run_fetches_nothing_twice_that_it_has_fetched():
    assert due_days("2026-01-10T12:00", "2026-01-10T13:00", chain=1, incremental=True) == [11, 12]


def test_a_day_that_was_not_over_is_due_again_once_it_is():
    assert due_days("2026-01-10T12:00", "2026-01-11T01:00", chain=1) == [10, 11, 12]


def test_what_an_incremental_export_leaves_open():
    question = EventsExport(incremental=True)
    assert asked_for(question, covered("2026-01-12"), date(2026, 1, 20)) == Window.of("2026-01-01", "2026-01-20")
    with pytest.raises(ParamValidationError, match="give from_date"):
        asked_for(question, {}, date(2026, 1, 20))


def test_late_events_are_found_and_replace_their_days(server, connect, tmp_path):
    project = Project.of(now=at("2026-01-11"))
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS)
    project.add("2026-01-08", event("2026-01-08", 99))
    project.add("2026-01-11", event("2026-01-11", 1))
    project.now = at("2026-01-12")
    reports = []
    again = windows_of(
        project,
        lambda: reports.append(connect().export_events(tmp_path, to_date="2026-01-11", incremental=True)),
    )
    assert (min(again)[:10], days_of(again)) == ("2026-01-06", 6)
    assert found(tmp_path) == project.events()
    (report,) = reports
    assert (report.rows, report.days, report.from_date) == (202, 11, "2026-01-01")
    assert 0 < report.reread < report.received


def test_of_a_raw_copy_the_days_count_that_were_not_fetched_again(server, connect, tmp_path):
    project = Project.of(counts=True, now=at("2026-01-11"))
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS, raw_copy=True)
    report = connect().export_events(tmp_path, **DAYS, incremental=True, look_back=4, raw_copy=True)

    said = json.loads((tmp_path / "export.json").read_bytes())["windows"]
    copies = [(tmp_path / path, window["days"]) for window in said for path in window["files"]]
    lines = [
        line for path, days in copies for line in gzip.decompress(path.read_bytes()).splitlines() if day(line) in days
    ]

    assert sorted(lines) == sorted(line for day_lines in project.lines.values() for line in day_lines)
    assert sorted(path for path, _ in copies) == sorted((tmp_path / "raw").iterdir())
    assert [window["rows"] for window in said] == report.df["rows"].to_list() == [120, 80]
    assert (report.rows, [each.facts.rows for each in report.parts]) == (200, [200, 80])


def day(line):
    return datetime.fromtimestamp(json.loads(line)["properties"]["time"] / 1000, UTC).date().isoformat()


def test_until_all_is_there_a_reader_sees_what_was_there(server, connect, tmp_path):
    project = Project.of(now=at("2026-01-11"))
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS)
    before = project.events()
    project.add("2026-01-08", event("2026-01-08", 99))
    server.respond = lambda seen: project.answer(seen) if "to_date=2026-01-10" in seen.target else Answer(500)
    with pytest.raises(ExportError):
        connect().export_events(tmp_path, to_date="2026-01-11", incremental=True, attempts=1)
    with mixpanel_sync.Workspace.local(tmp_path) as ws:
        assert ws.event_counts(["Buy", "Login", "Leave"], **DAYS).df["count"].sum() == len(before)
    server.respond = project.answer
    connect().export_events(tmp_path, to_date="2026-01-11", incremental=True)
    assert found(tmp_path) == project.events()


def test_what_a_frame_is_made_of_stays_while_it_is_there(server, connect, tmp_path):
    project = Project.of(now=at("2026-01-11"))
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS)
    frame = mixpanel_sync.read_export(tmp_path).select("insert_id")
    project.add("2026-01-08", event("2026-01-08", 99))
    connect().export_events(tmp_path, to_date="2026-01-10", incremental=True)
    assert frame.collect().height == 200
    assert mixpanel_sync.read_export(tmp_path).collect().height == 201
    del frame
    gc.collect()
    connect().export_events(tmp_path, to_date="2026-01-10", incremental=True)
    # Nothing is there any more but what the manifest names.
    assert found(tmp_path) == project.events()


def test_counts_are_compared_by_day_and_event(server, connect, tmp_path):
    project = Project.of(counts=True)
    server.respond = project.answer
    report = connect().export_events(tmp_path, **DAYS, reconcile=True)
    assert report.differences == []
    project.add("2026-01-03", {**event("2026-01-03", 50), "event": "Late"})
    report = connect().export_events(tmp_path, **DAYS, reconcile=True)
    assert [each.to_dict() for each in report.differences] == [
        {"date": "2026-01-03", "event": "Late", "exported": 0, "counted": 1}
    ]


def test_what_could_not_be_compared_is_there_all_the_same(server, connect, tmp_path):
    project = Project.of()
    server.respond = project.answer
    with pytest.raises(ExportError, match=r"is complete, with 200 events.*counts are not to be had") as caught:
        connect().export_events(tmp_path, **DAYS, reconcile=True)
    assert caught.value.code == "EXPORT_NOT_COMPARED"
    assert caught.value.details["report"]["rows"] == 200
    assert found(tmp_path) == project.events()
    assert windows_of(project, lambda: connect().export_events(tmp_path, **DAYS)) == []


@pytest.mark.parametrize(
    ("options", "last"),
    [({}, "2026-01-10"), ({"recorded_times": "project", "time_zone": "Asia/Tokyo"}, "2026-01-11")],
)
def test_today_is_the_servers_wherever_the_machine_is(server, connect, tmp_path, options, last):
    server.respond = Project.of().answer
    ws = connect()
    ws._core._connection.wall_clock = lambda: at("2026-01-10T23:30")
    assert ws.export_events(tmp_path, from_date="2026-01-09", incremental=True, **options).to_date == last


def test_days_of_another_clock_are_compared_where_they_are_whole(server, connect, tmp_path):
    project = Project.of(counts=True)
    server.respond = project.answer
    report = connect().export_events(tmp_path, **DAYS, reconcile=True, time_zone="Asia/Tokyo")
    assert {each.date for each in report.differences} <= {f"2026-01-{day:02}" for day in range(2, 10)}


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ParamValidationError, match="reconcile goes without where"):
        EventsExport(**DAYS, reconcile=True, where="true")
    assert evolve(EventsExport(**DAYS), reconcile=True).reconcile


def test_days_of_the_embedded_mixpanel_stay_whole_in_any_time_zone(tmp_path):
    """It is asked for days of UTC, whatever those of its project are."""
    project = Project.of()
    lines = tmp_path / "lines.ndjson"
    lines.write_bytes(b"".join(line + b"\n" for day in project.lines.values() for line in day))
    import_events([lines], tmp_path / "store", time_zone="America/New_York")
    with mixpanel_sync.Workspace.local(tmp_path / "store") as ws:
        ws.export_events(tmp_path / "out", **DAYS)
        ws.export_events(tmp_path / "out", from_date="2026-01-05", incremental=True, look_back=10_000)
    assert found(tmp_path / "out") == project.events()
