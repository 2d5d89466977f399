"""A window's lines become staged Parquet files, one per date, with nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from polars.testing import assert_frame_equal

from benchmarks import event_lines
from mixpanel_dataset import BadLine, LocalTarget, Manifest, StoreError, WindowWriter, Written
from mixpanel_dataset.decoding import Decoder
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


@pytest.mark.parametrize(
    ("time", "day"),
    [
        (31_536_000, "1971-01-01"),
        (31_536_000_000, "1971-01-01"),
        (70_000_000_000, "1972-03-21"),
        (70_000_000_000.0, "1972-03-21"),
        (4_102_444_800, "2100-01-01"),
        (4_102_444_800_000, "2100-01-01"),
    ],
)
def test_whether_a_time_is_in_seconds_or_in_milliseconds_is_seen_from_1971_on(
    tmp_path: Path, time: float, day: str
) -> None:
    writer = WindowWriter(tmp_path, "w")
    # The first ones are looked at one by one, those that follow all at once.
    for _ in range(3):
        assert writer.feed(block(*[event(time=time)] * 200)) == []
    assert [(each.day, each.part.rows) for each in writer.finish().parts] == [(day, 600)]


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
    assert frame["seq"].rank().to_list() == [2, 4, 1, 3]
    assert (frame["seq"] // (1 << 40)).unique().to_list() == [at("2026-01-10") // 86_400]


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


def drawn(seed: int, events: int) -> list[dict[str, Any]]:
    """Events of two days: equal times, users without id, duplicates, properties of several types, rare ones."""
    random = Random(seed)
    found: list[dict[str, Any]] = []
    for number in range(events):
        more = {f"p{random.randrange(300)}": random.choice((1, "1", True, None, [1], 2**60)), "v": number}
        if found and random.random() < 0.2:
            found.append(evolved(random.choice(found), more, random.randrange(10**12)))
            continue
        time = at("2026-01-10", "00:00:00") + random.choice((0, 3_600, random.randrange(2 * 86_400)))
        ids = {"$insert_id": str(number)} if random.random() < 0.8 else {}
        found.append(event(user=random.choice((None, "", f"u{random.randrange(40)}")), time=time, **ids, **more))
    return found


def evolved(line: dict[str, Any], more: dict[str, Any], processed: int) -> dict[str, Any]:
    """The same event, ingested at another time and with *more* properties."""
    return {**line, "properties": {**line["properties"], **more, "mp_processing_time_ms": processed}}


@pytest.mark.parametrize("deduplicate", [True, False])
def test_what_does_not_fit_into_memory_becomes_the_same(tmp_path: Path, deduplicate: bool) -> None:
    lines = drawn(1, 1_500)
    results = []
    for folder, memory in ((tmp_path / "one", 1 << 30), (tmp_path / "many", 1 << 16)):
        folder.mkdir()
        writer = WindowWriter(folder, "w", deduplicate=deduplicate, memory=memory)
        for start in range(0, len(lines), 100):
            assert writer.feed(block(*lines[start : start + 100])) == []
        results.append((folder, writer.finish()))
    (one, whole), (many, merged) = results
    assert sorted(path.name for path in many.iterdir()) == sorted(path.name for path in one.iterdir())
    assert (merged.rows, merged.duplicates, merged.without_insert_id) == (
        whole.rows,
        whole.duplicates,
        whole.without_insert_id,
    )
    assert (whole.duplicates > 100) is deduplicate
    for ours, theirs in zip(merged.parts, whole.parts, strict=True):
        assert (ours.first_ms, ours.last_ms) == (theirs.first_ms, theirs.last_ms)
        assert evolve(ours.part, size=0, checksum="") == evolve(theirs.part, size=0, checksum="")
        assert_frame_equal(pl.read_parquet(ours.file), pl.read_parquet(theirs.file))


def test_discarding_what_did_not_fit_into_memory_leaves_nothing_behind(tmp_path: Path) -> None:
    writer = WindowWriter(tmp_path, "w", memory=1)
    writer.feed(block(event()))
    assert list(tmp_path.iterdir()) != []
    writer.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("memory", [1 << 30, 1], ids=["in memory", "beyond memory"])
def test_a_full_disk_is_named_and_nothing_stays_there(tmp_path: Path, memory: int) -> None:
    """The system refuses to let a file grow beyond a limit, as a full disk does."""
    script = f"""
        import resource
        from pathlib import Path
        from mixpanel_dataset import StoreError, WindowWriter
        from tests.dataset.test_window import block, drawn
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
        writer = WindowWriter(Path({str(tmp_path)!r}), "w", memory={memory})
        try:
            writer.feed(block(*drawn(1, 300)))
            writer.finish()
        except StoreError as error:
            print(error.message)
        writer.discard()
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert f"events could not be put into {tmp_path}" in ran.stdout
    assert "make room or mend it, then run the same again" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_one_block_or_many_are_the_same_rows(tmp_path: Path) -> None:
    lines = list(event_lines.lines(4_000, drift=True))
    several = [b"".join(lines[:1]), b"".join(lines[1:100]), b"".join(lines[100:])]
    found = []
    for name, blocks in (("one", [b"".join(lines)]), ("several", several), ("apart", lines)):
        folder = tmp_path / name
        folder.mkdir()
        writer = WindowWriter(folder, "w")
        assert writer.feed(*blocks) == []
        found.append(pl.concat([pl.read_parquet(part.file) for part in writer.finish().parts]))
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_a_decoder_serves_one_window_after_the_other(tmp_path: Path) -> None:
    decoder = Decoder()
    lines = list(event_lines.lines(2_000, days=2))
    files = []
    for name, given in (("first", lines[:1_000]), ("second", lines[1_000:])):
        for own in (None, decoder):
            writer = WindowWriter(tmp_path, f"{name}-{own is None}", decoder=own)
            assert writer.feed(b"".join(given)) == []
            files.append([pl.read_parquet(part.file) for part in writer.finish().parts])
    for alone, shared in (files[:2], files[2:]):
        assert all(a.equals(b) for a, b in zip(alone, shared, strict=True))
