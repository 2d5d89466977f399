"""Counts of one event over time, by segment."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import amounts, event_name, expressions, one_of
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.legacy.expressions import property_expression
from mixpanel_async.legacy.limited import LimitedResult
from mixpanel_async.legacy.series import CountUnit, Series, counted, series_frame
from mixpanel_async.place import Number
from mixpanel_async.specs.words import CountType

if TYPE_CHECKING:
    import polars as pl


DEFAULT_LIMIT = 60  # docs: query API, segmentation


@frozen
class SegmentationResult(LimitedResult):
    """Counts of *event*: ``series[segment][date]``. Without ``on`` the only segment is the event itself."""

    event: str
    from_date: str
    to_date: str
    unit: CountUnit
    segment_property: str | None
    total: Number
    series: Series = field(factory=dict)

    @property
    def segment_count(self) -> int:
        """How many segments came; 0 without ``on``."""
        return len(self.series) if self.segment_property else 0

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per segment and time, as sent: ``date`` (Datetime by the hour), ``segment``, ``count``."""
        return series_frame(self.series, "segment", self.unit)


class Segmentation(Operations):
    """The segmentation report."""

    async def segmentation(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str | None = None,
        unit: CountUnit = "day",
        where: str | None = None,
        type: CountType = "general",
        limit: int | None = None,
        interval: int | None = None,
    ) -> SegmentationResult:
        """Counts of *event* between two days (both included), split by *on*: a property name or an expression.

        *type* counts events, distinct users, or events per user; *limit* is how many segments are given (server's
        default 60). *where* is a filter expression such as ``properties["plan"] == "pro"``. Unless *type* is general,
        *interval* may say how many days are counted together, in place of *unit*.
        """
        if interval and unit != "day":
            raise ParamValidationError(f"interval={interval!r} counts days, unit={unit!r} does not; give one of them")
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "event": event_name(event),
            "from_date": first,
            "to_date": last,
            "unit": None if interval else one_of(CountUnit, unit, "unit"),
            "type": one_of(CountType, type, "type"),
            "on": property_expression(on),
            **expressions(where=where),
            **amounts(limit=limit, interval=interval),
        }

        def read(answer: Answer) -> SegmentationResult:
            series = counted(answer)
            total = sum(count or 0 for counts in series.values() for count in counts.values())
            most = limit or DEFAULT_LIMIT
            return SegmentationResult(event, first, last, unit, on, total, series, segment_limit=most)

        return await self._call(Call(path="/segmentation", query=query, read=read))
