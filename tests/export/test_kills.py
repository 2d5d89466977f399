"""Killed at random moments and run again, an export of 60 windows ends as if nobody had been there.

$MPX_KILLS says how many kills there are to survive; every export is killed until it gets through.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from urllib.parse import parse_qsl, urlsplit

from tests.export.project import Project, committed, committed_days, days_of, found
from tests.export.test_resuming import leftovers
from tests.waiting import LONGEST

KILLS = int(os.environ.get("MPX_KILLS", "10"))
RUN = """
import sys, mixpanel_sync
with mixpanel_sync.Workspace(username="u", secret="s", project_id=1, region="us", base_url=sys.argv[1]) as ws:
    ws.export_events(sys.argv[2], from_date="2026-01-01", to_date="2026-03-01", window_bytes=1, concurrency=3)
"""


def watched(project, out, again):
    """The project's answers; days asked for although they are committed are put into *again*."""

    def answer(seen):
        query = dict(parse_qsl(urlsplit(seen.target).query))
        if urlsplit(seen.target).path.endswith("/export"):
            again.extend(committed_days(out) & {query["from_date"], query["to_date"]})
        return project.answer(seen)

    return answer


def killed(server, project, out, chance):
    """Run an export and kill it some time after it has begun, or brought in a window; whether it was in time."""
    asked, there, longest = len(project.asked), committed(out), chance.choice([0.01, 0.1, 0.4, 1.0])
    brings = chance.random() < 0.7
    run = start(server, out)
    while run.poll() is None and (committed(out) == there if brings else len(project.asked) == asked):
        wait_a_little(run, 0.01)
    wait_a_little(run, chance.uniform(0, longest))
    run.kill()
    return run.wait(LONGEST) < 0


def start(server, out):
    return subprocess.Popen([sys.executable, "-c", RUN, server.url, str(out)], env=dict(os.environ))


def finish(server, out):
    """What a run that nobody kills adds, if anything is lacking."""
    assert start(server, out).wait() == 0


def wait_a_little(run, seconds):
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def test_whatever_is_killed_ends_as_if_nobody_had_been_there(server, tmp_path):
    project, chance, again, kills, exports = Project.of(days=60, counts=True), random.Random(60), [], 0, 0
    while kills < KILLS:
        out, before, asked = tmp_path / str(exports), kills, len(project.asked)
        server.respond = watched(project, out, again)
        while kills < KILLS and killed(server, project, out, chance):
            kills += 1
        finish(server, out)
        assert found(out) == project.events()
        # Whoever reads a journal leaves its log there, so look before.
        assert leftovers(out) == []
        assert len(committed_days(out)) == 60
        assert again == []
        exports += 1
        print(f"export {exports}: {kills - before} kills, {len(project.asked) - asked} windows asked for, 60 there")
    assert all(days_of([window]) == 1 for window in project.asked)
