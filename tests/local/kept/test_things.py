"""What is kept is there for every process, whole, under an id that is never given twice."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mixpanel_local import StoreError
from mixpanel_local.errors import NotFound
from mixpanel_local.kept.things import NAME, Kept

NOW = datetime(2026, 2, 1, tzinfo=UTC)
LATER = datetime(2026, 2, 2, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, NOW)


def add(kept: Kept, kind: str = "board", **body: object) -> str:
    with kept.changing() as changes:
        return changes.add(kind, body).id


def test_looking_writes_nothing(kept: Kept) -> None:
    assert kept.all("board") == []
    assert list(kept.root.iterdir()) == []


def test_what_is_not_there_is_said_by_name(kept: Kept) -> None:
    with pytest.raises(NotFound, match="there is no custom event 7"):
        kept.need("custom_event", 7)


def test_ids_count_from_one_for_each_kind(kept: Kept) -> None:
    assert [add(kept), add(kept), add(kept, "cohort")] == ["1", "2", "1"]


def test_the_id_of_what_is_gone_is_not_given_again(kept: Kept) -> None:
    add(kept)
    with kept.changing() as changes:
        changes.remove(changes.need("board", 1))
    assert add(kept) == "2"
    assert kept.get("board", 1) is None


def test_a_change_has_a_time_and_leaves_the_time_of_making(kept: Kept) -> None:
    add(kept, title="KPIs")
    with Kept(kept.root, LATER).changing() as changes:
        changes.change(changes.need("board", 1), {"title": "OKRs"})
    thing = kept.need("board", 1)
    assert (thing.created[:10], thing.modified[:10], thing.body) == ("2026-02-01", "2026-02-02", {"title": "OKRs"})


def test_an_error_undoes_all_changes_before_it(kept: Kept) -> None:
    add(kept)

    def fail() -> None:
        with kept.changing() as changes:
            changes.add("board", {})
            changes.remove(changes.need("board", 1))
            changes.need("board", 99)

    with pytest.raises(NotFound):
        fail()
    assert [thing.id for thing in kept.all("board")] == ["1"]


def test_what_was_done_is_remembered_the_latest_first(kept: Kept) -> None:
    add(kept, title="KPIs")
    with kept.changing() as changes:
        changes.remove(changes.change(changes.need("board", 1), {"title": "OKRs"}))
    with kept.reading() as reading:
        done = [(change.action, change.body["title"]) for change in reading.changes("board", 1)]
    assert done == [("delete", "OKRs"), ("update", "OKRs"), ("create", "KPIs")]


def test_threads_that_add_at_once_get_ids_of_their_own(kept: Kept) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: add(kept), range(40)))
    assert sorted(map(int, ids)) == list(range(1, 41))


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mixpanel_local.kept.things import Kept
for _ in range(20):
    with Kept(Path(sys.argv[1]), datetime.now(UTC)).changing() as changes:
        changes.add("board", {"left": 1, "right": 1})
        thing = changes.need("board", 1)
        changes.change(thing, {"left": thing.body["left"] + 1, "right": thing.body["right"] + 1})
"""


def test_processes_that_change_one_thing_lose_no_change(kept: Kept) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", PROGRAM, str(kept.root)]) for _ in range(3)]
    while any(writer.poll() is None for writer in writers):
        found = kept.get("board", 1)
        assert found is None or found.body["left"] == found.body["right"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(kept.all("board")) == 60
    assert kept.need("board", 1).body["left"] == 61


def test_a_file_that_is_no_database_is_said_to_be_none(kept: Kept) -> None:
    (kept.root / NAME).write_text("no database, " * 100)
    with pytest.raises(StoreError, match=NAME):
        kept.all("board")
