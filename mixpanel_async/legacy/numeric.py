"""A numeric property over time: its ranges, its sum, its average."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import event_name, expression, one_of, said
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import fractions, frame
from mixpanel_async.legacy.expressions import property_expression
from mixpanel_async.legacy.series import Numbers, Series, counted, series_frame, times_by
from mixpanel_async.results import Result
from mixpanel_async.specs.words import CountType

if TYPE_CHECKING:
    import polars as pl

NumericUnit = Literal["hour", "day"]


@frozen
class NumericBucketResult(Result):
    """Counts of *event* by ranges of a property: ``series["2,000 - 2,100"][date]``. The server chooses the ranges."""

    event: str
    from_date: str
    to_date: str
    property_expr: str
    unit: NumericUnit
    series: Series = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per range and time, as sent: ``date`` (Datetime by the hour), ``bucket``, ``count``."""
        return series_frame(self.series, "bucket", self.unit)


@frozen
class NumericSumResult(Result):
    """Sums of a property over events: ``results[date]``. *computed_at* is None where the server does not tell."""

    event: str
    from_date: str
    to_date: str
    property_expr: str
    unit: NumericUnit
    results: Numbers = field(factory=dict)
    computed_at: str | None = None

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per time, as sent: ``date`` (Datetime by the hour), ``sum``."""
        return _frame(self.results, "sum", self.unit)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data; *computed_at* only where it is known."""
        everything = super().to_dict()
        return {name: value for name, value in everything.items() if value is not None or name != "computed_at"}


@frozen
class NumericAverageResult(Result):
    """Averages of a property over events: ``results[date]``."""

    event: str
    from_date: str
    to_date: str
    property_expr: str
    unit: NumericUnit
    results: Numbers = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per time, as sent: ``date`` (Datetime by the hour), ``average``."""
        return _frame(self.results, "average", self.unit)


class NumericSegmentation(Operations):
    """Numeric properties over time. *on* is a property's name or an expression, *where* a filter expression."""

    async def segmentation_numeric(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str,
        unit: NumericUnit = "day",
        where: str | None = None,
        type: CountType = "general",
    ) -> NumericBucketResult:
        """Counts of *event* between two days (both included), by ranges of *on*.

        *type* counts events, distinct users, or events per user.
        """
        first, last = day_range(from_date, to_date)
        query = _query(event, first, last, on, unit, where) | {"type": one_of(CountType, type, "type")}
        return await self._call(
            Call(
                path="/segmentation/numeric",
                query=query,
                read=lambda answer: NumericBucketResult(event, first, last, on, unit, counted(answer)),
            )
        )

    async def segmentation_sum(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str,
        unit: NumericUnit = "day",
        where: str | None = None,
    ) -> NumericSumResult:
        """The sum of *on* over *event* between two days (both included); what is no number counts as 0."""
        first, last = day_range(from_date, to_date)
        query = _query(event, first, last, on, unit, where)

        def read(answer: Answer) -> NumericSumResult:
            computed_at = answer.get("computed_at").if_given(Answer.text)
            return NumericSumResult(event, first, last, on, unit, _numbers(answer), computed_at)

        return await self._call(Call(path="/segmentation/sum", query=query, read=read))

    async def segmentation_average(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str,
        unit: NumericUnit = "day",
        where: str | None = None,
    ) -> NumericAverageResult:
        """The average of *on* over *event* between two days (both included); what is no number counts as 0."""
        first, last = day_range(from_date, to_date)
        query = _query(event, first, last, on, unit, where)
        return await self._call(
            Call(
                path="/segmentation/average",
                query=query,
                read=lambda answer: NumericAverageResult(event, first, last, on, unit, _numbers(answer)),
            )
        )


def _query(event: str, first: str, last: str, on: str, unit: NumericUnit, where: str | None) -> dict[str, QueryValue]:
    """What the three ask alike."""
    return {
        "event": event_name(event),
        "from_date": first,
        "to_date": last,
        "on": property_expression(said(on, "on", "a property or an expression")),
        "unit": one_of(NumericUnit, unit, "unit"),
        "where": expression(where, "where"),
    }


def _numbers(answer: Answer) -> Numbers:
    return answer.required("results").numbers() if answer.object() else {}


def _frame(results: Numbers, name: str, unit: NumericUnit) -> pl.DataFrame:
    return frame({"date": times_by(unit, [results]), name: fractions(list(results.values()))})
