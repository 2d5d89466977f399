"""An export brings every event of its days, once, in files that a reader finds by the manifest."""

from __future__ import annotations

import gzip
import re
import sqlite3
from pathlib import Path

import anyio
import duckdb
import pytest
from attrs import evolve, fields

import mixpanel_async
import mixpanel_sync
from mixpanel_async.errors import (
    ConnectionFailed,
    ExportError,
    MixpanelError,
    ParamTypeError,
    ParamValidationError,
    QueryError,
)
from mixpanel_async.export.question import EventsExport, EventsExportOptions
from mixpanel_dataset import Manifest
from mixpanel_transports.fake import Fake
from tests.export.conftest import ACCOUNT
from tests.export.project import DAYS, Project, found, windows_of
from tests.server import Answer
from tests.virtual import VirtualRuntime


def workspace(server, **options):
    return mixpanel_sync.Workspace(**ACCOUNT, base_url=server.url, **options)


@pytest.mark.parametrize("packed", [True, False])
def test_every_event_is_there_once(server, tmp_path, packed):
    project = Project.of(packed=packed)
    server.respond = project.answer
    with workspace(server) as ws:
        report = ws.export_events(tmp_path / "out", **DAYS)
    assert found(tmp_path / "out") == project.events()
    assert (report.rows, report.days, report.duplicates, report.bad_lines) == (200, 10, 0, 0)
    assert not list((tmp_path / "out").rglob("*staging*"))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_same_async(server, tmp_path, backend):
    project = Project.of()
    server.respond = project.answer

    async def export():
        async with mixpanel_async.Workspace(**ACCOUNT, base_url=server.url) as ws:
            return await ws.export_events(tmp_path / "out", **DAYS)

    assert anyio.run(export, backend=backend).rows == 200
    assert found(tmp_path / "out") == project.events()


def test_what_is_there_is_not_fetched_twice(server, tmp_path):
    project = Project.of()
    server.respond = project.answer
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", from_date="2026-01-01", to_date="2026-01-04")
        assert windows_of(project, lambda: ws.export_events(tmp_path / "out", **DAYS))[0] >= "2026-01-05"
        assert windows_of(project, lambda: ws.export_events(tmp_path / "out", **DAYS)) == []
    assert found(tmp_path / "out") == project.events()


def test_a_window_that_keeps_failing_is_named_and_the_others_are_there(server, tmp_path):
    project = Project.of()

    def answer(seen):
        return Answer(500, body=b"no") if "from_date=2026-01-03" in seen.target else project.answer(seen)

    server.respond = answer
    with workspace(server) as ws:
        with pytest.raises(ExportError, match=r"2026-01-03: .*HTTP 500") as caught:
            ws.export_events(tmp_path / "out", **DAYS, attempts=1)
        assert caught.value.code == "EXPORT_INCOMPLETE"
        assert not (tmp_path / "out" / "manifest.json").exists()
        server.respond = project.answer
        assert windows_of(project, lambda: ws.export_events(tmp_path / "out", **DAYS)) == ["2026-01-03"]
    assert found(tmp_path / "out") == project.events()


def test_a_refusal_ends_it_at_once(server, tmp_path):
    server.respond = lambda _: Answer(402, body=b'{"error": "no API on this plan"}')
    with workspace(server) as ws, pytest.raises(QueryError, match="plan does not include"):
        ws.export_events(tmp_path / "out", **DAYS)
    assert len([seen for seen in server.seen if "/export" in seen.target]) <= 8


def test_another_question_is_refused_where_one_was_answered(server, tmp_path):
    server.respond = Project.of().answer
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", **DAYS)
        with pytest.raises(ExportError, match=r"events was None and is \['Buy'\]"):
            ws.export_events(tmp_path / "out", **DAYS, events="Buy")


@pytest.mark.anyio
async def test_the_event_loop_is_never_held_up(tmp_path):
    """The tests' guard fails whatever blocks an event loop."""
    project = Project.of(days=3, events=500)
    async with mixpanel_async.Workspace(**ACCOUNT, transport=Fake(project.reply), runtime=VirtualRuntime()) as ws:
        report = await ws.export_events(tmp_path / "out", from_date="2026-01-01", to_date="2026-01-03", raw_copy=True)
    assert report.rows == 1500


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_what_was_sent_is_kept_on_request(server, tmp_path, coding):
    project = Project.of(packed=coding == "gzip")
    server.respond = lambda seen: evolve(project.answer(seen), headers={"content-encoding": coding})
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", **DAYS, raw_copy=True)
    copies = sorted((tmp_path / "out" / "raw").iterdir())
    lines = [line for copy in copies for line in gzip.decompress(copy.read_bytes()).splitlines()]
    assert lines == [line for day in sorted(project.lines) for line in project.lines[day]]


def test_progress_is_told_until_it_is_done(server, tmp_path):
    server.respond = Project.of(counts=True).answer
    told = []
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", **DAYS, on_progress=told.append)
    last = told[-1]
    assert (last.windows, last.planned, last.rows, last.share, last.eta) == (1, 1, 200, 1.0, 0.0)
    assert 0 < last.received == told[-2].received
    assert all(0 <= each.share <= 1 for each in told)


