"""A JSON value and the column it belongs in: one per (property, kind)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, Final

from mixpanel_dataset.names import Kind

EXACT_DOUBLE: Final = 2**53
_INT64: Final = 2**63

Column = tuple[str, Kind]
"""Property name and kind."""


def typed(value: Any) -> tuple[Kind, Any]:
    """The kind of a parsed JSON value, and the value as its column holds it; ValueError where none can."""
    return _TYPED[type(value)](value)


def plain(kind: Kind, value: Any) -> Any:
    """The JSON value that was stored as *kind*; whole numbers come back as integers."""
    if kind == "j":
        return json.loads(value)
    if kind == "n" and value.is_integer() and abs(value) <= EXACT_DOUBLE and (value or math.copysign(1, value) > 0):
        return int(value)
    return value


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _integer(value: int) -> tuple[Kind, Any]:
    if -EXACT_DOUBLE <= value <= EXACT_DOUBLE:
        return "n", float(value)
    return ("i", value) if -_INT64 <= value < _INT64 else ("j", str(value))


def _float(value: float) -> tuple[Kind, Any]:
    if not math.isfinite(value):
        raise ValueError("a number beyond the range of doubles")
    return "n", value


def _nested(value: object) -> tuple[Kind, Any]:
    return "j", _dumps(value)


_TYPED: Final[dict[type, Callable[[Any], tuple[Kind, Any]]]] = {
    str: lambda value: ("s", value),
    bool: lambda value: ("b", value),
    int: _integer,
    float: _float,
    list: _nested,
    dict: _nested,
    type(None): _nested,
}
