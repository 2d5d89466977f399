"""A JSON value and the column it belongs in: one per (property, kind)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, Final, TypeVar

from attrs import frozen

from mixpanel_dataset.names import Kind

T = TypeVar("T")

Column = tuple[str, Kind]
"""Property name and kind."""

EXACT_DOUBLE: Final = 2**53
_INT64: Final = 2**63
_BLANKS: Final = (" ", "\t", "\r", "\n")


@frozen
class Nested:
    """A list or an object as JSON text."""

    text: str


def compact(text: str) -> str:
    """The JSON *text* as it is, but for blanks between its parts."""
    import msgspec

    return msgspec.json.format(text, indent=-1) if any(blank in text for blank in _BLANKS) else text


def typed(value: Any) -> tuple[Kind, Any]:
    """The kind of a JSON value and the value as its column holds it."""
    return _TYPED[type(value)](value)


def plain(kind: Kind, value: Any) -> Any:
    """The JSON value that was stored as *kind*; whole numbers come back as integers."""
    if kind == "j":
        return json.loads(value)
    return int(value) if kind == "n" and is_whole(value) else value


def written(kind: Kind, value: Any) -> str:
    """The JSON text of what was stored as *kind*."""
    return value if kind == "j" else _dumps(plain(kind, value))


def is_whole(number: float) -> bool:
    """Whether an integer says the same. Minus zero is none: it would become 0."""
    return number.is_integer() and abs(number) <= EXACT_DOUBLE and (number != 0 or math.copysign(1, number) > 0)


def whole(numbers: T) -> T:
    """``is_whole`` of each of *numbers*, a polars column or expression."""
    given: Any = numbers
    found: T = (given.round() == given) & (given.abs() <= EXACT_DOUBLE) & ((given != 0) | (1 / given > 0))
    return found


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _integer(value: int) -> tuple[Kind, Any]:
    if -EXACT_DOUBLE <= value <= EXACT_DOUBLE:
        return "n", float(value)
    return ("i", value) if -_INT64 <= value < _INT64 else ("j", str(value))


_TYPED: Final[dict[type, Callable[[Any], tuple[Kind, Any]]]] = {
    str: lambda value: ("s", value),
    bool: lambda value: ("b", value),
    int: _integer,
    float: lambda value: ("n", value),
    Nested: lambda value: ("j", value.text),
    list: lambda value: ("j", _dumps(value)),
    dict: lambda value: ("j", _dumps(value)),
    type(None): lambda _: ("j", "null"),
}
