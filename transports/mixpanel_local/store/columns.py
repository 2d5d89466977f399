"""Rows become columns: one sparse column per (property, kind), a polars frame at the end."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from mixpanel_local.store.lines import Record
from mixpanel_local.store.names import RARE, Kind, column_name

if TYPE_CHECKING:
    import polars as pl

EXACT_DOUBLE: Final = 2**53
_INT64: Final = 2**63
_CELLS: Final = 20_000_000
_ROWS: Final = 200_000

Column = tuple[str, Kind]
"""Property name and kind."""


class Batch:
    """Records gathered into columns. Memory grows with the values present, until ``frame`` makes it rectangular."""

    def __init__(self) -> None:
        self._records: list[tuple[str, str | None, int, str | None]] = []
        self._cells: dict[Column, tuple[list[int], list[Any]]] = {}

    def add(self, record: Record) -> None:
        """Take one more row; ValueError when a value cannot be kept, and then nothing of the row is."""
        typed = [(name, *_TYPED[type(value)](value)) for name, value in record.properties.items()]
        row = len(self._records)
        self._records.append((record.event, record.distinct_id, record.time_ms, record.insert_id))
        for name, kind, value in typed:
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
        """Core columns ``event, distinct_id, time, insert_id`` and one column per (property, kind)."""
        import polars as pl

        core = {"event": pl.String, "distinct_id": pl.String, "time": pl.Int64, "insert_id": pl.String}
        frame = pl.DataFrame(self._records, schema=core, orient="row")
        return frame.with_columns(
            _series(*column, *self._cells[column], height=len(frame)) for column in sorted(self._cells)
        )


def _series(name: str, kind: Kind, rows: list[int], values: list[Any], *, height: int) -> pl.Series:
    import polars as pl

    dtypes = {"n": pl.Float64, "i": pl.Int64, "b": pl.Boolean}
    dense = pl.Series(column_name(name, kind), values, dtype=dtypes.get(kind, pl.String))
    if len(rows) == height:
        return dense
    return pl.repeat(None, height, dtype=dense.dtype, eager=True).alias(dense.name).scatter(rows, dense)


def fold_rare(frame: pl.DataFrame, rare: Iterable[Column]) -> pl.DataFrame:
    """Move the columns of *rare* into one JSON object per row."""
    import polars as pl

    objects: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    names = []
    for name, kind in sorted(rare):
        names.append(column_name(name, kind))
        column = frame[names[-1]]
        for row in column.is_not_null().arg_true():
            objects[row][name] = plain(kind, column[row])
    if not names:
        return frame
    texts = [_dumps(properties) if properties else None for properties in objects]
    return frame.drop(names).with_columns(pl.Series(RARE, texts, dtype=pl.String))


def plain(kind: Kind, value: Any) -> Any:
    """The JSON value that was stored as *kind*; whole numbers come back as integers."""
    if kind == "j":
        return json.loads(value)
    if kind == "n" and value.is_integer() and abs(value) <= EXACT_DOUBLE and (value or math.copysign(1, value) > 0):
        return int(value)
    return value


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _integer(value: int) -> tuple[Kind, Any]:
    if -EXACT_DOUBLE <= value <= EXACT_DOUBLE:
        return "n", float(value)
    return ("i", value) if -_INT64 <= value < _INT64 else ("j", str(value))


def _float(value: float) -> tuple[Kind, Any]:
    if not math.isfinite(value):
        raise ValueError("a number beyond the range of doubles")
    return "n", value


def _nested(value: object) -> tuple[Kind, Any]:
    return "j", _dumps(value)


_TYPED: Final[dict[type, Callable[[Any], tuple[Kind, Any]]]] = {
    str: lambda value: ("s", value),
    bool: lambda value: ("b", value),
    int: _integer,
    float: _float,
    list: _nested,
    dict: _nested,
    type(None): _nested,
}
