"""Counting attempts: which of a user's count, and sums of them that add up over users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.table import (
    DEPTH,
    ENTRY,
    FINAL,
    INTERVAL,
    KEPT,
    USER,
    since_entry,
    since_previous,
    there_at,
    value_at,
)
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.notes import NOT_NUMERIC, NOT_SET

if TYPE_CHECKING:
    import polars as pl

RANK: Final = "rank"


def reached(step: int) -> str:
    """The column that counts attempts that reached a step."""
    return f"c{step}"


@frozen
class Counting:
    """Counts attempts at *plan*, by its first *depth* breakdowns and, if it is a series, by interval."""

    plan: FunnelPlan
    depth: int

    @property
    def keys(self) -> list[str]:
        """What counts are told apart by."""
        return [INTERVAL, *map(segment_name, range(self.depth))]

    @property
    def steps(self) -> range:
        """The steps."""
        return range(len(self.plan.funnel.steps))

    def sums(self, table: pl.DataFrame) -> pl.DataFrame:
        """How many attempts reached each step, and the milliseconds they took in all."""
        import polars as pl

        counted = self.counted(table)
        there = [pl.col(DEPTH) > step for step in self.steps]
        results = [there[step].cast(pl.Int64).sum().alias(reached(step)) for step in self.steps]
        for step in self.steps[1:]:
            results += [pl.col(name).filter(there[step]).sum() for name in (since_previous(step), since_entry(step))]
        return counted.group_by(self.keys).agg(results)

    def samples(self, table: pl.DataFrame, names: Sequence[tuple[int, str]]) -> pl.DataFrame:
        """The values in columns of steps, one by one: those of the attempts that reached the step."""
        import polars as pl

        counted = self.counted(table)
        columns = [pl.when(pl.col(DEPTH) > step).then(pl.col(name)).alias(name) for step, name in names]
        return counted.select(*self.keys, *columns)

    def lacking(self, table: pl.DataFrame) -> Mapping[str, int]:
        """How many events of steps have no number to tell of, by why."""
        import polars as pl

        without = [(pl.col(DEPTH) > step) & pl.col(value_at(step)).is_null() for step in self.steps]
        there = [pl.col(there_at(step)) for step in self.steps]
        reasons = {
            NOT_NUMERIC: [lacks & is_set for lacks, is_set in zip(without, there, strict=True)],
            NOT_SET: [lacks & ~is_set for lacks, is_set in zip(without, there, strict=True)],
        }
        sums = [pl.sum_horizontal(each.sum() for each in tests).alias(why) for why, tests in reasons.items()]
        return self.counted(table).select(sums).row(0, named=True)

    def ranks(self, table: pl.DataFrame) -> pl.DataFrame:
        """How often each segment was entered, whoever did it: what the largest ones are found by."""
        import polars as pl

        entered = self._spread(table).filter(KEPT)
        return entered.group_by(self.keys[1:]).agg(pl.len().cast(pl.Int64).alias(RANK))

    def counted(self, table: pl.DataFrame) -> pl.DataFrame:
        """The attempts that count, by segment: all of *table*, or the best one of each user. Filters judge last."""
        spread = self._spread(table)
        return (self._best(spread) if self.plan.by_segment else spread).filter(KEPT)

    def _best(self, table: pl.DataFrame) -> pl.DataFrame:
        """Each user's first attempt; with optimized re-entry the one furthest, soonest, and entered last."""
        segments = [segment_name(at) for at in range(self.depth) if self.plan.counts_again(at)]
        owner = [USER, *([INTERVAL] if self.plan.series == "separate" else []), *segments]
        if self.plan.funnel.reentry == "default":
            ordered = table.sort(ENTRY)
        else:
            ordered = table.sort(DEPTH, FINAL, ENTRY, descending=[True, False, True])
        return ordered.unique(owner, keep="first", maintain_order=True)

    def _spread(self, table: pl.DataFrame) -> pl.DataFrame:
        """One row per attempt and segment."""
        import polars as pl

        for name in self.keys[1:]:
            if table.schema[name] == pl.List(pl.String):
                table = table.explode(name).filter(pl.col(name).is_not_null())
        return table
