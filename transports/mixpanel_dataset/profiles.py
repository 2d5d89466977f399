"""Lines of profiles become one staged Parquet file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.lines import BadLine, profile_of
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.parts import write_profiles


def gather_profiles(blocks: Iterable[bytes], file: Path, path: str) -> tuple[Part | None, list[BadLine]]:
    """The last profile of each user or group in *blocks* of whole lines, in *file*, to be called *path*.

    Without any there is no file. The lines that are no profiles are returned.
    """
    batch = Batch(profile_of)
    bad = [line for block in blocks for line in batch.feed(block)]
    return write_profiles(batch, file, path), bad
