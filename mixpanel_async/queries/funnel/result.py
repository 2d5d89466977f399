"""What a funnel question came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import fractions, frame, numbers, real
from mixpanel_async.queries.bookmark.reports import Head
from mixpanel_async.queries.funnel.reply import MEASURES, FunnelStepData, steps_of
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FunnelQueryResult"]


@frozen(repr=False)
class FunnelQueryResult(Result):
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
    def read(cls, answer: Answer, params: Mapping[str, Any]) -> Self:
        """The result in *answer*; one that says why there is none is a ``QueryError``."""
        head, series = Head.read(answer), answer.required("series")
        steps = steps_of(series)
        return cls(head.computed_at, head.from_date, head.to_date, steps, series.object(), params, head.meta)

    @property
    def overall_conversion_rate(self) -> float:
        """The part of those who entered that went through all steps, 0 to 1; 0.0 if there are no steps."""
        return real(self.steps_data[-1].get("overall_conv_ratio") or 0.0) if self.steps_data else 0.0

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per step: ``step`` (from 1), ``event``, ``count``, ratios 0 to 1, average times in seconds."""
        import polars as pl

        steps = self.steps_data
        names = [_name(step, f"Step {number}") for number, step in enumerate(steps, 1)]
        measured = {name: [step.get(name) or 0 for step in steps] for name in MEASURES}
        return frame(
            {
                "step": pl.int_range(1, len(steps) + 1, eager=True),
                "event": pl.Series(names, dtype=pl.String),
                "count": numbers(measured["count"]),
            }
            | {name: fractions(measured[name]) for name in MEASURES[1:]}
        )

    def __repr__(self) -> str:
        names = " -> ".join(_name(step, "?") for step in self.steps_data)
        rate = f"{self.overall_conversion_rate:.1%}"
        return f"<FunnelQueryResult {self.from_date} to {self.to_date}: {names or 'no steps'}, {rate}>"


def _name(step: FunnelStepData, unnamed: str) -> str:
    name = step.get("event")
    return unnamed if name is None else name
