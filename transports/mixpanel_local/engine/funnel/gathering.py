"""Sums over some users at a time become the numbers of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mixpanel_local.engine.funnel.counting import RANK, Counting, reached
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.report import Level, Numbers, Place
from mixpanel_local.engine.funnel.table import INTERVAL, since_entry, since_previous
from mixpanel_local.engine.funnel.values import Telling, Told, aggregates
from mixpanel_local.engine.groups import segment_name
from mixpanel_local.engine.points import Path

if TYPE_CHECKING:
    import polars as pl

OTHER: Final = "$other"
"""The segment of all that there was no room for."""


class Gathering:
    """Takes in tables of attempts, one after the other, and gives the levels of a report.

    *even* says whether distributions are over even ranges, or by value.
    """

    def __init__(self, plan: FunnelPlan, *, even: bool = True) -> None:
        self._plan = plan
        self._even = even
        self._countings = [Counting(plan, depth) for depth in range(plan.splits + 1)]
        steps = len(plan.funnel.steps)
        self._sampled = [each for one in aggregates(plan.measured) for each in one.columns(steps)]
        self._sums: list[list[pl.DataFrame]] = [[] for _ in self._countings]
        self._samples: list[list[pl.DataFrame]] = [[] for _ in self._countings]
        self._ranks: list[pl.DataFrame] = []
        self.lacking: Counter[str] = Counter()
        """How many events of steps have no number to tell of, by why."""

    def add(self, table: pl.DataFrame) -> None:
        """Take in the attempts of further users."""
        for counting, sums, samples in zip(self._countings, self._sums, self._samples, strict=True):
            sums.append(counting.sums(table))
            if self._sampled:
                samples.append(counting.samples(table, self._sampled))
        if self._plan.measured.target is not None:
            self.lacking.update(self._countings[0].lacking(table))
        self._ranks += [self._countings[-1].ranks(table)] if self._plan.splits else []

    def levels(self) -> tuple[Sequence[Level], bool]:
        """The numbers, and whether there are more segments than wanted; those with the fewest entries become one."""
        telling = self._telling()
        if not self._sums[0]:
            return [Level({}, [], Numbers.none(telling)) for _ in self._countings], False
        if not self._plan.splits:
            return [self._level(0, None, telling)], False
        import polars as pl

        names = [segment_name(at) for at in range(self._plan.splits)]
        ranks = pl.concat(self._ranks).group_by(names).agg(pl.col(RANK).sum())
        ranks = ranks.sort(RANK, *names, descending=[True, *(False for _ in names)])
        levels = [self._level(at, ranks, telling) for at in range(len(self._countings))]
        return levels, len(ranks) > self._plan.limit

    def _telling(self) -> Telling:
        """What tells of samples; of distributions it knows the ranges, which are those of all attempts."""
        import polars as pl

        if not self._samples[0]:
            return Telling(self._plan)
        return Telling.of(self._plan, pl.concat(self._samples[0]), even=self._even)

    def _level(self, depth: int, ranks: pl.DataFrame | None, telling: Telling) -> Level:
        import polars as pl

        names = [segment_name(at) for at in range(depth)]
        keys = [INTERVAL, *names]
        sums = self._shortened(pl.concat(self._sums[depth]), names, ranks).group_by(keys).sum()
        further = self._further(depth, names, ranks, telling)
        numbers = {
            place: self._numbers(row, further.get(place, {}))
            for row in sums.iter_rows(named=True)
            if (place := _place(row, names))
        }
        return Level(numbers, _ordered({path for path, _ in numbers}, names, ranks), Numbers.none(telling))

    def _shortened(self, frame: pl.DataFrame, names: Sequence[str], ranks: pl.DataFrame | None) -> pl.DataFrame:
        """The same rows, those of segments without room as ``OTHER``."""
        import polars as pl

        if ranks is None or not names or len(ranks) <= self._plan.limit:
            return frame
        kept = ranks.head(self._plan.limit).select(names).unique().with_columns(pl.lit(True).alias("kept"))
        joined = frame.join(kept, on=names, how="left")
        return joined.with_columns(pl.when("kept").then(pl.col(name)).otherwise(pl.lit(OTHER)) for name in names).drop(
            "kept"
        )

    def _further(
        self, depth: int, names: Sequence[str], ranks: pl.DataFrame | None, telling: Telling
    ) -> dict[Place, Mapping[str, Sequence[Told]]]:
        import polars as pl

        if not self._sampled:
            return {}
        samples = self._shortened(pl.concat(self._samples[depth]), names, ranks)
        parts = samples.partition_by([INTERVAL, *names])
        return {_place(part.row(0, named=True), names): telling.told(part) for part in parts}

    def _numbers(self, row: dict[str, int], further: Mapping[str, Sequence[Told]]) -> Numbers:
        steps = range(len(self._plan.funnel.steps))
        previous, entry = ([0, *(row[name(step)] for step in steps[1:])] for name in (since_previous, since_entry))
        return Numbers([row[reached(step)] for step in steps], previous, entry, further)


def _place(row: dict[str, object], names: Sequence[str]) -> Place:
    return tuple(str(row[name]) for name in names), int(str(row[INTERVAL]))


def _ordered(paths: set[Path], names: Sequence[str], ranks: pl.DataFrame | None) -> Sequence[Path]:
    """The segments with the most entries first; what there was no room for comes last."""
    import polars as pl

    if ranks is None or not names:
        return sorted(paths)
    totals = ranks.group_by(names).agg(pl.col(RANK).sum())
    ranking = totals.sort(RANK, *names, descending=[True, *(False for _ in names)]).select(names).rows()
    known = [path for path in ranking if path in paths]
    return [*known, *sorted(paths.difference(known))]
