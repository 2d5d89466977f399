"""What a project's own clock recorded becomes the UTC it meant, date by date, with nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from mixpanel_dataset import WindowWriter, Written
from mixpanel_dataset.lines import MS_ABOVE
from tests.dataset.stored import block
from tests.local.asking import event

EPOCH = datetime(1970, 1, 1)


def wall(ms: int) -> datetime:
    """What a clock said when it recorded *ms*."""
    return EPOCH + timedelta(milliseconds=ms)


def recorded(text: str) -> int:
    """What is recorded when a clock says *text*."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(milliseconds=1)


def utc(text: str) -> int:
    """The milliseconds of a moment."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def written(folder: Path, zone: str, lines: list[dict[str, Any]], memory: int = 1 << 30) -> Written:
    writer = WindowWriter(folder, "w", clock=ZoneInfo(zone), memory=memory)
    for start in range(0, len(lines), 100):
        assert writer.feed(block(*lines[start : start + 100])) == []
    return writer.finish()


def converted(folder: Path, zone: str, text: str) -> dict[str, Any]:
    time = recorded(text)
    # So small a number is in seconds.
    (part,) = written(folder, zone, [event(time=time if time > MS_ABOVE else time / 1000, said=time)]).parts
    (row,) = pl.read_parquet(part.file).to_dicts()
    assert (part.day, part.recorded) == (wall(row["time"]).date().isoformat(), text[:10])
    return row


@pytest.mark.parametrize(
    ("zone", "said", "meant"),
    [
        ("America/New_York", "2022-01-10T20:30", "2022-01-11T01:30"),
        ("America/New_York", "2022-07-10T20:30", "2022-07-11T00:30"),
        ("Asia/Tokyo", "2022-01-10T08:59:59.999", "2022-01-09T23:59:59.999"),
        ("Asia/Kolkata", "2022-01-10T05:30", "2022-01-10T00:00"),
        # Gone through twice: the first is meant.
        ("America/New_York", "2022-11-06T01:30", "2022-11-06T05:30"),
        ("America/New_York", "2022-11-06T02:00", "2022-11-06T07:00"),
        ("America/New_York", "2022-03-13T01:59:59.999", "2022-03-13T06:59:59.999"),
        ("America/New_York", "2022-03-13T03:00", "2022-03-13T07:00"),
        # There is no day before, and none after.
        ("Asia/Tokyo", "1970-01-01T08:00", "1970-01-01T08:00"),
        ("America/New_York", "9999-12-31T23:00", "9999-12-31T23:00"),
    ],
)
def test_a_time_becomes_the_utc_it_means(tmp_path: Path, zone: str, said: str, meant: str) -> None:
    row = converted(tmp_path, zone, said)
    assert row["time"] == utc(meant)
    assert "time__n" not in row


@pytest.mark.parametrize(
    ("zone", "said", "skipped_at"),
    [
        ("America/New_York", "2022-03-13T02:30", "2022-03-13T07:00"),
        ("Australia/Lord_Howe", "2022-10-02T02:15", "2022-10-01T15:30"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),
    ],
)
def test_a_time_that_clocks_skipped_becomes_that_moment_and_stays_as_recorded(
    tmp_path: Path, zone: str, said: str, skipped_at: str
) -> None:
    row = converted(tmp_path, zone, said)
    assert (row["time"], row["time__n"]) == (utc(skipped_at), float(recorded(said)))


def drawn(first: str, count: int) -> list[dict[str, Any]]:
    random, start = Random(1), recorded(first)
    times = [start + random.randrange(3 * 86_400_000) for _ in range(count)]
    return [
        event(user=f"u{random.randrange(9)}", time=time, said=time, **({"$insert_id": str(time)} if time % 3 else {}))
        for time in [*times, *times[:50]]
    ]


@pytest.mark.parametrize("memory", [1 << 30, 1 << 14], ids=["in memory", "beyond memory"])
@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/New_York", "2022-03-12"),
        ("America/New_York", "2022-11-05"),
        ("Europe/Berlin", "2022-03-26"),
        ("Pacific/Apia", "2011-12-29"),
        ("Asia/Tokyo", "2022-01-01"),
        ("UTC", "2022-01-01"),
    ],
)
def test_each_date_and_each_recorded_date_in_it_has_a_file(tmp_path: Path, zone: str, first: str, memory: int) -> None:
    found = written(tmp_path, zone, drawn(first, 800), memory)
    assert found.rows + found.duplicates == 850
    assert found.rows == sum(part.part.rows for part in found.parts)
    assert len({(part.day, part.recorded, part.part.path) for part in found.parts}) == len(found.parts)
    for part in found.parts:
        frame = pl.read_parquet(part.file)
        assert part.part.path == f"date={part.day}/w.{part.recorded}.parquet"
        assert (part.first_ms, part.last_ms, len(frame)) == (frame["time"].min(), frame["time"].max(), part.part.rows)
        assert frame["distinct_id"].is_sorted()
        for row in frame.to_dicts():
            assert_is_meant(row, zone)
            assert (wall(row["time"]).date(), wall(row["said__n"]).date()) == (
                date.fromisoformat(part.day),
                date.fromisoformat(part.recorded),
            )


def assert_is_meant(row: dict[str, Any], zone: str) -> None:
    said = wall(row["said__n"])
    moment = said.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == said:
        assert (row["time"], row.get("time__n")) == (round(moment.timestamp() * 1000), None)
    else:
        assert row["time__n"] == row["said__n"]
