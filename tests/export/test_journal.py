"""The journal knows what is finished, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.errors import ExportError
from mixpanel_async.export.journal import Covering, Facts, File, Finished, Journal, Run, Slot
from mixpanel_async.export.place import Place
from mixpanel_async.export.run import OWN
from mixpanel_async.export.workshop import Workshop

SPEC = {"project": "1", "events": None}
RUN = Run(1, 1)


@pytest.fixture
def journal(tmp_path):
    opened = Journal(tmp_path / "journal.sqlite")
    yield opened
    opened.close()


def finished(name, *slots, rows=1):
    files = [File(f"{name}/{slot}", slot, rows, entry=slot) for slot in slots]
    return Finished(name, slots, [*files, File(f"{name}/raw")], Facts(rows=rows * len(slots), received=7), 5.0)


def test_a_window_covers_its_slots(journal):
    journal.commit(finished("a", "1", "2"), RUN)
    assert journal.covered() == {"1": Slot(5.0, 1), "2": Slot(5.0, 1)}
    assert [file.path for file in journal.files()] == ["a/raw", "a/1", "a/2"]
    assert journal.windows() == [Covering("a", ["1", "2"], 2, ["a/raw"], Facts(rows=2, received=7))]


def test_the_window_finished_last_covers_a_slot(journal):
    journal.commit(finished("a", "1", "2"), RUN)
    journal.commit(finished("b", "2", "3"), Run(2, 2))
    assert [file.path for file in journal.files()] == ["a/raw", "b/raw", "a/1", "b/2", "b/3"]
    assert journal.retired() == ["a/2"]
    assert journal.windows() == [
        Covering("a", ["1"], 1, ["a/raw"], Facts(rows=2, received=7)),
        Covering("b", ["2", "3"], 2, ["b/raw"], Facts(rows=2, received=7)),
    ]
    journal.commit(finished("c", "1"), RUN)
    assert sorted(journal.retired()) == ["a/1", "a/2", "a/raw"]
    journal.forget(journal.retired())
    assert journal.retired() == []
    assert [window.name for window in journal.windows()] == ["b", "c"]


@given(st.lists(st.tuples(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 5)), max_size=8))
def test_every_slot_has_the_rows_of_its_last_window(windows):
    expected = {}
    with TemporaryDirectory() as folder, closing(Journal(Path(folder) / "journal.sqlite")) as journal:
        for number, (slots, rows) in enumerate(windows):
            texts = sorted(map(str, slots))
            journal.commit(finished(f"w{number}", *texts, rows=rows), RUN)
            expected.update(dict.fromkeys(texts, rows))
        assert {file.slot: file.rows for file in journal.files() if file.slot} == expected


def test_files_are_unfinished_until_they_are_committed(journal):
    journal.intend(["a/1", "a/raw", "x"])
    assert sorted(journal.unfinished()) == ["a/1", "a/raw", "x"]
    journal.commit(finished("a", "1"), RUN)
    assert journal.unfinished() == ["x"]
    journal.forget(["x"])
    assert journal.unfinished() == []


def test_a_commit_that_fails_leaves_nothing(journal):
    journal.commit(finished("a", "1"), RUN)
    twice = finished("b", "2")
    with pytest.raises(sqlite3.IntegrityError):
        journal.commit(evolve(twice, files=[*twice.files, *twice.files]), RUN)
    assert journal.covered() == {"1": Slot(5.0, 1)}


def test_a_run_that_was_broken_off_is_gone_on_with_for_a_while(journal):
    first = journal.start(1000.0, forget_after=100)
    second = journal.start(1050.0, forget_after=100)
    assert (second.chain, second.number) == (first.chain, first.number + 1)
    assert journal.start(1151.0, forget_after=100).chain not in (first.chain, second.chain)
    journal.end(1160.0)
    assert journal.start(1161.0, forget_after=100).chain not in (first.chain, second.chain)


def test_another_question_is_refused_by_name(journal):
    journal.claim(SPEC)
    journal.commit(finished("a", "1"), RUN)
    journal.claim(SPEC)
    with pytest.raises(ExportError, match=r"events was None and is \['Buy'\]") as caught:
        journal.claim({**SPEC, "events": ["Buy"]})
    assert caught.value.code == "EXPORT_MISMATCH"


def test_where_nothing_was_brought_in_another_question_may_be_asked(journal):
    journal.claim(SPEC)
    journal.remember("paging", {"asked": {}})
    journal.claim(SPEC)
    assert journal.recall("paging") is not None
    journal.claim({**SPEC, "project": "2"})
    assert journal.recall("paging") is None
    journal.commit(finished("a", "1"), RUN)
    with pytest.raises(ExportError, match="project was '2' and is '1'"):
        journal.claim(SPEC)


def test_a_journal_of_another_version_is_refused(journal):
    journal.claim(SPEC)
    journal.commit(finished("a", "1"), RUN)
    journal.remember("schema_version", 99)
    with pytest.raises(ExportError, match="version 99"):
        journal.claim(SPEC)


def test_opening_removes_what_was_left_unfinished(tmp_path):
    place = Place.at(tmp_path)
    shop = Workshop.open(place, "events", OWN, SPEC, 1.0)
    for path in ("date=2026-01-01/a.parquet", "date=2026-01-01/b.parquet"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    shop.journal.intend(["date=2026-01-01/a.parquet", "date=2026-01-01/b.parquet"])
    shop.journal.commit(Finished("w", ["1"], [File("date=2026-01-01/b.parquet", "1")], Facts(), 1.0), RUN)
    (place.staging / "body").write_bytes(b"half")
    shop._open.pop_all()
    shop.journal.close()
    Workshop.open(place, "events", OWN, SPEC, 2.0).close()
    assert [path.name for path in tmp_path.glob("date=*/*")] == ["b.parquet"]
    assert not place.staging.exists()


def test_a_look_sees_what_is_in_the_log_of_a_run_under_way(journal, tmp_path):
    journal.commit(finished("a", "2026-01-01"), RUN)
    with closing(Journal(tmp_path / "journal.sqlite", look=True)) as look:
        assert look.covered() == journal.covered() != {}


def test_a_look_at_a_journal_that_was_hardly_begun_finds_nothing(tmp_path):
    (tmp_path / "journal.sqlite").touch()
    with closing(Journal(tmp_path / "journal.sqlite", look=True)) as look:
        assert look.blank
    assert (tmp_path / "journal.sqlite").read_bytes() == b""
