"""Profiles of users and groups, as updates that were sent leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from mixpanel_dataset.gathering import Batch
from mixpanel_dataset.layout import PROFILE, PartLayout, census
from mixpanel_dataset.lines import Record, profile_of
from mixpanel_dataset.manifest import Manifest, Part
from mixpanel_dataset.merging import stored
from mixpanel_dataset.parts import write_part
from mixpanel_dataset.store import Files
from mixpanel_local.engine.cells import properties_reader
from mixpanel_local.intake.updates import Properties, updated
from mixpanel_local.store.changing import Change

if TYPE_CHECKING:
    import polars as pl

Updates = Sequence[Mapping[str, Any]]


def with_user_updates(change: Change, updates: Updates) -> Manifest:
    """The manifest with the profiles of users after *updates*, published."""
    name = f"part-{change.generation}"
    return evolve(change.before, profiles=_after(change, change.before.profiles, updates, "$distinct_id", name))


def with_group_updates(change: Change, updates: Updates) -> Manifest:
    """The manifest with the profiles of groups after *updates*, published."""
    groups = dict(change.before.groups)
    for number, key in enumerate(dict.fromkeys(update["$group_key"] for update in updates)):
        own = [update for update in updates if update["$group_key"] == key]
        part = _after(change, groups.get(key), own, "$group_id", f"group-{change.generation}-{number}")
        if part is None:
            groups.pop(key, None)
        else:
            groups[key] = part
    return evolve(change.before, groups=groups)


def _after(change: Change, before: Part | None, updates: Updates, key: str, name: str) -> Part | None:
    """The part that has the profiles in *before* after *updates*; None when none is left."""
    touched = list(dict.fromkeys(str(update[key]) for update in updates))
    files = Files(change.target.root, () if before is None else (before,))
    profiles: dict[str, Properties | None] = dict(_known(files, touched))
    for update in updates:
        profiles[str(update[key])] = updated(profiles.get(str(update[key])), update)
    rows = _others(files, touched, _gathered(profiles)).sort("distinct_id")
    if rows.is_empty():
        return None
    path = f"profiles/{name}.parquet"
    part = write_part([rows], PartLayout(census(rows), core=PROFILE), change.stage / name, path)
    change.publish(name, path)
    return part


def _known(files: Files, users: Sequence[str]) -> Iterable[tuple[str, Properties]]:
    """The profiles that *users* have now."""
    import polars as pl

    for path in files.paths:
        frame = pl.scan_parquet(path, glob=False).filter(pl.col("distinct_id").is_in(users)).collect()
        others = frame.drop("distinct_id")
        read = properties_reader(files.columns, others.columns)
        yield from zip(frame["distinct_id"], map(read, others.iter_rows()), strict=True)


def _gathered(profiles: Mapping[str, Properties | None]) -> pl.DataFrame:
    batch = Batch(profile_of)
    for user, properties in profiles.items():
        if properties is not None:
            batch.add(Record("", user, 0, None, None, properties))
    return batch.frame()


def _others(files: Files, users: Sequence[str], fresh: pl.DataFrame) -> pl.DataFrame:
    """The profiles of all but *users*, and after them the *fresh* ones."""
    import polars as pl

    if not files.paths:
        return fresh
    return pl.concat([stored(files).filter(~pl.col("distinct_id").is_in(users)), fresh], how="diagonal")
