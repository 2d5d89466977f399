"""Rows become the Parquet file of one date, or the one of all profiles."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.layout import PROFILE, PartLayout, census
from mixpanel_dataset.manifest import Part

if TYPE_CHECKING:
    import polars as pl

# Parquet's own row groups are larger; ranges of users would read too many rows. zstd's first level is the fastest, and
# its files are no larger here than those of the third.
_WRITING: Final[dict[str, Any]] = {"compression": "zstd", "compression_level": 1, "row_group_size": 32_768}

_REFUSED: Final = re.compile(r"\(os error (\d+)\)")


def write_part(frames: Iterable[pl.DataFrame], layout: PartLayout, file: Path, path: str) -> Part:
    """Write the rows of *frames*, one after the other, into *file*, to be called *path* in the dataset."""
    rows = _write_one_by_one(map(layout.lay_out, frames), layout, file)
    return Part(
        path,
        rows,
        columns=layout.columns,
        rare_columns=layout.rare_columns,
        whole=layout.whole,
        nulls=layout.nulls,
        size=file.stat().st_size,
        checksum=checksum(file),
    )


def _write_one_by_one(frames: Iterator[pl.DataFrame], layout: PartLayout, file: Path) -> int:
    """Write frames without having them all in memory; how many rows there were."""
    import polars as pl
    from polars.io.plugins import register_io_source

    rows = 0

    def source(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        for frame in frames:
            rows += len(frame)
            yield frame if columns is None else frame.select(columns)

    lazy = register_io_source(source, schema=dict(layout.schema()))
    try:
        lazy.sink_parquet(file, **_WRITING)
    except pl.exceptions.PolarsError as error:
        # What the disk refuses polars does not always name: the end of a file is "invalid thrift".
        refused = _REFUSED.search(str(error))
        raise OSError(os.strerror(int(refused[1])) if refused else str(error)) from error
    return rows


def write_profiles(batch: Batch, file: Path, path: str) -> Part | None:
    """Write the last profile of each user in *batch* into *file*, to be called *path*; None when there is none."""
    profiles = batch.frame().unique("distinct_id", keep="last", maintain_order=True).sort("distinct_id")
    if profiles.is_empty():
        return None
    return write_part([profiles], PartLayout(census(profiles), core=PROFILE), file, path)


def checksum(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
