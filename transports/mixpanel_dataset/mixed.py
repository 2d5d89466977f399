"""Properties that are text in some lines and numbers or booleans in others: parsed as text, and told apart.

What a value was is seen where it stands in its line. Only places that are the property's own count, so that a number
may be taken for text, which ``Marks.total`` shows, and text is never taken for a number that is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from mixpanel_dataset.members import Members
from mixpanel_dataset.names import column_name
from mixpanel_dataset.parsed import Parsed, rounded
from mixpanel_dataset.tally import BOOLEAN, NUMBER, held

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


@frozen(eq=False)
class _Cells:
    """The values of a property as text, null where it is not; and which of them were numbers, which booleans."""

    texts: pl.Series
    numbers: NDArray[np.bool_]
    booleans: NDArray[np.bool_]

    def held(self) -> NDArray[np.int64]:
        """What each row holds, as ``Marks.counts`` has it."""
        texts = self.texts.is_not_null().to_numpy() & ~self.numbers & ~self.booleans
        return held(texts, self.numbers, self.booleans)


@frozen(eq=False)
class Mixed:
    """Such properties of *height* lines."""

    height: int
    _cells: Mapping[str, _Cells]

    @classmethod
    def of(cls, parsed: Parsed, members: Members, names: Iterable[str]) -> Mixed:
        """The properties called *names*."""
        height = len(parsed.event)
        cells = {
            name: _Cells(
                parsed.properties[name],
                _marked(members.rows_of(NUMBER, name), height),
                _marked(members.rows_of(BOOLEAN, name), height),
            )
            for name in names
        }
        return cls(height, cells)

    def row_by_row(self) -> NDArray[np.int64]:
        """What all of them hold in each row."""
        return sum((cells.held() for cells in self._cells.values()), np.zeros((3, self.height), np.int64))

    def columns(self, odd: NDArray[np.bool_]) -> Iterator[pl.Series]:
        """The columns, as they are stored; *odd* gets the rows of which they would not be true."""
        import polars as pl

        for name, cells in self._cells.items():
            numbers = _where(cells.numbers, cells.texts).cast(pl.Float64, strict=False)
            booleans = _where(cells.booleans, cells.texts) == "true"
            odd |= cells.numbers & (numbers.is_null().to_numpy() | rounded(numbers))
            odd |= cells.booleans & (booleans.is_null().to_numpy() | cells.numbers)
            yield _where(~cells.numbers & ~cells.booleans, cells.texts).alias(column_name(name, "s"))
            if cells.numbers.any():
                yield numbers.alias(column_name(name, "n"))
            if cells.booleans.any():
                yield booleans.alias(column_name(name, "b"))


def _marked(rows: NDArray[np.int64], height: int) -> NDArray[np.bool_]:
    marked = np.zeros(height, bool)
    marked[rows] = True
    return marked


def _where(there: NDArray[np.bool_], texts: pl.Series) -> pl.Series:
    """*texts*, null where they are not *there*."""
    import polars as pl

    nothing = pl.Series([None], dtype=pl.String)
    return texts.zip_with(pl.Series(there), nothing)
