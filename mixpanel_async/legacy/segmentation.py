"""Counts of one event over time, by segment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import frame, labels, numbers, times
from mixpanel_async.legacy.expressions import property_expression

if TYPE_CHECKING:
    import polars as pl

SegmentationUnit = Literal["minute", "hour", "day", "week", "month"]


@frozen
class SegmentationResult:
    """Counts of *event*: ``series[segment][date]``. Without ``on`` the only segment is the event itself."""

    event: str
    from_date: str
    to_date: str
    unit: SegmentationUnit
    segment_property: str | None
    total: int | float
    series: Mapping[str, Mapping[str, int | float]] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per (segment, date), in the server's order: ``date`` (Datetime by hour), ``segment``, ``count``."""
        runs = [tuple(key.replace(" ", "T") for key in counts) for counts in self.series.values()]
        return frame(
            {
                "date": times(runs, "") if any(runs) else self._no_dates(),
                "segment": labels(tuple(self.series), list(map(len, runs))),
                "count": numbers([count for counts in self.series.values() for count in counts.values()]),
            }
        )

    def _no_dates(self) -> pl.Series:
        import polars as pl

        return pl.Series(dtype=pl.Datetime("us") if self.unit in ("minute", "hour") else pl.Date)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data."""
        return {
            "event": self.event,
            "from_date": self.from_date,
            "to_date": self.to_date,
            "unit": self.unit,
            "segment_property": self.segment_property,
            "total": self.total,
            "series": {segment: dict(counts) for segment, counts in self.series.items()},
        }

    def to_table_dict(self) -> list[dict[str, Any]]:
        """The rows of ``df`` as dictionaries, dates as the server wrote them."""
        return [
            {"date": day, "segment": segment, "count": count}
            for segment, counts in self.series.items()
            for day, count in counts.items()
        ]


class Segmentation(Operations):
    """The segmentation report."""

    async def segmentation(
        self,
        event: str,
        *,
        from_date: Day,
        to_date: Day,
        on: str | None = None,
        unit: SegmentationUnit = "day",
        where: str | None = None,
        type: Literal["general", "unique", "average"] = "general",
        limit: int | None = None,
    ) -> SegmentationResult:
        """Counts of *event* between two days (both included), split by *on*: a property name or an expression.

        *type* counts events, distinct users, or events per user; *limit* is how many segments are given (server's
        default 60). *where* is a filter expression such as ``properties["plan"] == "pro"``.
        """
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "event": event,
            "from_date": first,
            "to_date": last,
            "unit": unit,
            "type": type,
            "on": property_expression(on),
            "where": where or None,
            "limit": limit,
        }

        def read(reply: Any) -> SegmentationResult:
            series = (reply.get("data") or {}).get("values") or {}
            total = sum(count for counts in series.values() for count in counts.values())
            return SegmentationResult(event, first, last, unit, on, total, series)

        return await self._call(Call(path="/segmentation", query=query, read=read))
