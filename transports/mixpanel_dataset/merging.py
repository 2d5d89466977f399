"""Rows that are in force, read to be joined by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_dataset.names import SEQ
from mixpanel_dataset.ranking import IDENTITY
from mixpanel_dataset.store import Files

if TYPE_CHECKING:
    import polars as pl


def stored(files: Files) -> pl.DataFrame:
    """The rows of *files*, in the columns of any of them, without their numbers."""
    import polars as pl

    frames = [pl.read_parquet(path, glob=False) for path in files.paths]
    return pl.concat(frames, how="diagonal").drop(SEQ, strict=False)


def duplicated(files: Files, fresh: pl.DataFrame) -> bool:
    """Whether one of the *fresh* events is in *files* already."""
    import polars as pl

    named = fresh.filter(pl.col("insert_id").is_not_null()).select(IDENTITY)
    if named.is_empty():
        return False
    ids = named["insert_id"].implode()
    scans = (pl.scan_parquet(path, glob=False) for path in files.paths)
    there = (scan.select(IDENTITY).filter(pl.col("insert_id").is_in(ids)) for scan in scans)
    return any(not found.collect().join(named, on=IDENTITY, nulls_equal=True).is_empty() for found in there)
