"""Events that were sent join those of their dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from mixpanel_dataset.days import days_of
from mixpanel_dataset.gathering import NUMBER, Batch
from mixpanel_dataset.layout import PartLayout
from mixpanel_dataset.lines import event_of
from mixpanel_dataset.manifest import Manifest, Part
from mixpanel_dataset.merging import duplicated, stored
from mixpanel_dataset.parts import write_part
from mixpanel_dataset.ranking import DAY_MS
from mixpanel_dataset.store import Files
from mixpanel_local.store.changing import Change

if TYPE_CHECKING:
    import polars as pl

_EPOCH: Final = date(1970, 1, 1)
_MANY: Final = 8
"""A date with so many parts gets one in place of them."""


def with_events(change: Change, events: Sequence[Mapping[str, Any]]) -> Manifest:
    """The manifest with *events*, whose parts are published."""
    parts = {day: _parts(change, day, frame) for day, frame in _by_day(_gathered(events)).items()}
    return evolve(change.before, events={**change.before.events, **parts})


def _gathered(events: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    batch = Batch(event_of)
    for event in events:
        batch.add(event_of(json.dumps(event, ensure_ascii=False).encode()))
    return batch.frame()


def _by_day(frame: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    import polars as pl

    numbered = frame.with_columns((pl.col("time") // DAY_MS).alias("day"))
    days = numbered.partition_by("day", as_dict=True, include_key=False)
    return {(_EPOCH + timedelta(days=number)).isoformat(): rows for (number,), rows in sorted(days.items())}


def _parts(change: Change, day: str, fresh: pl.DataFrame) -> tuple[Part, ...]:
    """The parts of a date with *fresh* events: one more, or one for all where there are many or events come again."""
    import polars as pl

    before = change.before.events.get(day, ())
    files = Files(change.target.root, before)
    joined = bool(before) and (len(before) >= _MANY or duplicated(files, fresh))
    rows = pl.concat([stored(files), fresh], how="diagonal") if joined else fresh
    numbered = rows.with_columns(pl.int_range(len(rows)).alias(NUMBER))
    beside = sum(part.rows for part in before) if before and not joined else None
    (events,) = days_of([numbered], deduplicate=True, beside=beside)
    name, path = f"{day}.parquet", f"date={day}/part-{change.generation}.parquet"
    part = write_part(events.frames, PartLayout(events.counts), change.stage / name, path)
    change.publish(name, path)
    return (part,) if joined else (*before, part)
