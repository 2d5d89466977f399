"""Events and profiles leave the store for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from mixpanel_dataset.errors import explained, readable
from mixpanel_dataset.layout import PROFILE, PartLayout, census
from mixpanel_dataset.manifest import Manifest, Part
from mixpanel_dataset.names import CORE, SEQ
from mixpanel_dataset.parts import write_part
from mixpanel_local.engine.scan import Span
from mixpanel_local.store.changing import Change, changing

if TYPE_CHECKING:
    import polars as pl


@frozen
class Removed:
    """How many *events* and *profiles* are gone."""

    events: int = 0
    profiles: int = 0


def remove_events(root: Path, event: str, span: Span) -> Removed:
    """Remove the events of one name in a span of time from the store in *root*."""
    import polars as pl

    time = pl.col("time")
    gone = (pl.col("event") == event) & (time >= span.start) & (time < span.end)
    first, last = (day.isoformat() for day in span.days())
    with explained(f"nothing was removed from {root}"), readable(str(root)), changing(root) as change:
        days = {day: parts for day, parts in change.before.events.items() if first <= day <= last}
        return _put_in_force(change, *_without_events(change, days, gone))


def remove_users(root: Path, users: Collection[str]) -> Removed:
    """Remove all events of *users*, and their profiles, from the store in *root*."""
    import polars as pl

    gone = pl.col("distinct_id").is_in(list(users))
    with explained(f"nothing was removed from {root}"), readable(str(root)), changing(root) as change:
        manifest, events = _without_events(change, change.before.events, gone)
        if (before := manifest.profiles) is None:
            return _put_in_force(change, manifest, events)
        (left,), profiles = _without(change, (before,), gone, PROFILE)
        return _put_in_force(change, evolve(manifest, profiles=left), events, profiles)


def _put_in_force(change: Change, manifest: Manifest, events: int, profiles: int = 0) -> Removed:
    if events or profiles:
        change.put_in_force(manifest)
    return Removed(events, profiles)


def _without_events(change: Change, days: Mapping[str, tuple[Part, ...]], gone: pl.Expr) -> tuple[Manifest, int]:
    """The manifest without the events of *days* that are to be *gone*, and how many these are."""
    left, count = dict(change.before.events), 0
    for day, parts in days.items():
        found, removed = _without(change, parts, gone, (*CORE, SEQ))
        count += removed
        if kept := tuple(part for part in found if part is not None):
            left[day] = kept
        else:
            del left[day]
    return evolve(change.before, events=left), count


def _without(
    change: Change, parts: tuple[Part, ...], gone: pl.Expr, core: tuple[str, ...]
) -> tuple[list[Part | None], int]:
    """What is left of *parts*, None where nothing is, and how many rows are gone."""
    left = [_left(change, part, gone, core) for part in parts]
    rows = sum(0 if part is None else part.rows for part in left)
    return left, sum(part.rows for part in parts) - rows


def _left(change: Change, part: Part, gone: pl.Expr, core: tuple[str, ...]) -> Part | None:
    """*part* itself where all of it stays, else another with what stays."""
    import polars as pl

    file = change.target.root / part.path
    here = gone.fill_null(value=False)
    if pl.scan_parquet(file, glob=False).filter(here).select(pl.len()).collect().item() == 0:
        return part
    rows = pl.read_parquet(file, glob=False).filter(~here)
    if rows.is_empty():
        return None
    name, path = _beside(part.path, change.generation)
    written = write_part([rows], PartLayout(census(rows), core=core), change.stage / name, path)
    change.publish(name, path)
    return written


def _beside(path: str, generation: int) -> tuple[str, str]:
    """A name in the stage, and a path beside *path*, for the part of a later generation."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".parquet").partition("~")[0]
    return f"{folder}~{stem}.parquet", f"{folder}/{stem}~{generation}.parquet"
