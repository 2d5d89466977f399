"""The manifest: which files make up the dataset, and which properties are in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from attrs import field, frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.errors import StoreError
from mixpanel_dataset.exported import is_exported
from mixpanel_dataset.names import KINDS
from mixpanel_dataset.paths import is_inside

NAME: Final = "manifest.json"
_VERSION: Final = 2
_READABLE: Final = (1, 2)


@frozen
class Part:
    """One Parquet file: its path inside the dataset, its rows, its property columns and those kept as rare.

    *whole* are properties whose numbers up to 2^53 are all integers, *nulls* those whose JSON is nothing but explicit
    nulls. *size* is the file's in bytes, *checksum* its SHA-256; *layout* 1 has no column for
    ``mp_processing_time_ms``, size or checksum.
    """

    path: str
    rows: int
    columns: frozenset[Column] = frozenset()
    rare_columns: frozenset[Column] = frozenset()
    whole: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    size: int | None = None
    checksum: str | None = None
    layout: int = _VERSION

    @property
    def rare(self) -> frozenset[str]:
        """The properties kept as rare."""
        return frozenset(name for name, _ in self.rare_columns)


@frozen
class Manifest:
    """What an export or import left behind.

    *recorded_times* says whose clock the events were recorded by, UTC or that of the project's *time_zone*; in the
    files it is UTC. *events* maps UTC dates (YYYY-MM-DD) to parts, *groups* the keys of groups to their profiles,
    and *group_ids* to the ids that questions have for the keys, where they have one. *folded* says how much of what was
    tracked is in them: the name of the record of it, and the number of its last entry.
    """

    time_zone: str = "UTC"
    recorded_times: str = "utc"
    generation: int = 0
    events: Mapping[str, tuple[Part, ...]] = field(factory=dict)
    profiles: Part | None = None
    groups: Mapping[str, Part] = field(factory=dict)
    group_ids: Mapping[str, int] = field(factory=dict)
    folded: tuple[str, int] | None = None

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of the dataset in *folder*."""
        path = folder / NAME
        try:
            return cls.parse(path.read_bytes())
        except FileNotFoundError:
            raise _missing(folder) from None
        except ValueError as error:
            raise StoreError(
                f"{path} cannot be read: {error}; put a copy of it back, or import the events into another folder"
            ) from error

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """The manifest that ``content`` made; ValueError where it is none."""
        entry = json.loads(content)
        if not isinstance(entry, dict) or entry.get("version") not in _READABLE:
            version = entry.get("version") if isinstance(entry, dict) else None
            raise ValueError(f"it has version {version}, not one of {', '.join(map(str, _READABLE))}")
        try:
            found = cls(**_structure(entry))
            found.check()
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise ValueError(f"it is no manifest: {error!r}") from error
        return found

    def check(self) -> None:
        """ValueError, or KeyError for a time zone, where no dataset can be like this."""
        ZoneInfo(self.time_zone)
        for day in self.events:
            date.fromisoformat(day)
        for path in self.paths:
            if not is_inside(path):
                raise ValueError(f"{path!r} does not lie inside the dataset")

    @property
    def content(self) -> bytes:
        """The file's bytes, the same for the same parts."""
        return json.dumps(_unstructure(self), ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def parts(self) -> Sequence[Part]:
        """The parts of events, in order of their dates and names."""
        return [part for _, parts in sorted(self.events.items()) for part in sorted(parts, key=lambda part: part.path)]

    @property
    def paths(self) -> set[str]:
        """Every file in force."""
        profiles = [self.profiles] if self.profiles else []
        return {part.path for part in [*self.parts, *profiles, *self.groups.values()]}


def _missing(folder: Path) -> StoreError:
    if is_exported(folder):
        return StoreError(
            f"the export into {folder} has not come to its end; run the same again: only what is missing is fetched"
        )
    return StoreError(
        f"there is no store in {folder}; make one with import_events(files, {folder.name!r}), or export into it"
    )


def _unstructure(manifest: Manifest) -> dict[str, Any]:
    # Neighbouring parts mostly have the same columns: they are written once and referred to by number.
    schemas: dict[str, int] = {}

    def part_entry(part: Part) -> list[Any]:
        schema = json.dumps([sorted(part.columns), sorted(part.rare_columns), sorted(part.whole), sorted(part.nulls)])
        number = schemas.setdefault(schema, len(schemas))
        return [part.path, part.rows, number, part.size, part.checksum, part.layout]

    events = {day: [*map(part_entry, parts)] for day, parts in sorted(manifest.events.items())}
    profiles = part_entry(manifest.profiles) if manifest.profiles else None
    groups = {key: part_entry(part) for key, part in sorted(manifest.groups.items())}
    return {
        "version": _VERSION,
        "time_zone": manifest.time_zone,
        "generation": manifest.generation,
        "schemas": [json.loads(schema) for schema in schemas],
        "events": events,
        "profiles": profiles,
        "groups": groups,
        **({} if manifest.recorded_times == "utc" else {"recorded_times": manifest.recorded_times}),
        **({"group_ids": dict(sorted(manifest.group_ids.items()))} if manifest.group_ids else {}),
        "folded": manifest.folded,
    }


def _structure(entry: Mapping[str, Any]) -> dict[str, Any]:
    read = _first_version if entry["version"] == 1 else _part
    schemas = entry["schemas"]
    events = {
        day: tuple(read(schemas, *each) for each in ([found] if read is _first_version else found))
        for day, found in entry["events"].items()
    }
    return {
        "time_zone": entry["time_zone"],
        "recorded_times": entry.get("recorded_times", "utc"),
        "generation": entry["generation"],
        "events": events,
        "profiles": read(schemas, *entry["profiles"]) if entry["profiles"] else None,
        "groups": {key: read(schemas, *found) for key, found in entry.get("groups", {}).items()},
        "group_ids": entry.get("group_ids", {}),
        "folded": tuple(entry["folded"]) if entry.get("folded") else None,
    }


def _part(
    schemas: Sequence[Any], path: str, rows: int, schema: int, size: int | None, checksum: str | None, layout: int
) -> Part:
    columns, rare, whole, nulls = schemas[schema]
    return Part(
        path, rows, _columns(columns), _columns(rare), frozenset(whole), frozenset(nulls), size, checksum, layout
    )


def _first_version(schemas: Sequence[Any], path: str, rows: int, schema: int) -> Part:
    columns, rare = schemas[schema]
    # It did not say of what types the rare properties are.
    return Part(path, rows, _columns(columns), frozenset((name, kind) for name in rare for kind in KINDS), layout=1)


def _columns(entries: Sequence[Any]) -> frozenset[Column]:
    return frozenset((name, kind) for name, kind in entries)
