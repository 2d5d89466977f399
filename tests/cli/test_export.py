"""``mpx export``, as typed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.export.profiles.test_export_profiles import people
from tests.export.project import Project, committed, found, windows_of
from tests.server import Answer
from tests.waiting import LONGEST, started, until

MPX = Path(sys.executable).with_name("mpx")
DAYS = ("--from", "2026-01-01", "--to", "2026-01-05")


def environ(server):
    account = {"MP_USERNAME": "u", "MP_SECRET": "s", "MP_PROJECT_ID": "1", "MP_REGION": "us"}
    found = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return {**account, **found, "MP_API_BASE_URL": server.url}


def mpx(server, *arguments):
    command = [str(MPX), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environ(server))


def test_events_are_exported_and_counted(server, tmp_path):
    project = Project.of(days=5)
    server.respond = project.answer
    done = mpx(server, "export", "events", tmp_path / "out", *DAYS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 events of 5 days" in done.stdout
    assert found(tmp_path / "out") == project.events()


def test_profiles_are_asked_for_as_typed(server, tmp_path):
    profiles = people()
    server.respond = profiles.answer
    chosen = ("--output-property", "plan", "--output-property", "$last_seen", "--page-size", "3")
    done = mpx(server, "export", "profiles", tmp_path / "out", *chosen)
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 profiles  " in done.stdout
    assert "3/3 pages" in done.stdout
    assert "7 profiles in profiles/users-1.parquet; 7 fetched now" in done.stdout
    first = profiles.asked[0]
    assert (json.loads(first["output_properties"]), first["page_size"]) == (["plan", "$last_seen"], 3)


def test_a_plan_writes_nothing(server, tmp_path):
    server.respond = Project.of(days=5).answer
    done = mpx(server, "export", "plan", tmp_path / "out", *DAYS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 requests" in done.stdout
    assert not (tmp_path / "out").exists()


def test_what_was_exported_is_planned_on_and_compared_with_the_same_options(server, tmp_path):
    server.respond = Project.of(days=5, counts=True).answer
    options = ("--time-zone", "Europe/Berlin", "--no-deduplicate", "--raw-copy", "--attempts", "2", "--silence", "9.5")
    options += ("--window-bytes", "1000000", "--longest", "99", "--concurrency", "2", "--reconcile")
    done = mpx(server, "export", "events", tmp_path / "out", *DAYS, *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert "days and events that Mixpanel counts otherwise" in done.stdout
    done = mpx(server, "export", "plan", tmp_path / "out", "--from", "2026-01-01", "--to", "2026-01-06", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 request," in done.stdout
    assert "5 days are there already" in done.stdout


def test_a_plan_of_what_is_there_says_that_nothing_is_fetched(server, tmp_path):
    server.respond = Project.of(days=5).answer
    asked = (tmp_path / "out", *DAYS)
    assert mpx(server, "export", "events", *asked).returncode == 0
    done = mpx(server, "export", "plan", *asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing to fetch; 5 days are there already\n", "")


def test_missing_windows_have_an_exit_code(server, tmp_path):
    server.respond = lambda _: Answer(body=b"<html>")
    done = mpx(server, "export", "events", tmp_path / "out", "--from", "2026-01-01", "--to", "2026-01-01")
    assert done.returncode == 3
    assert "2026-01-01: line 1 of the export is no event but '<html>'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--from", "2026-01-01"), "from_date and to_date say which days"), (("--from", "1", "--to", "2"), "'1'")],
)
def test_what_is_asked_wrongly_is_one_line(server, tmp_path, arguments, said):
    done = mpx(server, "export", "events", tmp_path / "out", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_leaves_what_is_whole_and_says_so(server, tmp_path):
    project, forever = Project.of(days=5), threading.Event()
    third = gzip.compress(json.dumps({}).encode() * 100)

    def answer(seen):
        if "from_date=2026-01-03" in seen.target:
            return Answer(200, {"content-encoding": "gzip"}, pieces=[third[:9], third[9:]], pause=forever)
        return project.answer(seen)

    server.respond = answer
    out = tmp_path / "out"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with started(str(MPX), "export", "events", str(out), *DAYS, **pipes, env=environ(server)) as run:
        for _ in range(5):
            server.wait_for_request()
        until(lambda: committed(out) >= 4)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=LONGEST)
    forever.set()
    assert run.returncode == 130
    assert "run the same again to go on" in said
    assert "Traceback" not in said
    server.respond = project.answer
    assert windows_of(project, lambda: mpx(server, "export", "events", tmp_path / "out", *DAYS)) == ["2026-01-03"]
    assert found(tmp_path / "out") == project.events()
