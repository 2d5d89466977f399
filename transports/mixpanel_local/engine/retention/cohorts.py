"""Integers by row and bucket become cohorts, and their average."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, Self, TypeAlias

from attrs import frozen

from mixpanel_local.engine.formula import Number
from mixpanel_local.engine.points import tidy
from mixpanel_local.engine.retention.plan import Criterion

Average: TypeAlias = Literal["worked", "pooled"]


@frozen
class Reach:
    """How many buckets of a row have *begun*, and how many are *over*, at the time of the question."""

    begun: int
    over: int


@frozen
class Counted:
    """*size* users were born; by bucket, those that came back, and what was *measured*."""

    size: int
    users: Sequence[int]
    measured: Sequence[float]

    def added_up(self) -> Self:
        """The same, every bucket with those before it."""
        return type(self)(self.size, list(accumulate(self.users)), list(accumulate(self.measured)))


@frozen
class Cohort:
    """A row as it is shown: *rates* are shares of the *first* users, whatever the *counts* measure."""

    first: Number
    counts: Sequence[Number]
    rates: Sequence[float]


def totals(values: Sequence[float], criterion: Criterion, count: int) -> list[float]:
    """What *criterion* makes of *values*, which have one bucket more than *count* for what came later."""
    if criterion == "on or after":
        return list(accumulate(reversed(values)))[::-1][:count]
    return list(accumulate(values[:count])) if criterion == "on or before" else list(values[:count])


def cohort(counted: Counted, begun: int) -> Cohort:
    """The row's cohort, as far as its buckets have *begun*."""
    rates = [_ratio(users, counted.size) for users in counted.users[:begun]]
    return Cohort(counted.size, [tidy(value) for value in counted.measured[:begun]], rates)


def averaged(rows: Sequence[Counted], reaches: Sequence[Reach], average: Average) -> Cohort:
    """The average row: each bucket over those rows for which it is over (docs/reports/retention, FAQ)."""
    over = [reach.over for reach in reaches]
    columns = [
        _Column([row for row, end in zip(rows, over, strict=True) if end > at], at)
        for at in range(max(over, default=0))
    ]
    sizes = columns[0].sizes if columns else []
    return Cohort(
        tidy(_mean(sizes, sizes)),
        [tidy(column.count) for column in columns],
        [column.pooled if average == "pooled" else column.worked for column in columns],
    )


@frozen
class _Column:
    """One bucket of several rows."""

    rows: Sequence[Counted]
    bucket: int

    @property
    def sizes(self) -> Sequence[int]:
        return [row.size for row in self.rows]

    @property
    def users(self) -> Sequence[int]:
        return [row.users[self.bucket] for row in self.rows]

    @property
    def count(self) -> float:
        return _mean([row.measured[self.bucket] for row in self.rows], self.sizes)

    @property
    def pooled(self) -> float:
        return _ratio(sum(self.users), sum(self.sizes))

    @property
    def worked(self) -> float:
        """The weighted mean of users who came back by that of users who were born, as in the documents' example."""
        return _ratio(_dot(self.users, self.sizes), _dot(self.sizes, self.sizes))


def _mean(values: Sequence[float], weights: Sequence[int]) -> float:
    return _ratio(_dot(values, weights), sum(weights))


def _dot(values: Sequence[float], weights: Sequence[int]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
