"""Many lines become columns by polars' JSON parser, which works beside other threads; what it may have lost is found.

The parser refuses what is no JSON, text where numbers or booleans are expected, and the like. What it passes over
without a word are keys it does not know, the second of two equal keys, and nulls; it takes numbers and booleans for
text, and booleans for numbers. None of it goes unnoticed, since ``Marks`` counts what stands in the text:

- Numbers and booleans under keys are never fewer than those in columns of numbers and booleans, and one more for each
  that became text. So if they are as many, none became text, and none stands under a key that was passed over.
- Then strings are no fewer than the texts in columns, nor are keys fewer than the cells, whatever they hold. There are
  two quotes to each string: if they are no more than these, nothing was passed over.
- Booleans under keys are more than those in their columns if any became a number.

Of properties that are text in some lines and numbers in others (``Mixed``) the same holds: a number that is taken for
text is missing among the numbers, text that is taken for a number, because an object beside the properties has a number
under the same key, makes the strings too few, as do the keys of that object.

All of these err to one side, in every line, be it an event or not, so that no two mistakes make up for each other;
lines in which one differs are ``odd``, as are those with doubtful places and with numbers that doubles round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from attrs import frozen

from mixpanel_dataset.apart import Apart, Found
from mixpanel_dataset.core import IDS
from mixpanel_dataset.gathering import NUMBER
from mixpanel_dataset.json_cells import JsonCells
from mixpanel_dataset.lines import TAKEN_OUT
from mixpanel_dataset.members import Members, findable
from mixpanel_dataset.mixed import Mixed
from mixpanel_dataset.names import Kind
from mixpanel_dataset.parsed import Parsed
from mixpanel_dataset.shape import Field
from mixpanel_dataset.tally import Marks, line_of
from mixpanel_dataset.texts import Lines

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_MOST: Final = 100
"""With more fields than these the parser is no quicker: it looks for each in every line."""

_PARSED: Final = {"s", "n", "b"}


@frozen(eq=False)
class Taken:
    """The columns of some lines, and which of their rows need another look."""

    columns: Sequence[pl.Series]
    odd: NDArray[np.bool_]

    def frame(self, first: int) -> pl.DataFrame:
        """The rows that need none, numbered from *first* on."""
        import polars as pl

        numbers = pl.int_range(first, first + len(self.odd), dtype=pl.Int64, eager=True).alias(NUMBER)
        whole = pl.DataFrame([numbers, *self.columns])
        return whole.filter(pl.Series(~self.odd)) if self.odd.any() else whole


class Quick:
    """Takes lines that have *fields*."""

    def __init__(self, fields: Sequence[Field]) -> None:
        kinds = {field.name: field.kinds - {"z"} for field in fields}
        alone = {name: next(iter(kind)) for name, kind in kinds.items() if len(kind) == 1}
        self._kinds: dict[str, Kind] = {
            name: cast("Kind", kind) for name, kind in alone.items() if _is_parsed(name, kind)
        }
        self._nested = [name for name, kind in alone.items() if kind == "j" and findable(name)]
        self._mixed = [name for name, several in kinds.items() if _is_mixed(name, several)]
        here = {*self._kinds, *self._nested, *self._mixed}
        nullable = [field.name for field in fields if "z" in field.kinds and findable(field.name)]
        self._null = [name for name in nullable if name in here or not kinds[name]]
        others = [field for field in fields if field.name not in {*here, *self._null}]
        self._apart = Apart(others) if others else None

    @property
    def ready(self) -> bool:
        """Whether it knows enough to take a line at all, and not too much."""
        return "time" in self._kinds and len(self._kinds) + len(self._mixed) <= _MOST

    def take(self, lines: Lines) -> Taken:
        """The columns of *lines*, which are texts."""
        parsed = Parsed.of(lines.texts, self._kinds, self._mixed)
        marks = Marks.of(lines.block)
        members = Members.of(marks, lines.starts, parsed.sound)
        json = JsonCells.of(members, self._nested, self._null)
        apart = None if self._apart is None else self._apart.read(lines.some(np.arange(len(lines))))
        mixed = Mixed.of(parsed, members, self._mixed)
        odd = _lossy(marks, lines.starts, parsed, mixed, json, apart)
        columns = [*parsed.columns(odd), *mixed.columns(odd), *json.columns(), *(apart.columns if apart else ())]
        return Taken(columns, odd)


def _is_parsed(name: str, kind: str) -> bool:
    """Whether the parser reads a property of this *name* and *kind*: ids that are numbers become text, too."""
    return kind in _PARSED and (name not in IDS or kind != "n")


def _is_mixed(name: str, kinds: Collection[str]) -> bool:
    """Whether the property *name*, whose values are of several *kinds*, is parsed as text."""
    return len(kinds) > 1 and _PARSED.issuperset(kinds) and findable(name) and name not in TAKEN_OUT


def _lossy(
    marks: Marks, starts: NDArray[np.int64], parsed: Parsed, mixed: Mixed, json: JsonCells, apart: Found | None
) -> NDArray[np.bool_]:
    """The rows whose lines may say more than all these."""
    lossy = ~parsed.sound
    keys = json.keys()
    besides = mixed.row_by_row()
    besides[0] += 2 * keys
    if apart is not None:
        besides += apart.counts
        besides[0] += 2 * apart.keys
        lossy[apart.odd] = True
    all_there = besides.sum(axis=1, keepdims=True) + parsed.total() + json.total() == marks.total()
    if len(marks.doubtful) or not all_there.all():
        lossy |= (besides + parsed.row_by_row() + json.row_by_row() != marks.counts(starts)).any(axis=0)
        lossy[line_of(marks.doubtful, starts)] = True
    for name, rows in json.rows().items():
        # Two values under one key.
        lossy[rows[parsed.has(name, rows)]] = True
        lossy |= np.bincount(rows, minlength=len(starts)) > 1
    return lossy
