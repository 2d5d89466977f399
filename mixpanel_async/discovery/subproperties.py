"""What the objects inside a property hold, told from a sample of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from mixpanel_async.callers import warn_caller
from mixpanel_async.codec import parsed
from mixpanel_async.results import Value
from mixpanel_async.specs.words import CustomPropertyType

__all__ = ["SubPropertyInfo"]

MOST_SAMPLES = 5

Sample = str | int | float | bool

_STARTS_WITH_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]|$)")


@frozen
class SubPropertyInfo(Value):
    """A property of the objects inside a list property, such as the ``Brand`` of what is in a ``cart``.

    *name* and *type* fit ``GroupBy.list_item`` and ``Filter.list_contains``; values of several types make a *type* of
    ``string``. *sample_values* are at most five of those seen, each once (True counts as 1).
    """

    name: str
    type: CustomPropertyType
    sample_values: tuple[Sample, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return super().to_dict() | {"sample_values": list(self.sample_values)}


def subproperties_of(property_name: str, values: Iterable[Any]) -> list[SubPropertyInfo]:
    """What is inside *values*: objects and lists of objects, as JSON or as JSON in text. All else is passed over.

    What has no one plain type is told by a ``UserWarning``.
    """
    found: dict[str, list[Any]] = {}
    for row in (row for value in values for row in _objects(value)):
        for name, inner in row.items():
            found.setdefault(name, []).append(inner)
    told = (_told(f"{property_name}.{name}", name, inner) for name, inner in sorted(found.items()))
    return [info for info in told if info is not None]


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        value = parsed(value.encode())
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def _told(place: str, name: str, values: Sequence[Any]) -> SubPropertyInfo | None:
    plain = [value for value in values if isinstance(value, str | int | float)]
    if any(isinstance(value, list | dict) for value in values):
        _warn(f"{place} holds lists or objects, which are passed over: only plain values can be asked for")
    if not plain:
        return None
    return SubPropertyInfo(name, _type(place, plain), tuple(dict.fromkeys(plain))[:MOST_SAMPLES])


def _type(place: str, values: Sequence[Sample]) -> CustomPropertyType:
    kinds: set[CustomPropertyType] = {_kind(value) for value in values}
    if len(kinds) > 1:
        _warn(f"{place} holds a {' and a '.join(sorted(kinds))}; it is taken for a string")
        return "string"
    if kinds == {"string"} and all(_is_time(str(value)) for value in values):
        return "datetime"
    return kinds.pop()


def _kind(value: Sample) -> CustomPropertyType:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def _is_time(text: str) -> bool:
    """Whether it is a day, or a day and a time, as ISO 8601 writes them."""
    if not _STARTS_WITH_A_DAY.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _warn(text: str) -> None:
    warn_caller(UserWarning(text))
