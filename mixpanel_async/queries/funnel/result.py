"""What a funnel question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import asdict, field, frozen

from mixpanel_async.frames import frame, numbers
from mixpanel_async.queries.bookmark.reports import series_of
from mixpanel_async.queries.funnel.reply import MEASURES, FunnelStepData, steps_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FunnelQueryResult"]


@frozen(repr=False)
class FunnelQueryResult:
    """Conversion through a funnel's steps. *series* is what the server sent, *steps_data* the steps in it, in order.

    Of a reply split by segments or dates, *steps_data* are the first block's; *series* has them all. *from_date* and
    *to_date* carry the project's offset. *params* is the report that was asked for. *meta* is what the server says
    about the computation.
    """

    computed_at: str
    from_date: str
    to_date: str
    steps_data: Sequence[FunnelStepData] = field(factory=list)
    series: Mapping[str, Any] = field(factory=dict)
    params: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def read(cls, reply: Any, params: Mapping[str, Any]) -> Self:
        """The result in *reply*; a reply that says why there is none is a ``QueryError``."""
        series = series_of(reply)
        span = reply.get("date_range") or {}
        return cls(
            reply.get("computed_at", ""),
            span.get("from_date", ""),
            span.get("to_date", ""),
            steps_of(series),
            series,
            params,
            reply.get("meta") or {},
        )

    @property
    def overall_conversion_rate(self) -> float:
        """The part of those who entered that went through all steps, 0 to 1; 0.0 if there are no steps."""
        return float(self.steps_data[-1].get("overall_conv_ratio") or 0.0) if self.steps_data else 0.0

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per step: ``step`` (from 1), ``event``, ``count``, ratios 0 to 1, average times in seconds."""
        import polars as pl

        steps = self.steps_data
        names = [step.get("event", f"Step {number}") for number, step in enumerate(steps, 1)]
        measured = {name: [step.get(name, 0) for step in steps] for name in MEASURES}
        return frame(
            {
                "step": pl.int_range(1, len(steps) + 1, eager=True),
                "event": pl.Series(names, dtype=pl.String),
                "count": numbers(measured["count"]),
            }
            | {name: pl.Series(measured[name], dtype=pl.Float64, strict=False) for name in MEASURES[1:]}
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return asdict(self, recurse=False)

    def __repr__(self) -> str:
        names = " -> ".join(step.get("event", "?") for step in self.steps_data)
        rate = f"{self.overall_conversion_rate:.1%}"
        return f"<FunnelQueryResult {self.from_date} to {self.to_date}: {names or 'no steps'}, {rate}>"

    def _repr_html_(self) -> str:
        return self.df._repr_html_()
