"""Profiles, and numbers about users, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]
Columns = dict[str, list[Any]]

_FIRST = ("distinct_id", "last_seen")


def profile_columns(profiles: Rows) -> Columns:
    """Who and when, then the properties by name; of ``$email`` and ``email`` in one profile the later counts."""
    named = [{_plain(name): value for name, value in (row.get("properties") or {}).items()} for row in profiles]
    names = sorted({name for row in named for name in row} - set(_FIRST))
    known: Columns = {name: [row.get(name) for row in profiles] for name in _FIRST}
    return known | {name: [row.get(name) for row in named] for name in names}


def _plain(name: str) -> str:
    return name.removeprefix("$")


def number_columns(data: Any, action: str, *, segmented: bool) -> Columns:
    """A row for each segment, or one for the *action*; numbers without a name of their own are the ``value``."""
    if segmented and isinstance(data, Mapping):
        return _table("segment", {str(segment): _named(numbers) for segment, numbers in data.items()})
    return _table("metric", {} if data is None else {action: _named(data)})


def _named(numbers: Any) -> Mapping[str, Any]:
    return numbers if isinstance(numbers, Mapping) else {"value": numbers}


def _table(label: str, rows: Mapping[str, Mapping[str, Any]]) -> Columns:
    names = list(dict.fromkeys(name for row in rows.values() for name in row)) if rows else ["value"]
    return {label: list(rows)} | {name: [row.get(name) for row in rows.values()] for name in names}
