"""A window's lines become staged Parquet files, one per date, with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mixpanel_dataset import BadLine, LocalTarget, Manifest, StoreError, WindowWriter, Written
from tests.local.asking import at, event


def block(*events: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(each)}\n" for each in events).encode()


def written(folder: Path, *events: dict[str, Any], deduplicate: bool = True) -> Written:
    writer = WindowWriter(folder, "w", deduplicate=deduplicate)
    assert writer.feed(block(*events)) == []
    return writer.finish()


def test_each_date_has_a_file_of_its_own_named_after_the_window(tmp_path: Path) -> None:
    found = written(tmp_path, event(time=at("2026-01-11")), event(), event())
    assert [(each.day, each.part.path, each.part.rows) for each in found.parts] == [
        ("2026-01-10", "date=2026-01-10/w.parquet", 2),
        ("2026-01-11", "date=2026-01-11/w.parquet", 1),
    ]
    assert [len(pl.read_parquet(each.file)) for each in found.parts] == [2, 1]


def test_nothing_is_in_force_before_it_is_published(tmp_path: Path) -> None:
    staging, root = tmp_path / "staging", tmp_path / "root"
    staging.mkdir()
    (staged,) = written(staging, event()).parts
    target = LocalTarget(root)
    assert list(target.parts()) == []
    target.publish(staged.file, staged.part.path)
    assert list(target.parts()) == ["date=2026-01-10/w.parquet"]
    assert not staged.file.exists()


def test_rows_are_sorted_by_user_and_time_and_numbered_by_time(tmp_path: Path) -> None:
    times = [("b", 2), ("a", 3), ("b", 0), ("a", 1)]
    (staged,) = written(tmp_path, *(event(user=user, time=at("2026-01-10") + second) for user, second in times)).parts
    frame = pl.read_parquet(staged.file)
    assert frame["distinct_id"].to_list() == ["a", "a", "b", "b"]
    day = at("2026-01-10") // 86_400
    assert [number - (day << 40) for number in frame["seq"]] == [1, 3, 0, 2]


def test_of_duplicates_the_one_processed_last_stays_and_the_others_are_counted(tmp_path: Path) -> None:
    lines = [event(**{"$insert_id": "1", "mp_processing_time_ms": ms, "v": ms}) for ms in (1, 3, 2)]
    found = written(tmp_path, *lines, event(), event())
    assert (found.lines, found.rows, found.duplicates, found.without_insert_id) == (5, 3, 2, 2)
    assert pl.read_parquet(found.parts[0].file)["v__n"].drop_nulls().to_list() == [3.0]


def test_duplicates_stay_where_that_is_asked_for(tmp_path: Path) -> None:
    assert written(tmp_path, *[event(**{"$insert_id": "1"})] * 2, deduplicate=False).rows == 2


def test_lines_that_are_no_events_come_back_with_number_reason_and_bytes(tmp_path: Path) -> None:
    writer = WindowWriter(tmp_path, "w")
    assert writer.feed(block(event()) + b"\noops\n") == [
        BadLine(3, "not JSON: Expecting value at column 1", b"oops"),
    ]
    assert writer.feed(b"[]") == [BadLine(4, "a list instead of an object", b"[]")]
    found = writer.finish()
    assert (found.lines, found.rows, found.bad_lines) == (3, 1, 2)


def test_a_window_without_events_has_no_parts(tmp_path: Path) -> None:
    assert written(tmp_path).parts == ()


def test_discarding_leaves_nothing_behind(tmp_path: Path) -> None:
    writer = WindowWriter(tmp_path, "w")
    writer.feed(block(event()))
    writer.finish()
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    parts = written(tmp_path, event(v=1, n=None, x="1")).parts
    manifest = Manifest(time_zone="Asia/Tokyo", generation=3, events={each.day: (each.part,) * 2 for each in parts})
    LocalTarget(tmp_path).write("manifest.json", manifest.content)
    assert Manifest.read(tmp_path) == manifest


def test_a_path_outside_the_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not lie inside"):
        LocalTarget(tmp_path).write("../elsewhere", b"")
