"""What was sent is brought into the store: new parts beside the old ones, put in force at once by the manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from attrs import evolve

from mixpanel_dataset.errors import explained, readable
from mixpanel_dataset.manifest import Manifest
from mixpanel_dataset.store import Store
from mixpanel_local.intake.record import Entry, Folded, Kind, Record
from mixpanel_local.store.changing import BusyError, Change, changing

Step: TypeAlias = Callable[[Change, Sequence[Mapping[str, Any]]], Manifest]
"""Publishes the parts that contents make, and gives the manifest with them."""


def fold(store: Store) -> Store:
    """The store with all in it that was sent so far; as it is, where somebody else is changing it."""
    record = Record(store.root)
    if not record.waiting(store.manifest.folded)[1]:
        return store
    lost = f"what was sent could not be brought into {store.root}"
    with suppress(BusyError), explained(lost), readable(str(store.root)), changing(store.root) as change:
        name, entries = record.waiting(change.before.folded)
        if entries:
            folded = (name, entries[-1].number)
            change.put_in_force(_after(change, entries, folded))
            record.forget(folded)
    return store.fresh()


def _after(change: Change, entries: Sequence[Entry], folded: Folded) -> Manifest:
    """The manifest with all *entries*, whose parts are published."""
    manifest = change.before
    for kind, step in _steps().items():
        if contents := [entry.content for entry in entries if entry.kind == kind]:
            manifest = step(evolve(change, before=manifest), contents)
    return evolve(manifest, folded=folded)


def _steps() -> Mapping[Kind, Step]:
    """What brings each kind in, loaded where something was sent: a first answer does not wait for it."""
    from mixpanel_local.intake.events import with_events
    from mixpanel_local.intake.profiles import with_group_updates, with_user_updates

    return {"event": with_events, "user": with_user_updates, "group": with_group_updates}
