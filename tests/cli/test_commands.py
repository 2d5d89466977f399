"""The ``mpx`` command, as typed."""

from __future__ import annotations

import gzip
import json
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

import mixpanel_sync
from mixpanel_async import __version__
from mixpanel_local import import_profiles
from tests.waiting import LONGEST, started

MPX = Path(sys.executable).with_name("mpx")
PANEL = Path(mixpanel_sync.__file__).parents[1] / "mixpanel_async/cli/demo_data/completejourney.ndjson.gz"
LINES = [
    {"event": "A", "properties": {"time": 1767261600, "distinct_id": "u1", "$insert_id": "1", "plan": "pro"}},
    {"event": "B", "properties": {"time": 1767348000, "distinct_id": "u2", "$insert_id": "2"}},
]


def mpx(*arguments, **environ):
    return subprocess.run(
        [str(MPX), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "COLUMNS": "200", **environ},
    )


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.ndjson"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def test_version_and_help():
    assert mpx("--version").stdout.strip() == f"mpx {__version__}"
    assert {"demo", "local", "serve"} <= set(mpx("--help").stdout.split())


def test_import_makes_a_store_that_answers(events, tmp_path):
    done = mpx("local", "import", events, "--store", tmp_path / "store", "--time-zone", "America/New_York")
    assert done.returncode == 0, done.stderr
    assert "2 events of 2 days" in done.stdout
    with mixpanel_sync.Workspace.local(tmp_path / "store") as ws:
        assert ws.events() == ["A", "B"]


def test_a_bad_line_is_named_and_leaves_no_store(events, tmp_path):
    events.write_text(events.read_text() + "not json\n")
    done = mpx("local", "import", events, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "events.ndjson" in done.stderr
    assert "3" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("store/date=*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("local", "import", "missing.ndjson", "--store", "store"),
        ("serve", "--store", "missing"),
        ("demo", "--live"),
    ],
)
def test_what_cannot_be_done_ends_as_one_line(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = mpx(*arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("mpx: ")
    assert "Traceback" not in done.stderr


def free_port():
    """One that the system gives to nobody who asks for any (those begin at 32768), so that it stays free."""
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def test_serve_answers_until_interrupted(events, tmp_path):
    assert mpx("local", "import", events, "--store", tmp_path / "store").returncode == 0
    port = free_port()
    command = [str(MPX), "serve", "--store", str(tmp_path / "store"), "--port", str(port)]
    with started(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        for line in server.stderr:
            if "running on" in line:
                break
        with urlopen(f"http://127.0.0.1:{port}/api/query/events/names?project_id=1&type=general") as reply:
            assert sorted(json.load(reply)) == ["A", "B"]
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=LONGEST)
        assert server.returncode in (0, 130, -signal.SIGINT)


def test_the_demo_prints_each_answer_under_the_line_that_asks_for_it(tmp_path):
    done = mpx("demo", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    for line in (">>> ws.top_events()", ">>> ws.query('Checkout', math='unique'", ">>> ws.export_events('events'"):
        assert line in done.stdout
    assert "Checkout" in done.stdout.partition("ws.top_events()")[2].partition(">>>")[0]
    for answer in ("Department Purchase", "GROCERY", "50-74K", "2017-11-05"):
        assert answer in done.stdout
    exported = mixpanel_sync.read_export(tmp_path / "events").collect()["event"]
    assert dict(exported.value_counts().rows()) == november()


def november():
    """Events of November by name, counted by hand; days of an export are those of UTC."""
    counts = Counter()
    with gzip.open(PANEL, "rt") as lines:
        for event in map(json.loads, lines):
            day = datetime.fromtimestamp(event["properties"]["time"], UTC)
            counts[event["event"]] += (day.year, day.month) == (2017, 11)
    return counts


def test_demo_live_asks_the_account_in_the_environment(tmp_path):
    from mixpanel_local.serving.running import running as served

    assert mpx("local", "import", PANEL, "--store", tmp_path / "store").returncode == 0
    with served(tmp_path / "store") as url:
        done = mpx(
            "demo",
            "--live",
            MP_USERNAME="any",
            MP_SECRET="any",
            MP_PROJECT_ID="1",
            MP_REGION="us",
            MP_API_BASE_URL=url,
        )
    assert done.returncode == 0, done.stderr
    assert "ws.top_events(limit=10)" in done.stdout


def test_profiles_are_exported_from_a_store(tmp_path):
    people = tmp_path / "people.ndjson"
    people.write_text('{"$distinct_id": "ann", "$properties": {"plan": "pro"}}\n')
    import_profiles(people, tmp_path / "store")
    done = mpx("export", "profiles", tmp_path / "out", "--store", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 profiles" in done.stdout
