"""How many users did how much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.dates import Day, day_range
from mixpanel_async.frames import fractions, frame, labels, numbers
from mixpanel_async.jql.arguments import event_names, whole_numbers
from mixpanel_async.jql.asking import program
from mixpanel_async.jql.reading import count, percentages, records
from mixpanel_async.jql.scripts import ENGAGEMENT_DISTRIBUTION
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl

BUCKETS = (1, 2, 5, 10, 25, 50, 100)
_ANY = float("inf")


@frozen
class EngagementBucket(Value):
    """Users with at least *bucket_min* events, and fewer than the next bucket's; *percentage* (0-100) is of all users.

    *bucket_label* is ``"1"``, ``"2-4"``, or ``"100+"`` for the last one.
    """

    bucket_min: int
    bucket_label: str
    user_count: int
    percentage: float


@frozen
class EngagementDistributionResult(Result):
    """Users by how many of *events*, or of all events where that is None, they did; *total_users* did any.

    A bucket without users is not there.
    """

    from_date: str
    to_date: str
    events: tuple[str, ...] | None
    total_users: int
    buckets: tuple[EngagementBucket, ...] = ()

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per bucket: ``bucket_min``, ``bucket_label``, ``user_count``, ``percentage``."""
        names = [each.bucket_label for each in self.buckets]
        return frame(
            {
                "bucket_min": numbers([each.bucket_min for each in self.buckets]),
                "bucket_label": labels(names, [1] * len(names)),
                "user_count": numbers([each.user_count for each in self.buckets]),
                "percentage": fractions([each.percentage for each in self.buckets]),
            }
        )


def engagement_distribution(
    from_date: Day, to_date: Day, events: str | Sequence[str] | None, buckets: Sequence[int] | None
) -> Call[EngagementDistributionResult]:
    """The call for it."""
    first, last = day_range(from_date, to_date)
    names, bounds = event_names(events), _bounds(buckets)

    def read(answer: Answer) -> EngagementDistributionResult:
        found = records(answer)
        users = [count(row, "user_count") for row in found]
        starts = [count(row, "bucket_min") for row in found]
        cells = zip(starts, users, percentages(users), strict=True)
        made = tuple(EngagementBucket(start, _label(start, bounds), number, share) for start, number, share in cells)
        return EngagementDistributionResult(first, last, tuple(names) if names else None, sum(users), made)

    return program(
        "engagement_distribution",
        ENGAGEMENT_DISTRIBUTION,
        {"from_date": first, "to_date": last, "events": names, "buckets": bounds},
        read,
        instead="query(event, math='unique', group_by=FrequencyBreakdown(event))",
    )


def _bounds(buckets: Sequence[int] | None) -> list[int]:
    """Where buckets begin, in order; the first of them has everyone who did anything."""
    given = sorted(whole_numbers(buckets or BUCKETS, "buckets", 0, _ANY))
    return given if given[0] <= 1 else [1, *given]


def _label(start: int, bounds: Sequence[int]) -> str:
    end = next((after - 1 for at, after in pairwise(bounds) if at == start), None)
    if end is None:
        return f"{start}+"
    return str(start) if end == start else f"{start}-{end}"
