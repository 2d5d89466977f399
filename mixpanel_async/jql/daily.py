"""Events day by day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import days, frame, labels, numbers
from mixpanel_async.jql.arguments import event_names
from mixpanel_async.jql.asking import program
from mixpanel_async.jql.reading import count, records
from mixpanel_async.jql.scripts import DAILY_COUNTS
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl


@frozen
class DailyCount(Value):
    """How many there were of an *event* on a day, *date* (YYYY-MM-DD)."""

    date: str
    event: str
    count: int


@frozen
class DailyCountsResult(Result):
    """*counts* of *events*, or of all where that is None, by day. A day without an event has no row for it."""

    from_date: str
    to_date: str
    events: tuple[str, ...] | None
    counts: tuple[DailyCount, ...] = ()

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per day and event: ``date`` (Date), ``event``, ``count``."""
        names = [each.event for each in self.counts]
        return frame(
            {
                "date": days([each.date for each in self.counts]),
                "event": labels(names, [1] * len(names)),
                "count": numbers([each.count for each in self.counts]),
            }
        )


def daily_counts(from_date: Day, to_date: Day, events: str | Sequence[str] | None) -> Call[DailyCountsResult]:
    """The call for it."""
    first, last = day_range(from_date, to_date)
    names = event_names(events)

    def read(answer: Answer) -> DailyCountsResult:
        counts = tuple(
            DailyCount(row.part("date").text_or(), row.part("event").text_or(), count(row, "count"))
            for row in records(answer)
        )
        return DailyCountsResult(first, last, tuple(names) if names else None, counts)

    params = {"from_date": first, "to_date": last, "events": names}
    return program("daily_counts", DAILY_COUNTS, params, read, instead="query(events)")
