"""What a funnel tells of values: of a property at each step, or of the time steps took."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.funnel.plan import FunnelPlan
from mixpanel_local.engine.funnel.table import since_entry, since_previous, value_at

if TYPE_CHECKING:
    import polars as pl

_MS: Final = 1000


@frozen
class Aggregate:
    """A row of numbers per step, called *name*: those in *column*, which names the column of a step, aggregated."""

    name: str
    column: Callable[[int], str]
    first: int
    divisor: int = 1

    def columns(self, steps: int) -> Sequence[tuple[int, str]]:
        """The steps that have values, with their columns."""
        return [(step, self.column(step)) for step in range(self.first, steps)]


def aggregates(plan: FunnelPlan) -> Sequence[Aggregate]:
    """What is told beside counts, ratios and average times."""
    measured = plan.measured
    if measured.target is not None:
        return [Aggregate(f"property_{measured.math}", value_at, 0)]
    if not measured.of_times:
        return []
    return [
        Aggregate(f"{measured.math}_time", since_previous, 1, _MS),
        Aggregate(f"{measured.math}_time_from_start", since_entry, 1, _MS),
    ]


def aggregated(values: pl.Series, plan: FunnelPlan, divisor: int) -> Number:
    """One number of *values*, in the same way whatever their order; None where there are none, but a sum of 0."""
    measured, known = plan.measured, values.drop_nulls()
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
