"""A numeric property in a few numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import event_name
from mixpanel_async.call import Call
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import fractions, frame, numbers
from mixpanel_async.jql.arguments import property_name, whole_numbers
from mixpanel_async.jql.asking import program
from mixpanel_async.jql.reading import count, real, records, whole_part
from mixpanel_async.jql.scripts import NUMERIC_SUMMARY
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

PERCENTILES = (25, 50, 75, 90, 95, 99)
_PARTS = 4


@frozen(repr=False)
class NumericPropertySummaryResult(Result):
    """*count* numbers and what they come to.

    Where there are none, as for a property of another name, *count* is 0 and so is all else; ``df`` has nulls there.
    *percentiles* are by rank: ``percentiles[50]`` is the median. *stddev* is that of the whole population.
    """

    event: str
    property_name: str
    from_date: str
    to_date: str
    count: int
    min: float
    max: float
    sum: float
    avg: float
    stddev: float
    percentiles: Mapping[int, float] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row: ``count``, ``min``, ``max``, ``sum``, ``avg``, ``stddev``, and ``p50`` and the like."""
        reals = {"min": self.min, "max": self.max, "sum": self.sum, "avg": self.avg, "stddev": self.stddev}
        reals |= {f"p{rank}": value for rank, value in self.percentiles.items()}
        told = {name: value if self.count or name == "sum" else None for name, value in reals.items()}
        return frame({"count": numbers([self.count])} | {name: fractions([value]) for name, value in told.items()})

    def __repr__(self) -> str:
        said = f"{self.count} numbers from {self.min:g} to {self.max:g}" if self.count else "no numbers"
        return f"<NumericPropertySummaryResult {self.event}.{self.property_name}: {said}>"


def numeric_summary(
    event: str, name: str, from_date: Day, to_date: Day, percentiles: Sequence[int] | None
) -> Call[NumericPropertySummaryResult]:
    """The call for it."""
    first, last = day_range(from_date, to_date)
    ranks = whole_numbers(PERCENTILES if percentiles is None else percentiles, "percentiles", 0, 100)
    params = {"event": event_name(event), "property": property_name(name), "from_date": first, "to_date": last}

    def read(answer: Answer) -> NumericPropertySummaryResult:
        return NumericPropertySummaryResult(event, name, first, last, *_numbers(answer))

    return program(
        "numeric_summary",
        NUMERIC_SUMMARY,
        params | {"percentiles": ranks},
        read,
        instead="query(event, math='average', math_property=property) and its sisters: min, max, median, percentile",
    )


def _numbers(answer: Answer) -> tuple[int, float, float, float, float, float, dict[int, float]]:
    """Count, least, largest, sum, mean, deviation and percentiles; zeros may be left out where the count is zero."""
    found = answer.rows()
    given = found[0].rows() if found else []
    missing = [answer.at(None, f"[0][{at}]") for at in range(len(given), _PARTS)]
    moments, several, least, most = (given + missing)[:_PARTS]
    amount = count(moments, "count")
    of_any = real if amount else _real_or_zero
    total, mean, deviation = (of_any(moments.get(key)) for key in ("sum", "avg", "stddev"))
    return amount, of_any(least), of_any(most), total, mean, deviation, _by_rank(several, of_any)


def _by_rank(several: Answer, value_of: Callable[[Answer], float]) -> dict[int, float]:
    """Values by rank; a rank with a fraction counts as the whole one below it."""
    ranked = [] if several.value is None else records(several)
    found = {whole_part(each.get("percentile")): value_of(each.get("value")) for each in ranked}
    if len(found) < len(ranked):
        raise several.refusal("a percentile stands there twice")
    return found


def _real_or_zero(place: Answer) -> float:
    return 0.0 if place.value is None else real(place)
