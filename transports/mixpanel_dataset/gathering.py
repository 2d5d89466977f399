"""Lines become columns one by one, by the exact rules: sparse columns, a polars frame at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from mixpanel_dataset.columns import Column, typed
from mixpanel_dataset.lines import BadLine, Record
from mixpanel_dataset.names import CORE, PROCESSED, Kind, column_name

if TYPE_CHECKING:
    import polars as pl

_CELLS: Final = 20_000_000
_ROWS: Final = 200_000


class Batch:
    """Lines that *parse* reads, gathered into columns; memory grows with the values present until ``frame``."""

    def __init__(self, parse: Callable[[bytes], Record]) -> None:
        self._parse = parse
        self._number = 0
        self.lines = 0
        """How many lines came that were not blank."""
        self._records: list[tuple[Any, ...]] = []
        self._cells: dict[Column, tuple[list[int], list[Any]]] = {}

    def feed(self, block: bytes) -> list[BadLine]:
        """Take whole lines. Returns those that could not be read."""
        return [bad for line in lines_of(block) if (bad := self._take(line)) is not None]

    def _take(self, line: bytes) -> BadLine | None:
        self._number += 1
        if not (stripped := line.strip()):
            return None
        self.lines += 1
        try:
            self.add(self._parse(stripped))
        except ValueError as error:
            return BadLine(self._number, str(error), line)
        return None

    def add(self, record: Record) -> None:
        """Take one more row; ValueError when a value cannot be kept, and then nothing of the row is."""
        cells = [(name, *typed(value)) for name, value in record.properties.items()]
        row = len(self._records)
        self._records.append((record.event, record.distinct_id, record.time_ms, record.insert_id, record.processed_ms))
        for name, kind, value in cells:
            rows, values = self._cells.setdefault((name, kind), ([], []))
            rows.append(row)
            values.append(value)

    @property
    def height(self) -> int:
        """How many rows it holds."""
        return len(self._records)

    @property
    def full(self) -> bool:
        """Whether it is time for ``frame``."""
        return self.height >= _ROWS or self.height * len(self._cells) >= _CELLS

    @property
    def columns(self) -> set[Column]:
        """The columns seen."""
        return set(self._cells)

    def frame(self) -> pl.DataFrame:
        """The core columns, ``seq`` left out, and one column per (property, kind)."""
        import polars as pl

        frame = pl.DataFrame(self._records, schema=core_types(), orient="row")
        return frame.with_columns(
            sparse_series(*column, *self._cells[column], height=len(frame)) for column in sorted(self._cells)
        )


def core_types() -> dict[str, type[pl.DataType]]:
    """The core columns, ``seq`` left out, and their types."""
    import polars as pl

    return {name: pl.Int64 if name in ("time", PROCESSED) else pl.String for name in CORE}


def lines_of(block: bytes) -> list[bytes]:
    """The lines of *block*; the last one may end with it."""
    lines = block.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def sparse_series(name: str, kind: Kind, rows: list[int], values: list[Any], *, height: int) -> pl.Series:
    """The column of a property that has *values* in *rows* of a frame of that *height*, and none in the others."""
    import polars as pl

    dtypes = {"n": pl.Float64, "i": pl.Int64, "b": pl.Boolean}
    dense = pl.Series(column_name(name, kind), values, dtype=dtypes.get(kind, pl.String))
    if len(rows) == height:
        return dense
    return pl.repeat(None, height, dtype=dense.dtype, eager=True).alias(dense.name).scatter(rows, dense)
