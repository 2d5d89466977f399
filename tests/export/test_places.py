"""Whatever stands at the target already: it is gone on with, mended, or refused by name; nothing of it is replaced."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

import mixpanel_sync
from mixpanel_async.errors import ExportError, QueryError, StoreError
from mixpanel_dataset import read_export
from mixpanel_local import import_events
from tests.export.project import DAYS, Project, days_of, event, found, windows_of
from tests.server import Answer


@pytest.fixture
def project(server):
    project = Project.of()
    server.respond = project.answer
    return project


def refused(connect, out, code="EXPORT_MISMATCH", **options):
    """What an export to *out* is refused with, before anything is asked for."""
    with pytest.raises(ExportError) as caught:
        connect().export_events(out, **DAYS, **options)
    assert caught.value.code == code
    return caught.value.message


def test_a_file_is_no_place(connect, project, tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    for place, said in (("file", "is a file"), ("file/below", "is a file"), ("link", "is a link to nothing")):
        assert said in refused(connect, tmp_path / place, "EXPORT_DISK")
        with pytest.raises(ExportError, match=said):
            connect().plan_export(tmp_path / place, **DAYS)
    assert ((tmp_path / "file").read_text(), project.asked) == ("mine", [])


def test_a_link_to_a_folder_is_one(connect, project, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    connect().export_events(tmp_path / "link", **DAYS)
    assert found(tmp_path / "folder") == project.events()


def test_a_folder_may_be_called_what_elsewhere_is_a_pattern(connect, project, tmp_path):
    out, project.counts = tmp_path / "[1] *?", True
    connect().export_events(out, **DAYS)
    project.add("2026-01-03", event("2026-01-03", 50))
    report = connect().export_events(out, **DAYS, incremental=True, look_back=10_000, reconcile=True)
    assert report.differences == []
    assert found(out) == project.events()
    assert read_export(out, verify=True).collect().height == 201
    with mixpanel_sync.Workspace.local(out) as ws:
        assert ws.event_counts(["Buy", "Login", "Leave"], **DAYS).df["count"].sum() == 201


@pytest.mark.parametrize("name", ["views.sql", "export.json", "manifest.json"])
def test_files_of_the_names_it_writes_are_not_replaced(connect, project, tmp_path, name):
    (tmp_path / name).write_text("mine")
    assert name in refused(connect, tmp_path)
    assert ((tmp_path / name).read_text(), project.asked) == ("mine", [])


def test_an_import_and_an_export_do_not_share_a_folder(connect, project, tmp_path):
    lines = tmp_path / "lines.ndjson"
    lines.write_bytes(b"".join(line + b"\n" for day in project.lines.values() for line in day))
    import_events([lines], tmp_path / "imported")
    assert "of which no journal" in refused(connect, tmp_path / "imported")
    # Who was refused has changed nothing: more may be imported.
    import_events([lines], tmp_path / "imported")
    connect().export_events(tmp_path / "exported", **DAYS)
    with pytest.raises(StoreError, match="is kept by an export"):
        import_events([lines], tmp_path / "exported")
    assert found(tmp_path / "exported") == project.events()


def test_a_place_that_was_begun_in_vain_may_be_used_for_another_project(server, connect, project, tmp_path):
    server.respond = lambda _: Answer(403, body=b'{"error": "no access"}')
    with pytest.raises(QueryError, match="no access"):
        connect(project_id=2).export_events(tmp_path, **DAYS)
    server.respond = project.answer
    connect().export_events(tmp_path, **DAYS)
    assert found(tmp_path) == project.events()
    with pytest.raises(ExportError, match="project was '1' and is '2'"):
        connect(project_id=2).plan_export(tmp_path, **DAYS)


@pytest.mark.parametrize("incremental", [False, True])
@pytest.mark.parametrize("damage", ["gone", "cut", "empty"])
def test_days_whose_files_are_gone_or_cut_are_fetched_again(connect, project, tmp_path, damage, incremental):
    connect().export_events(tmp_path, **DAYS)
    part = tmp_path / "date=2026-01-08" / "2026-01-08-1.parquet"
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[: 100 if damage == "cut" else 0])
    with pytest.raises(StoreError, match="run the same export again"):
        read_export(tmp_path)
    # Whatever days are asked for: a manifest names no file that is not there.
    again = windows_of(
        project,
        lambda: connect().export_events(
            tmp_path, from_date="2026-01-01", to_date="2026-01-02", incremental=incremental, look_back=0
        ),
    )
    assert again == ["2026-01-08"]
    assert found(tmp_path) == project.events()


def test_all_days_may_be_gone(connect, project, tmp_path):
    connect().export_events(tmp_path, **DAYS)
    for part in tmp_path.glob("date=*/*.parquet"):
        part.unlink()
    connect().export_events(tmp_path, to_date="2026-01-10", incremental=True)
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize("folder", ["raw", "quarantine"])
@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_days_whose_raw_copy_or_bad_lines_are_lost_are_fetched_again(connect, project, tmp_path, folder, damage):
    events = project.events()
    project.add("2026-01-08", b'{"event": 7, "properties": {"time": 1767830400000}}')
    connect().export_events(tmp_path, **DAYS, raw_copy=True)
    (file,) = (tmp_path / folder).glob("2026-01-08*")
    whole = file.read_bytes()
    file.unlink() if damage == "gone" else file.write_bytes(whole[:-1])
    again = windows_of(project, lambda: connect().export_events(tmp_path, **DAYS, raw_copy=True))
    # Twice, since of a bad line it is not known whether the reply broke off there.
    assert set(again) == {"2026-01-08"}
    (file,) = (tmp_path / folder).glob("2026-01-08*")
    assert (file.stat().st_size, found(tmp_path)) == (len(whole), events)
    assert windows_of(project, lambda: connect().export_events(tmp_path, **DAYS, raw_copy=True)) == []


def test_a_manifest_that_is_gone_is_written_anew(connect, project, tmp_path):
    connect().export_events(tmp_path, **DAYS)
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "views.sql").unlink()
    assert connect().export_events(tmp_path, **DAYS).windows == 0
    assert found(tmp_path) == project.events()
    assert (tmp_path / "views.sql").exists()


@pytest.mark.parametrize("content", ["no json", '{"version": 99}', "[]"])
def test_a_manifest_of_others_is_refused(connect, project, tmp_path, content):
    connect().export_events(tmp_path, **DAYS)
    (tmp_path / "manifest.json").write_text(content)
    assert "is none of this library's" in refused(connect, tmp_path)
    assert days_of(project.asked) == 10


def test_data_without_their_journal_are_left_alone(connect, project, tmp_path):
    connect().export_events(tmp_path, **DAYS)
    shutil.rmtree(tmp_path / ".export")
    assert "of which no journal (.export/events.sqlite) tells" in refused(connect, tmp_path)
    assert found(tmp_path) == project.events()


@pytest.mark.parametrize("left", [0, 5_000, None])
def test_a_damaged_journal_says_so(connect, project, tmp_path, left):
    connect().export_events(tmp_path, **DAYS)
    journal = tmp_path / ".export" / "events.sqlite"
    journal.write_bytes(b"garbage" * 1000 if left is None else journal.read_bytes()[:left])
    with pytest.raises(ExportError, match=r"journal .*(is damaged|tells)"):
        connect().export_events(tmp_path, **DAYS)
    if left != 0:
        with pytest.raises(ExportError, match="is damaged"):
            connect().plan_export(tmp_path, **DAYS)
    assert found(tmp_path) == project.events()


def test_a_journal_of_another_version_is_refused(connect, project, tmp_path):
    connect().export_events(tmp_path, **DAYS)
    with closing(sqlite3.connect(tmp_path / ".export" / "events.sqlite")) as journal, journal:
        journal.execute("update meta set value = '0' where key = 'schema_version'")
    assert "version 0, this library writes 1" in refused(connect, tmp_path)


def state_of(out):
    """Everything below *out*, and when it was changed."""
    return {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]}


def test_a_plan_changes_nothing(connect, project, tmp_path):
    """So that it may be made where nothing can be written."""
    connect().export_events(tmp_path, from_date="2026-01-01", to_date="2026-01-04")
    before = state_of(tmp_path)
    assert connect().plan_export(tmp_path, **DAYS).done == 4
    assert state_of(tmp_path) == before
    assert connect().plan_export(tmp_path / "nothing", **DAYS).done == 0
    assert state_of(tmp_path) == before


def test_files_that_are_removed_meanwhile_are_no_success(connect, project, tmp_path):
    def remove(far):
        if far.windows == 3:
            shutil.rmtree(tmp_path / "date=2026-01-01")

    with pytest.raises(ExportError, match="files of 1 days, 2026-01-01 the first, were removed") as caught:
        connect().export_events(tmp_path, **DAYS, concurrency=1, on_progress=remove)
    assert (caught.value.code, caught.value.details["days"]) == ("EXPORT_INCOMPLETE", ["2026-01-01"])
    assert not (tmp_path / "manifest.json").exists()
    assert windows_of(project, lambda: connect().export_events(tmp_path, **DAYS)) == ["2026-01-01"]
    assert found(tmp_path) == project.events()
