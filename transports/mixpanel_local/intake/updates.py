"""What updates make of a profile: ``$set``, ``$add``, ``$union`` and the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Final, TypeAlias

Properties: TypeAlias = Mapping[str, Any]
Operation: TypeAlias = Callable[[Properties, Any], Properties]

_LAST_SEEN: Final = "$last_seen"


def updated(before: Properties | None, update: Mapping[str, Any]) -> Properties | None:
    """A profile after an *update*; None where there is none (any more).

    ``$seen`` in an update is the moment it arrived at, where that counts as having been seen.
    """
    if "$delete" in update:
        return None
    after: Properties = before or {}
    for name, operation in OPERATIONS.items():
        if name in update:
            after = operation(after, update[name])
    return {**after, _LAST_SEEN: update["$seen"]} if "$seen" in update else after


def _set(before: Properties, said: Properties) -> Properties:
    return {**before, **said}


def _set_once(before: Properties, said: Properties) -> Properties:
    return {**said, **before}


def _add(before: Properties, said: Properties) -> Properties:
    return {**before, **{name: _sum(before.get(name, 0), amount) for name, amount in said.items()}}


def _append(before: Properties, said: Properties) -> Properties:
    return {**before, **{name: [*_items(before.get(name)), value] for name, value in said.items()}}


def _union(before: Properties, said: Properties) -> Properties:
    def joined(name: str) -> list[Any]:
        items = _items(before.get(name))
        return [*items, *(value for at, value in enumerate(said[name]) if value not in [*items, *said[name][:at]])]

    return {**before, **{name: joined(name) for name in said}}


def _remove(before: Properties, said: Properties) -> Properties:
    left = {
        name: [item for item in before[name] if item != value]
        for name, value in said.items()
        if isinstance(before.get(name), list)
    }
    return {**before, **left}


def _unset(before: Properties, said: list[str]) -> Properties:
    return {name: value for name, value in before.items() if name not in said}


def _items(value: object) -> list[Any]:
    """The items of a list; of anything else itself, and of nothing none."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _sum(before: Any, amount: float) -> Any:
    """The sum; what was there before where that is no number, or the sum is too large for one."""
    if isinstance(before, bool) or not isinstance(before, int | float):
        return before
    try:
        return before + amount if isfinite(before + amount) else before
    except OverflowError:
        return before


OPERATIONS: Final[Mapping[str, Operation]] = {
    "$set": _set,
    "$set_once": _set_once,
    "$add": _add,
    "$append": _append,
    "$union": _union,
    "$remove": _remove,
    "$unset": _unset,
}