def test_a_plan_is_what_an_export_does(server, tmp_path):
    project = Project.of()
    server.respond = project.answer
    with workspace(server) as ws:
        plan = ws.plan_export(tmp_path / "out", **DAYS)
        assert (plan.requests, plan.rows, plan.done, plan.basis) == (10, None, 0, "even")
        assert not (tmp_path / "out").exists()
        assert windows_of(project, lambda: ws.export_events(tmp_path / "out", **DAYS)) == sorted(
            str(each.window) for each in plan.windows
        )
        assert ws.plan_export(tmp_path / "out", **DAYS).requests == 0
        longer = ws.plan_export(tmp_path / "out", from_date="2026-01-01", to_date="2026-02-01")
        assert (longer.requests, longer.rows, longer.done, longer.basis) == (1, 440, 10, "journal")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"to_date": None}, "from_date and to_date say which days"),
        ({"to_date": "2025-12-31"}, "after to_date"),
        ({"from_date": 5}, "from_date is a int"),
        ({"to_date": "2026-1-1", "from_date": None, "incremental": True}, "to_date is '2026-1-1'"),
        ({"events": []}, "events is empty"),
        ({"events": 5}, "events is 5"),
        ({"where": 5}, "where is 5"),
        ({"incremental": "no"}, "incremental is 'no'"),
        ({"deduplicate": None}, "deduplicate is None"),
        ({"concurrency": 2.5}, "concurrency is 2.5"),
        ({"attempts": True}, "attempts is True"),
        ({"concurrency": 0}, "concurrency is 0"),
        ({"silence": "long"}, "silence is 'long'"),
        ({"time_zone": "Mars"}, "time_zone='Mars'"),
        ({"recorded_times": "local"}, "recorded_times is 'local'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(options, said):
    with pytest.raises(MixpanelError, match=re.escape(said)):
        EventsExport(**{**DAYS, **options})


@pytest.mark.parametrize("target", [5, b"out", "", " ", None, "o\0ut"])
def test_a_target_that_is_none_is_refused(server, target):
    with workspace(server) as ws, pytest.raises((ParamTypeError, ParamValidationError), match="target is"):
        ws.plan_export(target, **DAYS)
    assert server.seen == []


def test_a_listener_must_be_a_function(server, tmp_path):
    with workspace(server) as ws, pytest.raises(ParamTypeError, match="on_progress is 5"):
        ws.export_events(tmp_path, **DAYS, on_progress=5)
    assert server.seen == []


@pytest.mark.parametrize(
    "error", [LookupError("mine"), BrokenPipeError("mine"), sqlite3.OperationalError("mine"), ConnectionFailed("mine")]
)
def test_what_a_listener_raises_ends_it_and_loses_nothing(server, tmp_path, error):
    project = Project.of()
    server.respond = project.answer

    def fail(far):
        raise error

    with workspace(server) as ws:
        with pytest.raises(type(error), match="mine"):
            ws.export_events(tmp_path, **DAYS, on_progress=fail)
        assert not (tmp_path / "manifest.json").exists()
        ws.export_events(tmp_path, **DAYS)
    assert found(tmp_path) == project.events()


def test_an_export_without_events_can_be_read(server, tmp_path, monkeypatch):
    server.respond = Project().answer
    with workspace(server) as ws:
        report = ws.export_events(tmp_path, **DAYS)
    assert (report.rows, report.days) == (0, 10)
    assert mixpanel_sync.read_export(tmp_path).collect().is_empty()
    with mixpanel_sync.Workspace.local(tmp_path) as ws:
        assert ws.events() == list(ws.stream_events(**DAYS)) == []
        assert ws.query("Login", **DAYS).df["count"].sum() == 0
    monkeypatch.chdir(tmp_path)
    database = duckdb.connect()
    database.execute(Path("views.sql").read_text("utf-8"))
    assert len(database.sql("SELECT * FROM events")) == 0


def test_the_options_are_those_of_the_question():
    assert list(EventsExportOptions.__annotations__) == [each.name for each in fields(EventsExport)]


def test_a_question_is_a_value(server, tmp_path):
    server.respond = Project.of().answer
    question = EventsExport(**DAYS, events=["Buy"])
    with workspace(server) as ws:
        assert ws.export_events(tmp_path, question).rows == ws.export_events(tmp_path, evolve(question)).rows
        with pytest.raises(ParamTypeError, match="an EventsExport is whole; give events to it"):
            ws.export_events(tmp_path, question, events="Login")
        with pytest.raises(ParamTypeError, match="no export"):
            ws.export_events(tmp_path, "2026-01-01")


def test_readers_are_told_the_projects_time_zone(server, tmp_path):
    server.respond = Project.of().answer
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", **DAYS, time_zone="Europe/Berlin")
    manifest = Manifest.read(tmp_path / "out")
    assert (manifest.time_zone, manifest.recorded_times) == ("Europe/Berlin", "utc")


def test_polars_and_duckdb_read_it_by_plain_names(server, tmp_path, monkeypatch):
    project = Project.of()
    server.respond = project.answer
    with workspace(server) as ws:
        ws.export_events(tmp_path / "out", **DAYS)
    frame = mixpanel_sync.read_export(tmp_path / "out").collect()
    assert (len(frame), frame["event"].null_count()) == (200, 0)
    monkeypatch.chdir(tmp_path / "out")
    database = duckdb.connect()
    database.execute(Path("views.sql").read_text("utf-8"))
    found = database.sql("SELECT * FROM events")
    assert (found.columns, len(found)) == (frame.columns, 200)
