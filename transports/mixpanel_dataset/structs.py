"""Lines become columns by way of structs made for them: what is taken is taken exactly, whatever the types are."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from mixpanel_dataset.cells import closed
from mixpanel_dataset.core import event_reader
from mixpanel_dataset.gathering import NUMBER
from mixpanel_dataset.lines import says_twice
from mixpanel_dataset.shape import Field, decoder

if TYPE_CHECKING:
    import polars as pl

CHUNK: Final = 500
"""So many lines are best taken together: what is made of them stays in the processor's cache until it is columns."""

_ESCAPED_COLON: Final = re.compile(rb"\\u003[aA]")
_PERHAPS_TOO_LARGE: Final = r"[0-9][eE]\+?[0-9]{3}|[0-9]{309}"
_OUTER_KEYS: Final = 2
"""``event`` and ``properties``."""

Line = tuple[int, bytes]
"""A line and its number."""


@frozen
class _Rows:
    """Lines as values: themselves, their events, their properties in the order of the fields."""

    lines: list[Line] = field(factory=list)
    events: list[str] = field(factory=list)
    properties: list[tuple[Any, ...]] = field(factory=list)


@frozen
class Columns:
    """The rows of some lines, and the lines that are none of them."""

    frame: pl.DataFrame | None
    left: Sequence[Line]


class Structs:
    """Takes lines that have *fields* and nothing else."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._readers = [(event_reader(each), each) for each in fields]
        self._decode = decoder(fields)
        self._with_colons: set[str] = set()

    def take(self, lines: Sequence[Line]) -> Columns:
        """The rows in *lines*."""
        rows, left = self._rows(lines)
        return self._columns(rows, left) if rows.lines else Columns(None, left)

    def _rows(self, lines: Sequence[Line]) -> tuple[_Rows, list[Line]]:
        import msgspec

        rows = _Rows()
        left: list[Line] = []
        decode, astuple = self._decode, msgspec.structs.astuple
        events, properties, taken = rows.events, rows.properties, rows.lines
        for line in lines:
            try:
                event = decode(line[1])
            except (msgspec.MsgspecError, ValueError, RecursionError):
                left.append(line)
            else:
                events.append(event.event)
                properties.append(astuple(event.properties))
                taken.append(line)
        return rows, left

    def _columns(self, rows: _Rows, left: list[Line]) -> Columns:
        import polars as pl

        columns = [pl.Series("event", rows.events, dtype=pl.String)]
        columns.append(pl.Series(NUMBER, [number for number, _ in rows.lines], dtype=pl.Int64))
        colons = sum(line.count(b":") for _, line in rows.lines) - _OUTER_KEYS * len(rows.lines)
        odd: list[int] = []
        # All at once: one by one, each column would fetch the rows from memory anew.
        values_of = list(zip(*rows.properties, strict=True))
        for (read, each), values in zip(self._readers, values_of, strict=True):
            found = read(values, odd)
            colons -= (1 + each.name.count(":")) * _present(each, values, found)
            columns += map(closed, found)
        return self._checked(rows.lines, pl.DataFrame(columns), colons, odd, left)

    def _checked(
        self, lines: Sequence[Line], frame: pl.DataFrame, colons: int, odd: Sequence[int], left: list[Line]
    ) -> Columns:
        """The rows without those whose lines need a look."""
        import polars as pl

        lossy = set(odd)
        if not self._all_taken(lines, frame, colons):
            lossy.update(row for row, (_, line) in enumerate(lines) if says_twice(line))
        lossy.update(_too_large(frame))
        if lossy:
            left += [lines[row] for row in lossy]
            frame = frame.filter(~pl.int_range(pl.len()).is_in(sorted(lossy)))
        return Columns(frame, left)

    def _all_taken(self, lines: Sequence[Line], frame: pl.DataFrame, colons: int) -> bool:
        """Whether the *colons* that stand after no key all stand in texts.

        A decoder takes the last of two values under one key and says nothing; then a colon is left over. Most texts
        have none: those that had some before are looked at first.
        """
        import polars as pl

        if any(b"\\" in line and _ESCAPED_COLON.search(line) for _, line in lines):
            return False
        names = {name for name, dtype in frame.schema.items() if dtype == pl.String}
        found = _colons(frame, names & self._with_colons)
        if sum(found.values()) != colons:
            found |= _colons(frame, names - self._with_colons)
            self._with_colons.update(name for name, count in found.items() if count)
        return sum(found.values()) == colons


def _present(field: Field, values: Sequence[Any], columns: Sequence[pl.Series]) -> int:
    """In how many rows the property stands: each has its value in one column, unless ids are text besides."""
    if len(columns) > 1:
        return len(values) - values.count(field.missing)
    return sum(len(column) - column.null_count() for column in columns)


def _colons(frame: pl.DataFrame, names: Collection[str]) -> dict[str, int]:
    """How many colons stand in each of some columns."""
    import polars as pl

    if not names:
        return {}
    return frame.select(pl.col(sorted(names)).str.count_matches(":", literal=True).sum()).to_dicts()[0]


def _too_large(frame: pl.DataFrame) -> list[int]:
    """The rows with numbers in lists and objects that no double may hold."""
    import polars as pl

    names = [name for name in frame.columns if name.endswith("__j")]
    if not names:
        return []
    large = pl.any_horizontal(pl.col(names).str.contains(_PERHAPS_TOO_LARGE))
    return frame.select(large).to_series().arg_true().to_list()
