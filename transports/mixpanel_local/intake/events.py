"""Events that were sent join those of their dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.lines import event_of
from mixpanel_dataset.manifest import Manifest, Part
from mixpanel_dataset.merging import Rows, duplicated
from mixpanel_dataset.parts import newest_events, numbered_events, write_part
from mixpanel_dataset.store import Files
from mixpanel_local.store.changing import Change

if TYPE_CHECKING:
    import polars as pl

_DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)
_MANY: Final = 8
"""A date with so many parts gets one in place of them."""


def with_events(change: Change, events: Sequence[Mapping[str, Any]]) -> Manifest:
    """The manifest with *events*, whose parts are published."""
    fresh = _gathered(events)
    days = _by_day(fresh.frame)
    parts = {day: _parts(change, day, Rows(frame, fresh.columns)) for day, frame in days.items()}
    return evolve(change.before, events={**change.before.events, **parts})


def _gathered(events: Sequence[Mapping[str, Any]]) -> Rows:
    batch = Batch(event_of)
    for event in events:
        batch.add(event_of(json.dumps(event, ensure_ascii=False).encode()))
    return Rows.of(batch)


def _by_day(frame: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    import polars as pl

    numbered = frame.with_columns((pl.col("time") // _DAY_MS).alias("day"))
    days = numbered.partition_by("day", as_dict=True, include_key=False)
    return {(_EPOCH + timedelta(days=number)).isoformat(): rows for (number,), rows in sorted(days.items())}


def _parts(change: Change, day: str, fresh: Rows) -> tuple[Part, ...]:
    """The parts of a date with *fresh* events: one more, or one for all where there are many or events come again."""
    before = change.before.events.get(day, ())
    files = Files(change.target.root, before)
    joined = bool(before) and (len(before) >= _MANY or duplicated(files, fresh.frame))
    rows = Rows.stored(files).then(fresh) if joined else fresh
    first = 0 if joined else sum(part.rows for part in before)
    frame = numbered_events(newest_events(rows.numbered()), first)
    name, path = f"{day}.parquet", f"date={day}/part-{change.generation}.parquet"
    part = write_part(frame, rows.columns, change.stage / name, path)
    change.publish(name, path)
    return (part,) if joined else (*before, part)
