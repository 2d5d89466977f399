"""The clock of this machine may jump between runs: what is there stays right, and what is missing comes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mixpanel_async.errors import MixpanelError
from tests.export.project import DAYS, Project, committed, days_of, event, found, windows_of
from tests.server import Answer


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def export(connect, out, here, **options):
    """An export on a machine whose clock says *here*."""
    ws = connect()
    ws._core._connection.wall_clock = at(here).timestamp
    ws._core._connection.today = at(here).date
    return ws.export_events(out, **DAYS, **options)


CLOCKS = ["1970-01-01", "2026-01-09T23:00", "2026-01-10T11:00", "2026-01-11T01:00", "2038-02-01"]
NOON, LATER = at("2026-01-10T12:00").timestamp(), at("2026-01-12").timestamp()


@pytest.mark.parametrize("here", CLOCKS)
def test_days_that_were_over_are_not_fetched_again_whatever_the_clock_says(server, connect, tmp_path, here):
    project = Project.of(now=LATER)
    server.respond = project.answer
    export(connect, tmp_path, here="2026-01-12")
    assert windows_of(project, lambda: export(connect, tmp_path, here)) == []
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize(
    ("before", "after"),
    [*((clock, "2026-01-12") for clock in CLOCKS), *(("2026-01-10T12:00", clock) for clock in CLOCKS[:2] + CLOCKS[3:])],
)
def test_a_day_that_was_not_over_is_fetched_again_whichever_way_the_clock_jumps(
    server, connect, tmp_path, before, after
):
    project = Project.of(now=NOON)
    server.respond = project.answer
    export(connect, tmp_path, here=before)
    project.add("2026-01-10", event("2026-01-10", 99))
    project.now = LATER
    assert windows_of(project, lambda: export(connect, tmp_path, here=after)) == ["2026-01-10"]
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize("after", CLOCKS)
def test_a_run_that_was_broken_off_is_gone_on_with_whichever_way_the_clock_jumps(server, connect, tmp_path, after):
    project = Project.of(now=LATER)
    server.respond = lambda seen: Answer(402) if len(project.asked) >= 3 else project.answer(seen)
    with pytest.raises(MixpanelError):
        export(connect, tmp_path, here="2026-01-12")
    there = committed(tmp_path)
    server.respond = project.answer
    assert days_of(windows_of(project, lambda: export(connect, tmp_path, here=after))) == 10 - there
    assert found(tmp_path) == project.events()
