"""Columns of what is kept as JSON: lists, objects and nulls, cut out of their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from mixpanel_dataset.columns import compact
from mixpanel_dataset.members import Members
from mixpanel_dataset.names import column_name
from mixpanel_dataset.tally import NULL, Marks, add_by_row

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


_BLANKS: Final = (b" ", b"\t", b"\r")


@frozen(eq=False)
class _Cell:
    """The values of one property: its rows with a list or an object, their texts, and its rows with null."""

    rows: NDArray[np.int64]
    texts: list[bytes]
    nulls: NDArray[np.int64]


@frozen(eq=False)
class JsonCells:
    """By property, what stands in *height* lines."""

    height: int
    _cells: Mapping[str, _Cell]

    @classmethod
    def of(cls, members: Members, nested: Iterable[str], null: Iterable[str]) -> JsonCells:
        """What there is of *members* under *nested*, where lists and objects may be, and under *null*."""
        nothing = np.zeros(0, np.int64)
        nulls = {name: members.rows_of(NULL, name) for name in null}
        cells = {name: _Cell(nothing, [], rows) for name, rows in nulls.items()}
        for name in nested:
            cells[name] = _Cell(*members.nested(name), nulls.get(name, nothing))
        return cls(len(members.starts), cells)

    def keys(self) -> NDArray[np.int64]:
        """How many of them each row has."""
        rows = [rows for cell in self._cells.values() for rows in (cell.rows, cell.nulls)]
        return np.bincount(np.concatenate([np.zeros(0, np.int64), *rows]), minlength=self.height)

    def rows(self) -> Mapping[str, NDArray[np.int64]]:
        """The rows that have something under each name; one may stand twice."""
        return {name: np.concatenate([cell.rows, cell.nulls]) for name, cell in self._cells.items()}

    def total(self) -> NDArray[np.int64]:
        """What stands in the lists and objects, as ``Marks.total`` has it."""
        marks, _ = Marks.of_several([text for cell in self._cells.values() for text in cell.texts])
        return marks.total()

    def row_by_row(self) -> NDArray[np.int64]:
        """The same of each row."""
        counts = np.zeros((3, self.height), np.int64)
        for cell in self._cells.values():
            if cell.texts:
                marks, starts = Marks.of_several(cell.texts)
                add_by_row(counts, cell.rows, marks.counts(starts))
        return counts

    def columns(self) -> Iterable[pl.Series]:
        """A column of each property that is there."""
        for name, cell in self._cells.items():
            if len(cell.rows) or len(cell.nulls):
                yield self._column(cell).alias(column_name(name, "j"))

    def _column(self, cell: _Cell) -> pl.Series:
        import polars as pl

        which = np.full(self.height, len(cell.texts))
        which[cell.rows] = np.arange(len(cell.texts))
        which[cell.nulls] = len(cell.texts) + 1
        texts = pl.Series([*_closed(cell.texts), None, b"null"], dtype=pl.Binary)
        return texts.cast(pl.String)[which]


def _closed(texts: list[bytes]) -> list[bytes]:
    """*texts* as they are, but for blanks between their parts."""
    joined = b"".join(texts)
    return [compact(text.decode()).encode() for text in texts] if any(blank in joined for blank in _BLANKS) else texts
