"""Lines become columns one by one, by the exact rules: sparse columns, a polars frame at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_dataset.columns import Column, typed
from mixpanel_dataset.lines import BadLine, Record
from mixpanel_dataset.names import CORE, PROCESSED, RARE, Kind, column_name
from mixpanel_dataset.rare import object_of

if TYPE_CHECKING:
    import polars as pl


class Batch:
    """Lines that *parse* reads, gathered into columns; memory grows with the values present until ``frame``.

    Properties that are not among *columned*, unless that is None, go into one JSON object per row.
    """

    def __init__(self, parse: Callable[[bytes], Record], columned: Collection[str] | None = None) -> None:
        self._parse = parse
        self._columned = columned
        self._number = 0
        self.lines = 0
        """How many lines came that were not blank."""
        self._records: list[tuple[Any, ...]] = []
        self._cells: dict[Column, dict[int, Any]] = {}

    def feed(self, block: bytes) -> list[BadLine]:
        """Take whole lines. Returns those that could not be read."""
        return [bad for line in lines_of(block) if (bad := self.take(line, self._number + 1)) is not None]

    def take(self, line: bytes, number: int) -> BadLine | None:
        """Take line *number*, unless it is blank."""
        self._number = number
        if not (stripped := line.strip()):
            return None
        self.lines += 1
        try:
            self.add(self._parse(stripped))
        except ValueError as error:
            return BadLine(number, str(error), line)
        return None

    def add(self, record: Record) -> None:
        """Take a row."""
        row = len(self._records)
        apart: dict[Column, Any] = {}
        for name, value in record.properties.items():
            kind, cell = typed(value)
            if self._columned is not None and name not in self._columned:
                apart[name, kind] = cell
                continue
            self._cells.setdefault((name, kind), {})[row] = cell
        core = (record.event, record.distinct_id, record.time_ms, record.insert_id, record.processed_ms)
        self._records.append((*core, object_of(apart), self._number))

    @property
    def height(self) -> int:
        """How many rows it holds."""
        return len(self._records)

    @property
    def columns(self) -> set[Column]:
        """The columns seen."""
        return set(self._cells)

    def frame(self) -> pl.DataFrame:
        """The core columns, ``seq`` left out, ``rare``, the number of the line, and one column per (property, kind)."""
        import polars as pl

        frame = pl.DataFrame(self._records, schema=core_types() | {RARE: pl.String, NUMBER: pl.Int64}, orient="row")
        return frame.with_columns(sparse(*column, cells, len(frame)) for column, cells in sorted(self._cells.items()))


NUMBER = "number"
"""The column that says which line a row was, counted from 1."""


def core_types() -> dict[str, type[pl.DataType]]:
    """The core columns, ``seq`` left out, and their types."""
    import polars as pl

    return {name: pl.Int64 if name in ("time", PROCESSED) else pl.String for name in CORE}


def dtype_of(kind: Kind) -> type[pl.DataType]:
    """The type of columns of *kind*."""
    import polars as pl

    dtypes: dict[Kind, type[pl.DataType]] = {"n": pl.Float64, "i": pl.Int64, "b": pl.Boolean}
    return dtypes.get(kind, pl.String)


def joined(frames: Sequence[pl.DataFrame], order: pl.Series | None = None) -> pl.DataFrame:
    """The rows of *frames*, which are used up: those that *order* numbers, or all.

    It goes column by column, so that they are in memory once.
    """
    import polars as pl

    heights = [len(frame) for frame in frames]
    dtypes = {name: dtype for frame in frames for name, dtype in frame.schema.items()}
    columns = []
    for name, dtype in dtypes.items():
        parts = [
            frame.drop_in_place(name)
            if name in frame.columns
            else pl.repeat(None, height, dtype=dtype, eager=True).alias(name)
            for frame, height in zip(frames, heights, strict=True)
        ]
        whole = pl.concat(parts, rechunk=True)
        columns.append(whole if order is None else whole.gather(order))
    return pl.DataFrame(columns)


def lines_of(block: bytes) -> list[bytes]:
    """The lines of *block*; the last one may end with it."""
    lines = block.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def sparse(name: str, kind: Kind, cells: Mapping[int, Any], height: int) -> pl.Series:
    """The column of a property that has *cells*, by row, in a frame of that *height*."""
    import polars as pl

    dense = pl.Series(column_name(name, kind), list(cells.values()), dtype=dtype_of(kind))
    if len(cells) == height:
        return dense
    return pl.repeat(None, height, dtype=dense.dtype, eager=True).alias(dense.name).scatter(list(cells), dense)
