"""The properties whose values are of several types, which a columnar parser cannot take: read one by one, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import frozen

from mixpanel_dataset.cells import closed
from mixpanel_dataset.core import event_reader
from mixpanel_dataset.shape import Field, picker
from mixpanel_dataset.tally import HELD, Marks, add_by_row

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_NONE: Final = 4
_TYPES: Final = {str: 1, int: 2, float: 2, bool: 3, type(None): _NONE}
_HELD: Final = np.pad(HELD, ((0, 0), (1, 1)))
"""What a value of each type holds, as ``Marks.counts`` has it: what is missing and null nothing."""


@frozen(eq=False)
class Found:
    """What was read: *columns*, and, row by row, what they hold and of how many keys; *odd* rows need a look."""

    columns: Sequence[pl.Series]
    keys: NDArray[np.int64]
    counts: NDArray[np.int64]
    odd: Sequence[int]


class Apart:
    """Reads *fields*."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._readers = [event_reader(field) for field in fields]
        self._pick = picker(fields)
        self._nothing = tuple(field.missing for field in fields)

    def read(self, lines: Sequence[bytes]) -> Found:
        """What the *lines* say."""
        picked, odd = self._picked(lines)
        columns: list[pl.Series] = []
        holds = _Holding(len(lines))
        for field, read, values in zip(self._fields, self._readers, picked, strict=True):
            columns += map(closed, read(values, odd))
            holds.add(field, values)
        return Found(columns, holds.keys, holds.counts(), odd)

    def _picked(self, lines: Sequence[bytes]) -> tuple[list[tuple[Any, ...]], list[int]]:
        """The values of each field, line by line, and the lines in which one is of another type."""
        import msgspec

        astuple, pick, odd = msgspec.structs.astuple, self._pick, []
        picked = []
        for row, line in enumerate(lines):
            try:
                picked.append(astuple(pick(line).properties))
            except (msgspec.MsgspecError, ValueError, RecursionError):
                picked.append(self._nothing)
                odd.append(row)
        return list(zip(*picked, strict=True)), odd


class _Holding:
    """Counts what values hold, row by row."""

    def __init__(self, height: int) -> None:
        self.keys = np.zeros(height, np.int64)
        self._counts = np.zeros((3, height), np.int64)
        self._texts: list[Any] = []
        self._rows: list[NDArray[np.int64]] = []

    def add(self, field: Field, values: Sequence[Any]) -> None:
        """Count in *values* of *field*."""
        if "j" in field.kinds:
            # Of these only UNSET, which is what is missing, is false.
            there = np.flatnonzero(np.fromiter(map(bool, values), bool, len(values)))
            self._texts += filter(None, values)
            self._rows.append(there)
            self.keys[there] += 1
        else:
            types = np.fromiter((_TYPES.get(type(value), 0) for value in values), np.int64, len(values))
            if field.missing is None:
                types[types == _NONE] = 0
            self.keys += types > 0
            self._counts += _HELD[:, types]

    def counts(self) -> NDArray[np.int64]:
        """What all of them hold."""
        if self._texts:
            marks, starts = Marks.of_several(self._texts)
            add_by_row(self._counts, np.concatenate(self._rows), marks.counts(starts) + marks.alone(starts))
        return self._counts
