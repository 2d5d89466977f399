"""The bytes of a store, beside the same events in a single file in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.local_asked import Promise, ran

_SINGLE = """
import json, polars as pl
from pathlib import Path
target = Path({folder!r}) / "single.parquet"
events = pl.scan_parquet({folder!r} + "/date=*/*.parquet", hive_partitioning=False)
events.sort("time", "seq").sink_parquet(target, compression="zstd", compression_level=1)
print(json.dumps({{"size": target.stat().st_size}}))
target.unlink()
"""


def promises(folder: Path) -> Sequence[Promise]:
    """What is promised of the disk."""
    store = sum(file.stat().st_size for file in folder.glob("date=*/*.parquet"))
    single = ran(_SINGLE.format(folder=str(folder)))["size"]
    return [Promise("store : a single file by time, bytes", store / single, 1.25)]
