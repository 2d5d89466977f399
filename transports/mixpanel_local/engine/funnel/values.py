"""What a funnel tells of values: of a property at each step, or of the time steps took."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.distribution import Ranges
from mixpanel_local.engine.funnel.plan import HISTOGRAM, FunnelPlan, Measured
from mixpanel_local.engine.funnel.table import since_entry, since_previous, value_at

if TYPE_CHECKING:
    import polars as pl

_MS: Final = 1000

Told: TypeAlias = "Number | Mapping[str, int]"
"""A number, or how many values there are in each range."""


@frozen
class Aggregate:
    """What is told of each step, called *name*, of the values in *column*, which names the column of a step."""

    name: str
    column: Callable[[int], str]
    first: int
    divisor: int = 1

    def columns(self, steps: int) -> Sequence[tuple[int, str]]:
        """The steps that have values, with their columns."""
        return [(step, self.column(step)) for step in range(self.first, steps)]


def aggregates(measured: Measured) -> Sequence[Aggregate]:
    """What is told beside counts, ratios and average times."""
    if measured.target is not None:
        return [Aggregate(f"property_{measured.math}", value_at, 0)]
    if not measured.of_times:
        return []
    return [
        Aggregate(f"{measured.math}_time", since_previous, 1, _MS),
        Aggregate(f"{measured.math}_time_from_start", since_entry, 1, _MS),
    ]


@frozen
class Telling:
    """Tells what *plan* asks of values: those in the columns of a frame, one row per attempt."""

    plan: FunnelPlan
    ranges: Mapping[str, Ranges] = field(factory=dict)

    @classmethod
    def of(cls, plan: FunnelPlan, whole: pl.DataFrame, *, even: bool) -> Telling:
        """The telling of parts of the *whole*, whose distributions all have the same ranges."""
        import polars as pl

        if plan.measured.math != HISTOGRAM:
            return cls(plan)
        found = {
            each.name: pl.concat([whole[column] / each.divisor for _, column in columns])
            for each in aggregates(plan.measured)
            if (columns := each.columns(len(plan.funnel.steps)))
        }
        return cls(plan, {name: Ranges.of(values, even=even) for name, values in found.items()})

    def told(self, part: pl.DataFrame | None) -> Mapping[str, Sequence[Told]]:
        """What is told of each step; *part* is None where there are no attempts."""
        return {each.name: self._steps(each, part) for each in aggregates(self.plan.measured)}

    def _steps(self, each: Aggregate, part: pl.DataFrame | None) -> Sequence[Told]:
        import polars as pl

        steps = len(self.plan.funnel.steps)
        found = {} if part is None else {step: part[column] for step, column in each.columns(steps)}
        nothing = pl.Series([], dtype=pl.Float64)
        return [self._one(each, found.get(step, nothing)) for step in range(steps)]

    def _one(self, each: Aggregate, values: pl.Series) -> Told:
        if self.plan.measured.math == HISTOGRAM:
            return self.ranges.get(each.name, Ranges()).counts(values / each.divisor)
        return _aggregated(values, self.plan.measured, each.divisor)


def _aggregated(values: pl.Series, measured: Measured, divisor: int) -> Number:
    """One number of *values*, in the same way whatever their order; None where there are none, but a sum of 0."""
    known = values.drop_nulls()
    if measured.math == "total":
        return math.fsum(known)
    if known.is_empty():
        return None
    if measured.percentile is not None:
        return _percentile(known, measured.percentile / 100, interpolated=measured.interpolated) / divisor
    if measured.math == "average":
        return math.fsum(known) / len(known) / divisor
    numbers = known.to_numpy()
    return float(numbers.min() if measured.math == "min" else numbers.max()) / divisor


def _percentile(known: pl.Series, fraction: float, *, interpolated: bool) -> float:
    if interpolated:
        return known.quantile(fraction, "linear") or 0.0
    # The least value that so many are not above, as DuckDB has it.
    return float(known.sort()[max(math.ceil(fraction * len(known)) - 1, 0)])
