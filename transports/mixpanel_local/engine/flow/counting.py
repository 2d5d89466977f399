"""Flows counted: by the events in each column, by the ways between them, and by whole paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_local.engine.flow.plan import FlowPlan
from mixpanel_local.engine.flow.table import END, column_name
from mixpanel_local.engine.groups import segment_name

if TYPE_CHECKING:
    import polars as pl

COLUMN: Final = "column"
EVENT: Final = "event"
SOURCE_COLUMN: Final = "source_column"
SOURCE: Final = "source"
COUNT: Final = "n"
ARRIVED: Final = "arrived"
_SOURCE: Final = "s"
_FROM: Final = "k"


@frozen
class Counting:
    """Counts flows of *plan* in the segments of its breakdowns, or together where it is not *split*.

    The event is null where flows end.
    """

    plan: FlowPlan
    split: bool

    @property
    def segment(self) -> list[str]:
        """The columns that name a segment."""
        return [segment_name(at) for at in range(len(self.plan.groups))] if self.split else []

    @property
    def _columns(self) -> Sequence[str]:
        return [column_name(at) for at in range(len(self.plan.columns))]

    def totals(self, table: pl.DataFrame) -> pl.DataFrame:
        """How many flows there are, and how many of them got to the last anchor."""
        import polars as pl

        arrived = pl.col(column_name(self.plan.places[-1])).is_not_null().cast(pl.Int64)
        rows = table.select(*self.segment, pl.lit(1, pl.Int64).alias(COUNT), arrived.alias(ARRIVED))
        return rows.group_by(*self.segment).sum() if self.segment else rows.sum()

    def nodes(self, table: pl.DataFrame) -> pl.DataFrame:
        """How many flows have each event in each column, and how many end there."""
        import polars as pl

        found = [
            self._counted(table.filter(pl.col(name).is_not_null()), {COLUMN: pl.lit(at, pl.Int64), EVENT: pl.col(name)})
            for at, name in enumerate(self._columns)
        ]
        return pl.concat([*found, self._counted(self._lost(table), {COLUMN: pl.col(END), EVENT: _nothing()})])

    def edges(self, table: pl.DataFrame) -> pl.DataFrame:
        """How many flows lead from each event to the next one, or end behind it."""
        import polars as pl

        led = table.with_columns(*self._sources())
        found = []
        for at, name in enumerate(self._columns):
            rows = led.filter(pl.col(name).is_not_null() & pl.col(f"{_FROM}{at}").is_not_null())
            found.append(self._counted(rows, {**_source(at), COLUMN: pl.lit(at, pl.Int64), EVENT: pl.col(name)}))
        ending = {**_source(len(self._columns)), COLUMN: pl.col(END), EVENT: _nothing()}
        return pl.concat([*found, self._counted(self._lost(led), ending)])

    def paths(self, table: pl.DataFrame) -> pl.DataFrame:
        """How many flows are alike in every column."""
        import polars as pl

        return table.group_by(*self.segment, *self._columns, END).agg(pl.len().cast(pl.Int64).alias(COUNT))

    def _counted(self, rows: pl.DataFrame, keys: Mapping[str, pl.Expr]) -> pl.DataFrame:
        import polars as pl

        chosen = rows.select(*self.segment, *(value.alias(name) for name, value in keys.items()))
        return chosen.group_by(*self.segment, *keys).agg(pl.len().cast(pl.Int64).alias(COUNT))

    def _lost(self, table: pl.DataFrame) -> pl.DataFrame:
        """The flows that end before the last column."""
        import polars as pl

        return table.filter(pl.col(END) < len(self.plan.columns))

    def _sources(self) -> Iterator[pl.Expr]:
        """For every column, and behind them all, the last event before it, and its column."""
        import polars as pl

        name, place = _nothing(), pl.lit(None, dtype=pl.Int64)
        for at, column in enumerate(self._columns):
            yield from (name.alias(f"{_SOURCE}{at}"), place.alias(f"{_FROM}{at}"))
            place = pl.when(pl.col(column).is_not_null()).then(pl.lit(at, pl.Int64)).otherwise(place)
            name = pl.coalesce(pl.col(column), name)
        last = len(self._columns)
        yield from (name.alias(f"{_SOURCE}{last}"), place.alias(f"{_FROM}{last}"))


def _source(at: int) -> Mapping[str, pl.Expr]:
    import polars as pl

    return {SOURCE_COLUMN: pl.col(f"{_FROM}{at}"), SOURCE: pl.col(f"{_SOURCE}{at}")}


def _nothing() -> pl.Expr:
    import polars as pl

    return pl.lit(None, dtype=pl.String)


def summed(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The counts of several parts, added up."""
    import polars as pl

    together = pl.concat(frames)
    keys = [name for name in together.columns if name not in (COUNT, ARRIVED)]
    return together.group_by(*keys).sum() if keys else together.sum()
