"""Answers that other tools computed, and stores of the same events; what lies outside the repository may be missing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mixpanel_local import import_events

DATA = Path(__file__).resolve().parents[1] / "data"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@cache
def answers(name: str) -> dict[str, Any]:
    """The answers about the events *name*, by their ids."""
    entries = json.loads(found(f"{name}.json", "reference").read_text("utf-8"))["answers"]
    return {entry["id"]: entry["answer"] for entry in entries}


def imported(name: str, folder: Path, time_zone: str = "UTC") -> Path:
    """A store of the events *name*, made in *folder* at the first call."""
    root = folder / f"{name}-{time_zone.replace('/', '-')}"
    if not root.exists():
        import_events(found(f"{name}.ndjson.gz"), root, time_zone=time_zone)
    return root


def found(file: str, folder: str = "") -> Path:
    """Where a *file* is, in the repository or beside it; a test that needs one that is nowhere is skipped."""
    for place in (DATA / file, SHARED / folder / file):
        if place.exists():
            return place
    pytest.skip(f"{file} is not part of the repository, and not beside it")
