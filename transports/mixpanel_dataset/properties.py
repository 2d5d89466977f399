"""The properties of a dataset, and the one type that the types of each are merged into.

A property of one type keeps it: text, booleans, lists and objects (as JSON text), numbers. Numbers are integers when
all of them are, else fractions. What has several types is text: texts as they are, other values as JSON. So are numbers
of which some are fractions and some integers beyond 2^53, as no type of numbers holds both. An explicit null is no
value and no type.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from attrs import frozen

from mixpanel_dataset.columns import Column
from mixpanel_dataset.manifest import Part
from mixpanel_dataset.names import KINDS, Kind

Merged: TypeAlias = Literal["text", "boolean", "json", "integer", "fraction", "mixed"]

_ALONE: Final[Mapping[Kind, Merged]] = {"s": "text", "b": "boolean", "j": "json", "i": "integer"}


@frozen
class Property:
    """A property: the kinds of its values that have columns, those that are among the rare, and the merged type."""

    name: str
    columned: frozenset[Kind]
    rare: frozenset[Kind]
    type: Merged

    @property
    def kinds(self) -> Sequence[Kind]:
        """All its kinds."""
        return [kind for kind in KINDS if kind in self.columned | self.rare]


def properties(parts: Iterable[Part]) -> list[Property]:
    """All properties of *parts*, by name."""
    several = list(parts)
    columned = _by_name(column for part in several for column in part.columns)
    rare = _by_name(column for part in several for column in part.rare_columns)
    typed = _by_name(column for part in several for column in _with_values(part))
    numbers = ((name, part) for part in several for name, kind in _with_values(part) if kind == "n")
    fractional = {name for name, part in numbers if name not in part.whole}
    none: frozenset[Kind] = frozenset()
    return [
        Property(
            name, columned.get(name, none), rare.get(name, none), _merged(typed.get(name, none), name in fractional)
        )
        for name in sorted({*columned, *rare})
    ]


def distinct(names: Iterable[str], taken: Collection[str], fold: Callable[[str], str] = str) -> Mapping[str, str]:
    """A name of its own for each of *names*, beside those *taken*: itself, or with ``_2``, ``_3`` ... behind it.

    Names that are the same to *fold* cannot stand beside each other.
    """
    used = set(map(fold, taken))
    found = {}
    waiting = []
    for name in sorted(names):
        if fold(name) in used:
            waiting.append(name)
        else:
            used.add(fold(name))
            found[name] = name
    for name in waiting:
        number = 2
        while fold(f"{name}_{number}") in used:
            number += 1
        found[name] = f"{name}_{number}"
        used.add(fold(found[name]))
    return found


def _with_values(part: Part) -> Iterable[Column]:
    """The columns that hold anything but explicit nulls."""
    return ((name, kind) for name, kind in part.columns | part.rare_columns if kind != "j" or name not in part.nulls)


def _by_name(columns: Iterable[Column]) -> Mapping[str, frozenset[Kind]]:
    found: dict[str, set[Kind]] = {}
    for name, kind in columns:
        found.setdefault(name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def _merged(kinds: Collection[Kind], fractional: bool) -> Merged:
    numbers = {"n"} if fractional else {"n", "i"}
    if "n" in kinds and numbers.issuperset(kinds):
        return "fraction" if fractional else "integer"
    if len(kinds) == 1:
        return _ALONE[next(iter(kinds))]
    return "mixed" if kinds else "json"
