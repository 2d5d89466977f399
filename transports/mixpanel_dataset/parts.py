"""Rows become the Parquet file of one date, or the one of all profiles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from mixpanel_dataset.columns import Column
from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.names import PROCESSED, column_name
from mixpanel_dataset.rare import folded

if TYPE_CHECKING:
    import polars as pl

_ROW_GROUP: Final = 32_768
ORDINAL: Final = "ordinal"
"""The column that numbers rows in the order they were read."""

_IDENTITY: Final = ("event", "distinct_id", "time", "insert_id")
_DAY_MS: Final = 86_400_000
_BLOCK: Final = 1 << 20


def newest_events(frame: pl.DataFrame) -> pl.DataFrame:
    """Of events equal in name, user, time and ``$insert_id``, the one ingested last. Those without an id all stay."""
    import polars as pl

    # docs: reference/event-deduplication; mp_processing_time_ms is when Mixpanel ingested the event.
    ordered = frame.sort(PROCESSED, ORDINAL, nulls_last=False)
    named = ordered.filter(pl.col("insert_id").is_not_null()).unique(_IDENTITY, keep="last")
    return pl.concat([named, ordered.filter(pl.col("insert_id").is_null())])


def numbered_events(frame: pl.DataFrame, first: int = 0) -> pl.DataFrame:
    """The events of one date with ``seq``, unique and in order of time, sorted for storage.

    *first* is what they are counted from, where the date has other events that are counted already.
    """
    import polars as pl

    ranked = frame.sort("time", "insert_id", "event", "distinct_id", ORDINAL, nulls_last=True)
    day = ranked["time"][0] // _DAY_MS
    numbers = pl.int_range(first, first + len(ranked), dtype=pl.Int64, eager=True).alias("seq") + (day << 40)
    return ranked.with_columns(numbers).drop(ORDINAL).sort("distinct_id", "time", "seq")


def write_profiles(batch: Batch, file: Path, path: str) -> Part | None:
    """Write the last profile of each user in *batch* into *file*, to be called *path*; None when there is none."""
    profiles = batch.frame().unique("distinct_id", keep="last", maintain_order=True).sort("distinct_id")
    if profiles.is_empty():
        return None
    return write_part(profiles.drop("event", "time", "insert_id", PROCESSED), batch.columns, file, path)


def write_part(frame: pl.DataFrame, columns: Iterable[Column], file: Path, path: str) -> Part:
    """Write *frame* into *file*, to be called *path* in the dataset. *columns* are the properties it may have."""
    known = {column for column in columns if column_name(*column) in frame.columns}
    present = {column for column in known if frame[column_name(*column)].null_count() < len(frame)}
    frame = frame.drop(column_name(*column) for column in known - present)
    part, frame = folded(frame, present, path)
    frame.write_parquet(file, compression="zstd", row_group_size=_ROW_GROUP)
    return evolve(part, size=file.stat().st_size, checksum=checksum(file))


def checksum(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
