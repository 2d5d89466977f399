"""Cells of typed columns become the properties they were."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from mixpanel_dataset.columns import Column, plain
from mixpanel_dataset.names import PROCESSED, RARE, column_name

Properties: TypeAlias = dict[str, Any]
Cell: TypeAlias = Callable[[Any], Properties]


def properties_reader(columns: Iterable[Column], names: Sequence[str]) -> Callable[[Sequence[Any]], Properties]:
    """What makes properties of a row whose columns have these *names*; the properties' own are *columns*."""
    known = {column_name(*column): _cell(*column) for column in columns}
    cells = [_SHARED.get(name) or known[name] for name in names]

    def read(values: Sequence[Any]) -> Properties:
        found: Properties = {}
        for cell, value in zip(cells, values, strict=True):
            if value is not None:
                found.update(cell(value))
        return found

    return read


def _cell(name: str, kind: Any) -> Cell:
    return lambda value: {name: plain(kind, value)}


_SHARED: dict[str, Cell] = {RARE: json.loads, PROCESSED: _cell(PROCESSED, "i")}
