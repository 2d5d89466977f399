"""Events that were recorded by a project's own clock, as those made before 2023 have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pytest

import mixpanel_sync
from mixpanel_async.errors import ExportError
from mixpanel_dataset import Manifest
from tests.export.project import DAYS, Project, event, windows_of

OLD = {"recorded_times": "project", "time_zone": "America/New_York"}


def meant(project):
    """The moments of a project's events, by ``$insert_id``."""
    epoch = datetime(1970, 1, 1)
    walls = {each["insert_id"]: epoch + timedelta(milliseconds=each["time"]) for each in project.events()}
    return {name: wall.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC) for name, wall in walls.items()}


def read(out):
    frame = mixpanel_sync.read_export(out).select("insert_id", "time").collect()
    assert frame["insert_id"].is_unique().all()
    return dict(frame.rows())


def test_times_are_utc_for_every_reader(server, connect, tmp_path, monkeypatch):
    project = Project.of()
    server.respond = project.answer
    report = connect().export_events(tmp_path, **DAYS, **OLD)
    assert read(tmp_path) == meant(project)
    assert (report.min_time, report.max_time) == (min(meant(project).values()), max(meant(project).values()))
    manifest = Manifest.read(tmp_path)
    assert (manifest.time_zone, manifest.recorded_times) == ("America/New_York", "project")
    said = json.loads((tmp_path / "export.json").read_text())["export"]
    assert (said["time_zone"], said["recorded_times"]) == ("America/New_York", "project")
    monkeypatch.chdir(tmp_path)
    database = duckdb.connect()
    database.execute(Path("views.sql").read_text("utf-8"))
    rows = database.sql("SELECT insert_id, time FROM events").fetchall()
    assert {name: time.replace(tzinfo=UTC) for name, time in rows} == meant(project)


def test_the_embedded_mixpanel_has_the_days_the_project_has(server, connect, tmp_path):
    server.respond = Project.of(events=5).answer
    connect().export_events(tmp_path, **DAYS, **OLD)
    with mixpanel_sync.Workspace.local(tmp_path) as ws:
        counts = ws.event_counts(["Buy", "Login", "Leave"], **DAYS).df
    assert counts.group_by("date").agg(pl.col("count").sum())["count"].to_list() == [5] * 10


def test_a_day_that_is_fetched_again_takes_nothing_from_its_neighbours(server, connect, tmp_path):
    """Each UTC date holds events of two of the project's days."""
    project = Project.of(now=datetime(2026, 1, 20, tzinfo=UTC).timestamp())
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS, **OLD)
    project.add("2026-01-05", event("2026-01-05", 99))
    for look_back in (11, 16):
        options = {**DAYS, "from_date": f"2026-01-{20 - look_back + 1:02}", "incremental": True, **OLD}
        connect().export_events(tmp_path, **options, look_back=look_back)
    assert read(tmp_path) == meant(project)


def test_days_are_compared_by_the_projects_calendar(server, connect, tmp_path):
    server.respond = Project.of(counts=True).answer
    assert connect().export_events(tmp_path, **DAYS, **OLD, reconcile=True).differences == []


def test_what_was_kept_as_recorded_is_not_gone_on_with(server, connect, tmp_path):
    project = Project.of()
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS, time_zone="America/New_York")
    with pytest.raises(ExportError, match="recorded_times was 'utc' and is 'project'"):
        windows_of(project, lambda: connect().export_events(tmp_path, **DAYS, **OLD))
