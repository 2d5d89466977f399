"""When two answers are the same.

Keys of a mapping come in any order, a list's order counts. Numbers agree within 1e-9, 1 equals 1.0 but not True. Text
that holds a JSON object or array is compared as JSON. Where a frame holds times, the recorded numbers and texts mean
such times too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import polars as pl


def plain(value: Any) -> Any:
    """*value* as JSON could hold it, NaN as None."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    return [plain(item) for item in value] if isinstance(value, Iterable) else repr(value)


def table(frame: pl.DataFrame) -> dict[str, Any]:
    """Column names and rows of a frame."""
    return {"columns": frame.columns, "rows": plain(frame.rows())}


def as_typed(recorded: Mapping[str, Any], frame: pl.DataFrame) -> dict[str, Any]:
    """A *recorded* table, its times written as *frame* has them: in UTC, or by the project's clock without offset."""
    kinds = [frame.schema.get(name) for name in recorded["columns"]]
    rows = [[_as_time(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in recorded["rows"]]
    return {**recorded, "rows": rows}


def _as_time(cell: Any, kind: pl.DataType | None) -> Any:
    if cell is None or not isinstance(kind, pl.Datetime):
        return cell
    time = datetime.fromisoformat(cell) if isinstance(cell, str) else datetime.fromtimestamp(cell, UTC)
    return (time if kind.time_zone else time.replace(tzinfo=None)).isoformat()


def differences(expected: Any, actual: Any, path: str = "$") -> list[str]:
    """Every place where two plain values differ."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        keys = dict.fromkeys((*expected, *actual))
        absent = _Absent()
        return [
            found
            for key in keys
            for found in differences(expected.get(key, absent), actual.get(key, absent), f"{path}.{key}")
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [found for index, (left, right) in pairs for found in differences(left, right, f"{path}[{index}]")]
    return [] if _same(expected, actual) else [f"{path}: expected {expected!r}, got {actual!r}"]


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


def _same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, int | float) and isinstance(actual, int | float):
        return math.isclose(expected, actual, rel_tol=1e-12, abs_tol=1e-9)
    if isinstance(expected, str) and isinstance(actual, str) and expected != actual:
        return (
            expected[:1] in ("{", "[")
            and actual[:1] in ("{", "[")
            and not differences(*map(json.loads, (expected, actual)))
        )
    return type(expected) is type(actual) and bool(expected == actual)
