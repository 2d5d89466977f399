"""Conversion through a saved funnel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import amounts, at_least_one, expressions, one_of_if_given
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.frames import fractions, frame, numbers
from mixpanel_async.legacy.limited import DEFAULT_LIMIT, LimitedResult
from mixpanel_async.legacy.rates import rate
from mixpanel_async.place import Number
from mixpanel_async.results import Value
from mixpanel_async.specs.words import TimeUnit

if TYPE_CHECKING:
    import polars as pl

LengthUnit = Literal["day", "hour", "minute", "second"]

# The segment of all users.
_OVERALL = "$overall"


@frozen
class FunnelResultStep(Value):
    """How many reached a step, and which part of those at the step before, 0 to 1; at the first step it is 1.0."""

    event: str
    count: Number
    conversion_rate: float


@frozen
class FunnelResult(LimitedResult):
    """Conversion through the *steps* of a saved funnel, counts summed over all dates.

    *conversion_rate* is the part of those who entered that went through all steps. *funnel_name* is empty: the answer
    does not tell it. *segments* are the steps of each segment where ``on`` split the funnel; they are not in
    ``to_dict`` and ``df``, which are about all users.
    """

    funnel_id: int
    funnel_name: str
    from_date: str
    to_date: str
    conversion_rate: float
    steps: Sequence[FunnelResultStep] = field(factory=list)
    segments: Mapping[str, Sequence[FunnelResultStep]] = field(factory=dict)

    @property
    def segment_count(self) -> int:
        """How many segments came; 0 without ``on``."""
        return len(self.segments)

    @classmethod
    def read(cls, answer: Answer, funnel_id: int, from_date: str, to_date: str, *, limit: int | None = None) -> Self:
        """The result in *answer*."""
        answer.object()
        days = [_segments(day) for _, day in answer.part("data").entries()]
        names = dict.fromkeys(name for day in days for name in day)
        segments = {name: _summed(day[name] for day in days if name in day) for name in names}
        steps = segments.pop(_OVERALL, [])
        overall = rate(steps[-1].count, steps[0].count) if steps else 0.0
        return cls(funnel_id, "", from_date, to_date, overall, steps, segments, segment_limit=limit)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per step: ``step`` (from 1), ``event``, ``count``, ``conversion_rate`` (0 to 1)."""
        import polars as pl

        return frame(
            {
                "step": pl.int_range(1, len(self.steps) + 1, eager=True),
                "event": pl.Series([step.event for step in self.steps], dtype=pl.String),
                "count": numbers([step.count for step in self.steps]),
                "conversion_rate": fractions([step.conversion_rate for step in self.steps]),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """What is known of all users, as plain data."""
        return {name: value for name, value in super().to_dict().items() if name != "segments"}


class SavedFunnels(Operations):
    """Funnels built in Mixpanel."""

    async def funnel(
        self,
        funnel_id: int,
        *,
        from_date: Day,
        to_date: Day,
        unit: TimeUnit | None = None,
        on: str | None = None,
        where: str | None = None,
        interval: int | None = None,
        length: int | None = None,
        length_unit: LengthUnit | None = None,
        limit: int | None = None,
    ) -> FunnelResult:
        """Conversion of those who entered a saved funnel between two days (both included), converted later or not.

        *on* splits it by an expression, *where* filters by one: ``properties["plan"] == "pro"``. *limit* is how many
        segments are given (server's default 255). *length* and *length_unit* bound the way through (at most 90 days;
        default: as saved). *unit*, or days as *interval*, is how the server groups the dates.
        """
        if unit and interval:
            raise ParamValidationError(f"unit={unit!r} and interval={interval!r} say the same thing twice; give one")
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "funnel_id": at_least_one(funnel_id, "funnel_id"),
            "from_date": first,
            "to_date": last,
            "unit": one_of_if_given(TimeUnit, unit, "unit"),
            "length_unit": one_of_if_given(LengthUnit, length_unit, "length_unit"),
            **expressions(on=on, where=where),
            **amounts(interval=interval, length=length, limit=limit),
        }
        most = limit or DEFAULT_LIMIT

        def read(answer: Answer) -> FunnelResult:
            return FunnelResult.read(answer, funnel_id, first, last, limit=most)

        return await self._call(Call(path="/funnels", query=query, read=read))


def _segments(day: Answer) -> Mapping[str, Sequence[Answer]]:
    """The steps of one date by segment."""
    names = day.object()
    if _OVERALL in names:
        return {name: day.required(name).items() for name in names}
    return {_OVERALL: day.required("steps").items()} if names else {}


def _summed(days: Iterable[Sequence[Answer]]) -> list[FunnelResultStep]:
    """The steps of one segment, counts summed over the dates."""
    steps: list[FunnelResultStep] = []
    for number, dated in enumerate(zip_longest(*days), 1):
        same = [step for step in dated if step is not None]
        count = sum(map(_count, same))
        conversion = rate(count, steps[-1].count) if steps else 1.0
        steps.append(FunnelResultStep(_name(same[0], number), count, conversion))
    return steps


def _count(step: Answer) -> Number:
    step.object()
    return step.get("count").number_or()


def _name(step: Answer, number: int) -> str:
    return step.get("event").text_or() or step.get("goal").text_or() or f"Step {number}"
