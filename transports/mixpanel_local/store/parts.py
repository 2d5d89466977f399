"""Rows become the Parquet file of one date, or the one of all profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mixpanel_local.store.columns import Column, fold_rare
from mixpanel_local.store.manifest import Part, settle
from mixpanel_local.store.names import column_name

if TYPE_CHECKING:
    import polars as pl

COLUMNED: Final = 200
"""So many properties of a part, the most frequent ones, get columns; the rest share one."""

_ROW_GROUP: Final = 32_768
ORDINAL: Final = "ordinal"
"""The column that numbers rows in the order they were read."""

_DEDUPLICATED_BY: Final = ("event", "distinct_id", "time", "insert_id")
_DAY_MS: Final = 86_400_000


def newest_events(frame: pl.DataFrame) -> pl.DataFrame:
    """Of events equal in name, user, time and ``$insert_id``, the one ingested last. Those without an id all stay."""
    import polars as pl

    # docs: reference/event-deduplication; mp_processing_time_ms is when Mixpanel ingested the event.
    ingested = column_name("mp_processing_time_ms", "n")
    order = [ingested, ORDINAL] if ingested in frame.columns else [ORDINAL]
    sorted_frame = frame.sort(order, nulls_last=False)
    named = sorted_frame.filter(pl.col("insert_id").is_not_null()).unique(_DEDUPLICATED_BY, keep="last")
    return pl.concat([named, sorted_frame.filter(pl.col("insert_id").is_null())])


def numbered_events(frame: pl.DataFrame) -> pl.DataFrame:
    """The events of one date with ``seq``, unique and in order of time, sorted for storage."""
    import polars as pl

    ranked = frame.sort("time", "insert_id", "event", "distinct_id", ORDINAL, nulls_last=True)
    day = ranked["time"][0] // _DAY_MS
    numbers = pl.int_range(len(ranked), dtype=pl.Int64, eager=True).alias("seq") + (day << 40)
    return ranked.with_columns(numbers).drop(ORDINAL).sort("distinct_id", "time", "seq")


def newest_profiles(frame: pl.DataFrame) -> pl.DataFrame:
    """The last profile of each user."""
    last = frame.sort(ORDINAL).unique("distinct_id", keep="last").sort("distinct_id")
    return last.drop(ORDINAL, "event", "time", "insert_id")


def write_part(frame: pl.DataFrame, columns: Iterable[Column], root: Path, path: str) -> Part:
    """Write *frame* as *path* under *root*, whole or not at all."""
    known = {column for column in columns if column_name(*column) in frame.columns}
    present = {column for column in known if frame[column_name(*column)].null_count() < len(frame)}
    rare = _rare(frame, present)
    frame = fold_rare(frame.drop(column_name(*column) for column in known - present), rare)
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}")
    frame.write_parquet(temporary, compression="zstd", row_group_size=_ROW_GROUP)
    settle(temporary)
    temporary.replace(target)
    settle(target.parent)
    return Part(path, len(frame), frozenset(present - rare), frozenset(name for name, _ in rare))


def _rare(frame: pl.DataFrame, columns: set[Column]) -> set[Column]:
    """The columns of all but the most frequent properties; of equally frequent ones the first by name count more."""
    totals: Counter[str] = Counter()
    for column in columns:
        totals[column[0]] += len(frame) - frame[column_name(*column)].null_count()
    ranking = sorted(totals, key=lambda name: (-totals[name], name))
    rare = set(ranking[COLUMNED:])
    return {column for column in columns if column[0] in rare}
