"""How often a property has each of its values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import event_name
from mixpanel_async.call import Call
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import anything, fractions, frame, numbers
from mixpanel_async.jql.arguments import property_name, whole_numbers
from mixpanel_async.jql.asking import program
from mixpanel_async.jql.reading import count, percentages, records
from mixpanel_async.jql.scripts import PROPERTY_DISTRIBUTION
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl

_ANY = float("inf")


@frozen
class PropertyValueCount(Value):
    """A *value*, as JSON has it, and how many events have it; *percentage* (0-100) is of all that have the property."""

    value: Any
    count: int
    percentage: float


@frozen
class PropertyDistributionResult(Result):
    """The most frequent *values* of a property; *total_count* events have it, those of further values included."""

    event: str
    property_name: str
    from_date: str
    to_date: str
    total_count: int
    values: tuple[PropertyValueCount, ...] = ()

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per value: ``value`` in the type all share, else text as JSON; ``count``, ``percentage``."""
        return frame(
            {
                "value": anything([each.value for each in self.values]),
                "count": numbers([each.count for each in self.values]),
                "percentage": fractions([each.percentage for each in self.values]),
            }
        )


def property_distribution(
    event: str, name: str, from_date: Day, to_date: Day, limit: int
) -> Call[PropertyDistributionResult]:
    """The call for it."""
    first, last = day_range(from_date, to_date)
    whole_numbers([limit], "limit", 0, _ANY)
    params = {"event": event_name(event), "property": property_name(name), "from_date": first, "to_date": last}

    def read(answer: Answer) -> PropertyDistributionResult:
        found = records(answer)
        counts = [count(row, "count") for row in found]
        values = tuple(
            PropertyValueCount(row.get("value").value, number, share)
            for row, number, share in zip(found[:limit], counts, percentages(counts), strict=False)
        )
        return PropertyDistributionResult(event, name, first, last, sum(counts), values)

    return program(
        "property_distribution",
        PROPERTY_DISTRIBUTION,
        params | {"limit": limit},
        read,
        instead="query(event, group_by=property, mode='total')",
    )
