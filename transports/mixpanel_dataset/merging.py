"""Rows that are in force and rows to come, made one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from mixpanel_dataset.columns import Column, typed
from mixpanel_dataset.gathering import Batch, sparse_series
from mixpanel_dataset.names import RARE
from mixpanel_dataset.parts import ORDINAL
from mixpanel_dataset.store import Files

if TYPE_CHECKING:
    import polars as pl


@frozen
class Rows:
    """A frame of rows with every property in a column of its own, and which properties these are."""

    frame: pl.DataFrame
    columns: frozenset[Column]

    @classmethod
    def of(cls, batch: Batch) -> Rows:
        """The rows gathered."""
        return cls(batch.frame(), frozenset(batch.columns))

    @classmethod
    def stored(cls, files: Files) -> Rows:
        """The rows of a dataset's *files*, without their ``seq``."""
        import polars as pl

        several = [_unfolded(pl.read_parquet(path)) for path in files.paths]
        columns = files.columns.union(*(found.columns for found in several))
        return cls(pl.concat([found.frame for found in several], how="diagonal"), columns)

    def then(self, others: Rows) -> Rows:
        """These rows and, after them, *others*."""
        import polars as pl

        return Rows(pl.concat([self.frame, others.frame], how="diagonal"), self.columns | others.columns)

    def numbered(self) -> pl.DataFrame:
        """The frame with the place of each row in it."""
        return self.frame.drop("seq", strict=False).with_row_index(ORDINAL)


def duplicated(files: Files, fresh: pl.DataFrame) -> bool:
    """Whether one of the *fresh* events is in *files* already."""
    import polars as pl

    identity = ["event", "distinct_id", "time", "insert_id"]
    named = fresh.filter(pl.col("insert_id").is_not_null()).select(identity)
    if named.is_empty():
        return False
    ids = named["insert_id"].implode()
    there = (pl.scan_parquet(path).select(identity).filter(pl.col("insert_id").is_in(ids)) for path in files.paths)
    return any(not found.collect().join(named, on=identity, nulls_equal=True).is_empty() for found in there)


def _unfolded(frame: pl.DataFrame) -> Rows:
    """The rows of a part, with the properties it keeps as rare in columns."""
    if RARE not in frame.columns:
        return Rows(frame, frozenset())
    cells: dict[Column, tuple[list[int], list[Any]]] = {}
    for row, text in enumerate(frame[RARE]):
        for name, value in (json.loads(text) if text is not None else {}).items():
            kind, cell = typed(value)
            rows, values = cells.setdefault((name, kind), ([], []))
            rows.append(row)
            values.append(cell)
    series = (sparse_series(*column, *cells[column], height=len(frame)) for column in sorted(cells))
    return Rows(_with(frame.drop(RARE), series), frozenset(cells))


def _with(frame: pl.DataFrame, series: Iterable[pl.Series]) -> pl.DataFrame:
    """*frame* with more columns; of a property that has one already, what that lacks."""
    import polars as pl

    for each in series:
        own = [pl.col(each.name).fill_null(each)] if each.name in frame.columns else [each]
        frame = frame.with_columns(own)
    return frame
