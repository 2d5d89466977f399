"""The manifest: which files make up the store, and which properties are in them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from attrs import field, frozen

from mixpanel_local.errors import StoreError
from mixpanel_local.store.columns import Column

NAME: Final = "manifest.json"
_VERSION: Final = 1


@frozen
class Part:
    """One Parquet file: its path inside the store, its rows, its property columns and the properties kept as rare."""

    path: str
    rows: int
    columns: frozenset[Column] = frozenset()
    rare: frozenset[str] = frozenset()


@frozen
class Manifest:
    """What an import left behind. *events* maps UTC dates (YYYY-MM-DD) to parts."""

    time_zone: str = "UTC"
    generation: int = 0
    events: Mapping[str, Part] = field(factory=dict)
    profiles: Part | None = None

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of the store in *folder*."""
        path = folder / NAME
        try:
            entry = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise StoreError(
                f"there is no store in {folder}; make one with import_events(files, {folder.name!r})"
            ) from None
        except json.JSONDecodeError as error:
            raise StoreError(f"{path} cannot be read: {error}; import the events again") from error
        if entry.get("version") != _VERSION:
            raise StoreError(f"{path} has version {entry.get('version')}, not {_VERSION}; import the events again")
        return cls(**_structure(entry))

    def write(self, folder: Path) -> None:
        """Put this manifest in force, at once and for good."""
        text = json.dumps(_unstructure(self), ensure_ascii=False, separators=(",", ":"))
        temporary = folder / f".{NAME}"
        temporary.write_text(text, encoding="utf-8")
        settle(temporary)
        temporary.replace(folder / NAME)
        settle(folder)

    @property
    def paths(self) -> set[str]:
        """Every file in force."""
        parts = [*self.events.values(), *([self.profiles] if self.profiles else [])]
        return {part.path for part in parts}


def settle(path: Path) -> None:
    """Return when the disk holds *path*, a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unstructure(manifest: Manifest) -> dict[str, Any]:
    # Neighbouring dates mostly have the same columns: they are written once and referred to by number.
    schemas: dict[str, int] = {}

    def part_entry(part: Part) -> list[Any]:
        schema = json.dumps([sorted(part.columns), sorted(part.rare)])
        return [part.path, part.rows, schemas.setdefault(schema, len(schemas))]

    events = {day: part_entry(part) for day, part in sorted(manifest.events.items())}
    profiles = part_entry(manifest.profiles) if manifest.profiles else None
    return {
        "version": _VERSION,
        "time_zone": manifest.time_zone,
        "generation": manifest.generation,
        "schemas": [json.loads(schema) for schema in schemas],
        "events": events,
        "profiles": profiles,
    }


def _structure(entry: Mapping[str, Any]) -> dict[str, Any]:
    schemas = [
        (frozenset((name, kind) for name, kind in columns), frozenset(rare)) for columns, rare in entry["schemas"]
    ]

    def part(path: str, rows: int, schema: int) -> Part:
        return Part(path, rows, *schemas[schema])

    return {
        "time_zone": entry["time_zone"],
        "generation": entry["generation"],
        "events": {day: part(*values) for day, values in entry["events"].items()},
        "profiles": part(*entry["profiles"]) if entry["profiles"] else None,
    }
