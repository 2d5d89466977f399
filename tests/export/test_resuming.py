"""Whatever ends a run, the next one finds whole windows, fetches none of them again, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.errors import ExportError, StoreError
from mixpanel_dataset import read_export
from tests.export.conftest import ACCOUNT
from tests.export.project import DAYS, Project, committed, days_of, found, windows_of
from tests.server import Answer
from tests.waiting import LONGEST, until

RUN = """
import sys, mixpanel_sync
with mixpanel_sync.Workspace(username="u", secret="s", project_id=1, region="us", base_url=sys.argv[1]) as ws:
    ws.export_events(sys.argv[2], from_date="2026-01-01", to_date="2026-01-10", raw_copy=True)
"""


def leftovers(out):
    """Files of which neither the manifest nor the journal knows."""
    kept = ("journal", "lock", "events.sqlite")
    return [path for path in (out / ".export").rglob("*") if path.name not in kept]


def start(server, out):
    return subprocess.Popen([sys.executable, "-c", RUN, server.url, str(out)], env=dict(os.environ))


@pytest.mark.parametrize("requests", [1, 6, 11])
def test_a_killed_run_is_gone_on_with(server, tmp_path, requests):
    project, whole = Project.of(), threading.Event()

    def answer(seen):
        if len(project.asked) >= requests and not whole.is_set():
            return Answer(hold=whole)
        return project.answer(seen)

    server.respond = answer
    run = start(server, tmp_path)
    for _ in range(requests):
        server.wait_for_request()
    until(lambda: committed(tmp_path) >= requests - 9)
    run.send_signal(signal.SIGKILL)
    run.wait()
    whole.set()
    there = committed(tmp_path)
    again = windows_of(project, lambda: start(server, tmp_path).wait())
    assert found(tmp_path) == project.events()
    assert days_of(again) == 10 - there
    assert leftovers(tmp_path) == []
    assert len(list((tmp_path / "raw").iterdir())) == there + len(again)


def test_two_runs_on_one_folder_refuse_each_other(server, connect, tmp_path):
    project, go_on = Project.of(), threading.Event()
    server.respond = lambda seen: project.answer(seen) if go_on.is_set() else Answer(hold=go_on, reset=True)
    run = start(server, tmp_path)
    server.wait_for_request()
    with pytest.raises(ExportError, match="another export is writing") as caught:
        connect().export_events(tmp_path, **DAYS)
    assert caught.value.code == "EXPORT_LOCKED"
    run.kill()
    run.wait()
    go_on.set()
    connect().export_events(tmp_path, **DAYS, raw_copy=True)
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_export_lets_go_and_can_be_gone_on_with(server, tmp_path, backend):
    project, forever = Project.of(), threading.Event()

    def answer(seen):
        held = "from_date=2026-01-03" in seen.target and not forever.is_set()
        return Answer(hold=forever, reset=True) if held else project.answer(seen)

    async def cancelled():
        async with mixpanel_async.Workspace(**ACCOUNT, base_url=server.url) as ws:
            with anyio.move_on_after(LONGEST) as scope:

                def tell(far):
                    if far.windows == 9:
                        scope.cancel()

                await ws.export_events(tmp_path, **DAYS, on_progress=tell)
            assert scope.cancelled_caught
            assert leftovers(tmp_path) == []
            forever.set()
            return await ws.export_events(tmp_path, **DAYS)

    server.respond = answer
    report = anyio.run(cancelled, backend=backend)
    assert (report.rows, report.windows) == (200, 1)
    assert found(tmp_path) == project.events()


def test_an_interrupted_blocking_export_lets_go_and_can_be_gone_on_with(server, tmp_path):
    project = Project.of()
    server.respond = project.answer
    with mixpanel_sync.Workspace(**ACCOUNT, base_url=server.url) as ws:

        def tell(far):
            if far.windows == 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ws.export_events(tmp_path, **DAYS, on_progress=tell)
        assert leftovers(tmp_path) == []
        there = committed(tmp_path)
        assert days_of(windows_of(project, lambda: ws.export_events(tmp_path, **DAYS))) == 10 - there
    assert found(tmp_path) == project.events()


def test_what_is_not_whole_is_not_read(server, connect, tmp_path):
    project = Project.of()
    server.respond = lambda seen: project.answer(seen) if "from_date=2026-01-0" in seen.target else Answer(500)
    with pytest.raises(ExportError):
        connect().export_events(tmp_path, **DAYS, window_bytes=1, attempts=1)
    with pytest.raises(StoreError, match="has not come to its end; run the same again"):
        read_export(tmp_path)


def test_files_of_another_origin_are_not_touched(connect, tmp_path):
    stranger = tmp_path / "date=2026-01-01" / "part.parquet"
    stranger.parent.mkdir()
    stranger.write_bytes(b"mine")
    with pytest.raises(ExportError, match="of which no journal"):
        connect().export_events(tmp_path, **DAYS)
    assert stranger.read_bytes() == b"mine"
