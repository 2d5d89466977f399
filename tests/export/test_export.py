"""An export brings every event of its days, once, in files that a reader finds by the manifest."""

from __future__ import annotations

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async.errors import ExportError, QueryError
from tests.export.project import DAYS, Project, found, windows_of
from tests.server import Answer


def workspace(server, **options):
    return mixpanel_sync.Workspace(
        username="user", secret="s3cr3t", project_id=1, region="us", base_url=server.url, **options
    )


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
        async with mixpanel_async.Workspace(
            username="user", secret="s3cr3t", project_id=1, region="us", base_url=server.url
        ) as ws:
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
