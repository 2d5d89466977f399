"""Which properties lines have, of which types: learned from lines, and turned into a decoder made for them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from mixpanel_dataset.lines import TAKEN_OUT

if TYPE_CHECKING:
    import msgspec

_MOST: Final = 400
"""So many properties have fields; each costs every line a little."""

ENOUGH: Final = 8
"""So often a property or type must be met before it has a field."""

_TYPES: Final = {str: "s", bool: "b", int: "n", float: "n", type(None): "z", list: "j", dict: "j"}


@frozen
class Field:
    """A property that lines have, and the types of its values: s text, n numbers, b booleans, j nested, z null."""

    name: str
    kinds: frozenset[str]

    @property
    def missing(self) -> object:
        """What stands for a property that a line does not have: None, unless that is one of its values."""
        import msgspec

        return msgspec.UNSET if self.kinds & {"z", "j"} else None

    @property
    def annotation(self) -> Any:
        """The type msgspec is to check."""
        import msgspec

        if "j" in self.kinds:
            return msgspec.Raw
        types = {"s": str, "n": int | float, "b": bool, "z": None}
        return _union([types[kind] for kind in sorted(self.kinds)])


class Shape:
    """The fields of lines, as far as they are known."""

    def __init__(self) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._met: Counter[tuple[str, str]] = Counter()

    @property
    def fields(self) -> list[Field]:
        """The fields, in the order they were met."""
        return [Field(name, frozenset(kinds)) for name, kinds in self._kinds.items()]

    @property
    def full(self) -> bool:
        """Whether there is no room for another field."""
        return len(self._kinds) >= _MOST

    def meet(self, line: bytes) -> None:
        """Look at a line that has something no field is made for."""
        for name, value in json.loads(line)["properties"].items():
            kind = _TYPES[type(value)]
            if kind not in self._kinds.get(name, ()):
                self._met[name, kind] += 1

    def learn(self, enough: int = ENOUGH) -> bool:
        """Make fields for what was met often enough; whether there is anything new."""
        new = [column for column, times in self._met.items() if times >= enough and self._takes(*column)]
        for name, kind in new:
            self._kinds.setdefault(name, set()).add(kind)
        # What is met now and then is forgotten again, so that a field is for what is met in many lines.
        self._met = Counter({column: times // 2 for column, times in self._met.items() if times > 1})
        for column in new:
            del self._met[column]
        return bool(new)

    def _takes(self, name: str, kind: str) -> bool:
        if kind == "j" and name in TAKEN_OUT:
            return False
        if name in self._kinds:
            return True
        # msgspec has no fields of such names.
        return not self.full and not any(char in '\\"' or char < " " for char in name)


def decoder(fields: Sequence[Field]) -> Callable[[bytes], Any]:
    """Reads a line that has *fields* and nothing else: an object with ``event`` and ``properties``, or an error."""
    return _decoder([("event", str)], fields, nothing_else=True)


def picker(fields: Sequence[Field]) -> Callable[[bytes], Any]:
    """Reads the ``properties`` of a line that are among *fields*, and passes over everything else."""
    return _decoder([], fields, nothing_else=False)


def _decoder(outer: list[Any], fields: Sequence[Field], *, nothing_else: bool) -> Callable[[bytes], Any]:
    import msgspec

    definitions = [(f"f{at}", field.annotation, field.missing) for at, field in enumerate(fields)]
    names: Mapping[str, str] = {f"f{at}": field.name for at, field in enumerate(fields)}
    # They hold no references to each other: the garbage collector need not look at them.
    options: Any = {"forbid_unknown_fields": nothing_else, "gc": False}
    properties = msgspec.defstruct("Properties", definitions, rename=names, **options)
    event = msgspec.defstruct("Event", [*outer, ("properties", properties)], **options)
    made: msgspec.json.Decoder[Any] = msgspec.json.Decoder(event)
    return made.decode


def _union(types: list[Any]) -> Any:
    whole = types[0]
    for each in types[1:]:
        whole = whole | each
    return whole
