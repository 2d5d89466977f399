"""A dataset as it is read: which files and columns answer for a span of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Self

from attrs import evolve, frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.manifest import NAME, Manifest, Part


@frozen
class Files:
    """Parquet files that are read as one table, with every column any of them has."""

    root: Path
    parts: tuple[Part, ...] = ()

    @property
    def paths(self) -> list[str]:
        """Where they are."""
        return [str(self.root / part.path) for part in self.parts]

    @cached_property
    def columns(self) -> frozenset[Column]:
        """Property columns of any of them."""
        return frozenset().union(*(part.columns for part in self.parts))

    @cached_property
    def rare(self) -> frozenset[str]:
        """Properties that have no column in one of them at least."""
        return frozenset().union(*(part.rare for part in self.parts))

    @property
    def processed(self) -> bool:
        """Whether ``mp_processing_time_ms`` has a column of its own in any of them."""
        return any(part.layout > 1 for part in self.parts)

    def each(self) -> Iterable[Self]:
        """The files one by one."""
        return (evolve(self, parts=(part,)) for part in self.parts)


@frozen
class Store:
    """Events and profiles in a folder, as the last finished import or export left them."""

    root: Path
    manifest: Manifest
    stamp: tuple[int, int]

    @classmethod
    def open(cls, store_dir: str | PathLike[str]) -> Self:
        """The store in *store_dir*."""
        root = Path(store_dir).resolve()
        stamp = _stamp(root)
        return cls(root, Manifest.read(root), stamp)

    @property
    def time_zone(self) -> str:
        """The project's time zone."""
        return self.manifest.time_zone

    @property
    def days(self) -> Sequence[date]:
        """The UTC dates that have events, in order."""
        return [date.fromisoformat(day) for day in sorted(self.manifest.events)]

    def events(self, first: date, last: date) -> Files:
        """The events from UTC date *first* to *last*, both included."""
        span = (day for day in sorted(self.manifest.events) if first.isoformat() <= day <= last.isoformat())
        return Files(self.root, tuple(part for day in span for part in self.manifest.events[day]))

    def profiles(self, group: str | None = None) -> Files:
        """The profiles of users, or of the groups of one key; no paths when there are none."""
        part = self.manifest.profiles if group is None else self.manifest.groups.get(group)
        return Files(self.root, () if part is None else (part,))

    def group_key(self, id: str | int) -> str | None:
        """The event property whose values are groups that questions call *id*: by its own name, or by its number."""
        keys, ids = self.manifest.groups, self.manifest.group_ids
        return str(id) if str(id) in keys else next((key for key, one in ids.items() if str(one) == str(id)), None)

    def fresh(self) -> Self:
        """The same store, opened again if an import or export has changed it since."""
        return self if _stamp(self.root) == self.stamp else self.open(self.root)


def _stamp(root: Path) -> tuple[int, int]:
    try:
        found = (root / NAME).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
