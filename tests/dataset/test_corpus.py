"""What was in the lines is in the dataset: real events and drifting ones, in whatever order they come."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import mixpanel_sync
from benchmarks import event_lines
from mixpanel_dataset import read_export
from mixpanel_dataset.columns import is_whole, plain
from mixpanel_dataset.names import CORE, Kind
from tests.dataset.stored import dataset_of_blocks

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
MOST = 20_000


def real_files() -> list[Path]:
    found = [*DATA.glob("*.ndjson.gz"), *SHARED.glob("*.ndjson.gz")]
    return sorted({path.name: path for path in reversed(found) if "profiles" not in path.name}.values())


def read_back(root: Path) -> Iterator[dict[str, Any]]:
    """The events of a dataset as lines have them, with time in milliseconds."""
    frame = read_export(root, types="apart").collect()
    names = [name for name in frame.columns if name not in CORE]
    columns: list[tuple[str, Kind]] = [(name[:-3], name[-1]) for name in names]  # type: ignore[misc]
    ms = frame["time"].dt.epoch("ms").to_list()
    for time, core, cells in zip(
        ms, frame.select(CORE).iter_rows(named=True), frame.select(names).iter_rows(), strict=True
    ):
        own = {"distinct_id": core["distinct_id"], "$insert_id": core["insert_id"]}
        own["mp_processing_time_ms"] = core["mp_processing_time_ms"]
        properties = {name: value for name, value in own.items() if value is not None} | {"time": time}
        for (name, kind), cell in zip(columns, cells, strict=True):
            if cell is not None:
                properties[name] = plain(kind, cell)
        yield {"event": core["event"], "properties": properties}


def in_ms(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line with its time in milliseconds."""
    time = line["properties"]["time"]
    return {**line, "properties": {**line["properties"], "time": time if time > 10**10 else time * 1000}}


def canonical(lines: Iterator[dict[str, Any]]) -> list[str]:
    """Lines in an order of their own; true and 1 differ, and zero and minus zero, but not 1 and 1.0."""
    return sorted(json.dumps(told(line), sort_keys=True) for line in lines)


def told(value: Any) -> Any:
    match value:
        case dict():
            return {key: told(each) for key, each in value.items()}
        case list():
            return [told(each) for each in value]
        case float() if is_whole(value):
            return int(value)
    return value


@pytest.mark.parametrize("file", real_files(), ids=lambda file: file.name.partition(".")[0])
def test_real_events_come_back_row_for_row(tmp_path: Path, file: Path) -> None:
    with gzip.open(file) as opened:
        lines = [line for _, line in zip(range(MOST), opened, strict=False)]
    root = dataset_of_blocks(tmp_path / "d", [b"".join(lines)])
    assert canonical(read_back(root)) == canonical(map(in_ms, map(json.loads, lines)))
    merged = read_export(root).collect()
    assert (len(merged), merged["distinct_id"].null_count()) == (len(lines), 0)


def drifting(events: int) -> list[bytes]:
    """Events whose properties come, go and change their types, some of them of many."""
    random = Random(7)
    found = []
    for number, line in enumerate(event_lines.lines(events, days=3, drift=True)):
        entry = json.loads(line)
        more = {f"rare{random.randrange(400)}": random.choice((1, "1", 1.5, True, None, [1], {}, 2**60, 2**80, -0.0))}
        entry["properties"] |= more | ({"Plan": number} if number % 3 else {})
        found.append(json.dumps(entry, separators=random.choice([(",", ":"), (", ", ": ")])).encode() + b"\n")
    return found


def test_what_drifts_comes_back(tmp_path: Path) -> None:
    lines = drifting(3_000)
    windows = [b"".join(lines[start : start + 500]) for start in range(0, 3_000, 500)]
    root = dataset_of_blocks(tmp_path / "d", windows)
    assert canonical(read_back(root)) == canonical(map(in_ms, map(json.loads, lines)))


def test_neither_schema_nor_rows_depend_on_the_order_of_windows(tmp_path: Path) -> None:
    lines = drifting(120)
    windows = {f"w{number}": b"".join(lines[number * 30 : number * 30 + 30]) for number in range(4)}
    first = None
    for order in permutations(windows):
        root = dataset_of_blocks(tmp_path / "".join(order), [windows[name] for name in order], names=order)
        frame = read_export(root, types="apart").collect()
        first = frame if first is None else first
        assert_frame_equal(frame, first)


def test_neither_columns_nor_rows_depend_on_how_lines_are_cut_into_blocks(tmp_path: Path) -> None:
    """What has been learned from lines before decides how a line is read, and never as what."""
    lines = drifting(800)
    whole = dataset_of_blocks(tmp_path / "whole", [b"".join(lines)])
    random = Random(3)
    for attempt in range(4):
        cuts = sorted(random.sample(range(1, len(lines)), 8))
        blocks = [b"".join(lines[start:end]) for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
        root = dataset_of_blocks(tmp_path / str(attempt), [blocks], memory=random.choice([1 << 30, 1 << 18]))
        for file in whole.glob("date=*/*.parquet"):
            assert_frame_equal(pl.read_parquet(root / file.relative_to(whole)), pl.read_parquet(file))


def test_the_embedded_mixpanel_opens_the_same_folder(tmp_path: Path) -> None:
    root = dataset_of_blocks(tmp_path / "d", [b"".join(event_lines.lines(400, days=2))] * 2)
    with mixpanel_sync.Workspace.local(root) as ws:
        counts = ws.query("Page View", from_date="2026-01-01", to_date="2026-01-02").df
    expected = read_export(root).filter(pl.col("event") == "Page View").select(pl.len()).collect().item()
    assert counts["count"].sum() == expected > 200


def test_memory_does_not_grow_with_the_window(tmp_path: Path) -> None:
    least, most = (peak(tmp_path / str(events), events) for events in (40_000, 160_000))
    assert most < 1.25 * least


def peak(folder: Path, events: int) -> int:
    """The largest resident memory, in megabytes, of a process that writes so many events of one day."""
    script = f"""
        import resource
        from pathlib import Path
        from mixpanel_dataset import WindowWriter
        writer = WindowWriter(Path({str(folder)!r}), "w", memory=4 << 20)
        line = '{{"event":"Buy","properties":{{"time":%d,"distinct_id":"u%d","$insert_id":"%032d","v":"%0100d"}}}}\\n'
        for start in range(0, {events}, 5_000):
            numbers = range(start, start + 5_000)
            writer.feed("".join(line % (1767225600 + n % 86400, n % 997, n, n) for n in numbers).encode())
        assert writer.finish().rows == {events}
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
    """
    folder.mkdir()
    return int(subprocess.check_output([sys.executable, "-c", textwrap.dedent(script)]))
