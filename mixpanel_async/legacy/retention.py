"""How many users come back, by the day of their first event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import (
    amounts,
    at_least,
    at_least_one,
    event_name,
    expression,
    expressions,
    one_of,
    yes_or_no,
)
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import days, fractions, frame, labels, numbers
from mixpanel_async.legacy.rates import rate
from mixpanel_async.place import Number
from mixpanel_async.results import Result, Value
from mixpanel_async.specs.words import TimeUnit

if TYPE_CHECKING:
    import polars as pl

RetentionType = Literal["birth", "compounded"]


@frozen
class CohortInfo(Value):
    """The users who began on *date*, and the part of them that came back in bucket 0, 1 ..., 0 to 1.

    None is a bucket the server gave no count for.
    """

    date: str
    size: Number
    retention: Sequence[float | None] = field(factory=list)

    @classmethod
    def read(cls, date: str, answer: Answer) -> Self:
        """The cohort in *answer*."""
        known = answer.object().keys()
        if known and not known & {"first", "counts"}:
            raise answer.refusal("there is neither 'first' nor 'counts'")
        size = answer.get("first").number_or()
        counts = answer.get("counts").if_given(Answer.number_list) or []
        return cls(date, size, [None if count is None else rate(count, size) for count in counts])


@frozen
class RetentionResult(Result):
    """Cohorts by date, sorted. *return_event* is None where any event counted as coming back.

    *segments* has the same by segment, where ``on`` asked for them and the server gave them beside each cohort.
    """

    born_event: str
    return_event: str | None
    from_date: str
    to_date: str
    unit: TimeUnit
    cohorts: Sequence[CohortInfo] = field(factory=list)
    segments: Mapping[str, Sequence[CohortInfo]] = field(factory=dict)

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per cohort: ``cohort_date`` (Date), ``cohort_size``, and a rate for each bucket: ``period_0`` ...

        Rates are 0 to 1, and null beyond the buckets a cohort has. With segments, the column ``segment`` comes first
        and the rows of all users are left out.
        """
        parts = self.segments or {"": self.cohorts}
        cohorts = [cohort for several in parts.values() for cohort in several]
        periods = zip_longest(*(cohort.retention for cohort in cohorts))
        return frame(
            ({"segment": labels([*parts], [*map(len, parts.values())])} if self.segments else {})
            | {
                "cohort_date": days([cohort.date for cohort in cohorts]),
                "cohort_size": numbers([cohort.size for cohort in cohorts]),
            }
            | {f"period_{number}": fractions(rates) for number, rates in enumerate(periods)}
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data; segments only where there are any."""
        return {name: value for name, value in super().to_dict().items() if value or name != "segments"}


class RetentionReport(Operations):
    """The retention report."""

    async def retention(
        self,
        *,
        born_event: str,
        return_event: str | None = None,
        from_date: Day,
        to_date: Day,
        born_where: str | None = None,
        return_where: str | None = None,
        interval: int = 1,
        interval_count: int = 10,
        unit: TimeUnit = "day",
        retention_type: RetentionType = "birth",
        unbounded_retention: bool = False,
        on: str | None = None,
        limit: int | None = None,
    ) -> RetentionResult:
        """Of those who did *born_event* between two days (both included), the part that came back, by *return_event*.

        A bucket is *interval* times *unit* long (at most 90 days by the day); bucket 0 and *interval_count* more are
        given. *return_event* None is any event. The wheres are expressions such as ``properties["plan"] == "pro"``.
        ``unbounded_retention=True`` counts whoever came back in a bucket or later. ``compounded`` cohorts are made of
        *return_event* itself, and *born_event* says nothing. *on* splits by an expression on the return, at most
        *limit* segments; how Mixpanel shows them is not documented: what is no cohort is refused, and the embedded
        Mixpanel gives ``segments`` beside the numbers of all.
        """
        first, last = day_range(from_date, to_date)
        query: dict[str, QueryValue] = {
            "born_event": event_name(born_event, "born_event"),
            "event": None if return_event is None else event_name(return_event, "return_event"),
            "from_date": first,
            "to_date": last,
            "retention_type": one_of(RetentionType, retention_type, "retention_type"),
            "interval_count": at_least(0, interval_count, "interval_count"),
            **_buckets(interval, unit),
            **expressions(born_where=born_where, on=on),
            "where": expression(return_where, "return_where"),
            "unbounded_retention": "true" if yes_or_no(unbounded_retention, "unbounded_retention") else None,
            **amounts(limit=limit),
        }

        def read(answer: Answer) -> RetentionResult:
            return RetentionResult(born_event, return_event, first, last, unit, _cohorts(answer), _segments(answer))

        return await self._call(Call(path="/retention", query=query, read=read))


def _buckets(interval: int, unit: TimeUnit) -> dict[str, QueryValue]:
    """How long a bucket is; the server's default unit is the day."""
    if at_least_one(interval, "interval") == 1:
        return {"unit": one_of(TimeUnit, unit, "unit")}
    return {"interval": interval, "unit": None if one_of(TimeUnit, unit, "unit") == "day" else unit}


def _segments(answer: Answer) -> dict[str, list[CohortInfo]]:
    """The cohorts of each segment; a cohort has them by name beside its own numbers."""
    found: dict[str, list[CohortInfo]] = {}
    for date in sorted(answer.object()):
        segments = answer.get(date).get("segments")
        for name in segments.object_or_nothing():
            found.setdefault(name, []).append(CohortInfo.read(date, segments.get(name)))
    return found


def _cohorts(answer: Answer) -> list[CohortInfo]:
    cohorts = answer.object()
    return [CohortInfo.read(date, answer.get(date)) for date in sorted(cohorts)]
