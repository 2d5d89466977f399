"""How often properties are set."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import event_name
from mixpanel_async.call import Call
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import fractions, frame, labels, numbers
from mixpanel_async.jql.arguments import property_names
from mixpanel_async.jql.asking import program
from mixpanel_async.jql.reading import count, percentage, records
from mixpanel_async.jql.scripts import PROPERTY_COVERAGE
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl


@frozen
class PropertyCoverage(Value):
    """In how many events a *property* is set, and in how many it is missing or null; the percentage is 0-100."""

    property: str
    defined_count: int
    null_count: int
    coverage_percentage: float


@frozen
class PropertyCoverageResult(Result):
    """How many of *total_events* have each of the properties, in the order they were asked for."""

    event: str
    from_date: str
    to_date: str
    total_events: int
    coverage: tuple[PropertyCoverage, ...] = ()

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per property: ``property``, ``defined_count``, ``null_count``, ``coverage_percentage``."""
        names = [each.property for each in self.coverage]
        return frame(
            {
                "property": labels(names, [1] * len(names)),
                "defined_count": numbers([each.defined_count for each in self.coverage]),
                "null_count": numbers([each.null_count for each in self.coverage]),
                "coverage_percentage": fractions([each.coverage_percentage for each in self.coverage]),
            }
        )


def property_coverage(
    event: str, properties: str | Sequence[str], from_date: Day, to_date: Day
) -> Call[PropertyCoverageResult]:
    """The call for it."""
    first, last = day_range(from_date, to_date)
    names = property_names(properties)

    def read(answer: Answer) -> PropertyCoverageResult:
        found = next(iter(records(answer)), answer.at({}, "[0]"))
        total, counts = count(found, "total"), found.part("properties")
        coverage = tuple(_covered(name, counts, total) for name in names)
        return PropertyCoverageResult(event, first, last, total, coverage)

    return program(
        "property_coverage",
        PROPERTY_COVERAGE,
        {"event": event_name(event), "properties": names, "from_date": first, "to_date": last},
        read,
        instead="query(event, where=Filter.is_set(property))",
    )


def _covered(name: str, counts: Answer, total: int) -> PropertyCoverage:
    """What *counts* say of a property; one they do not name is set nowhere."""
    defined = counts.get(name).whole_or()
    if not 0 <= defined <= total:
        raise counts.get(name).refusal(f"{defined} of {total} events is no count")
    return PropertyCoverage(name, defined, total - defined, percentage(defined, total))
