"""What a retention question came to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import asdict, evolve, field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.errors import QueryError
from mixpanel_async.queries.bookmark.reports import Head
from mixpanel_async.queries.retention.cohorts import Block, Cohorts, RetentionCohortData, blocks, check
from mixpanel_async.queries.retention.table import cohort_table
from mixpanel_async.results import Result

if TYPE_CHECKING:
    import polars as pl

__all__ = ["RetentionQueryResult"]

_OPTIONAL = ("segments", "segment_averages", "compared")


@frozen(repr=False)
class RetentionQueryResult(Result):
    """Cohorts by the day they were born, and their *average*; with a breakdown, *segments* hold the same by segment.

    A cohort is ``{"first": 100, "counts": [80, 25], "rates": [0.8, 0.25]}``, one entry per bucket. *cohorts* are those
    of all users. *params* is the report that was asked for, *meta* what the server says about the computation;
    *compared* has the cohorts of the other time, where the question has a ``time_comparison``.
    """

    computed_at: str
    from_date: str
    to_date: str
    cohorts: Cohorts = field(factory=dict)
    average: RetentionCohortData = field(factory=RetentionCohortData)
    params: Mapping[str, Any] = field(factory=dict)
    meta: Mapping[str, Any] = field(factory=dict)
    segments: Mapping[str, Cohorts] = field(factory=dict)
    segment_averages: Mapping[str, RetentionCohortData] = field(factory=dict)
    compared: RetentionQueryResult | None = None

    @classmethod
    def read(cls, answer: Answer, params: Mapping[str, Any]) -> Self:
        """The result in *answer*; one that says why there is none, or holds several metrics, is a ``QueryError``."""
        head = Head.read(answer)
        own, *others = _metrics(answer.get("series"), most=2 if _compares(params) else 1)
        found = cls._of(own, head, params)
        if not others:
            return found
        span = answer.get("meta").get("compared_date_range")
        days = [span.get(day).text_or() for day in ("from_date", "to_date")]
        return evolve(found, compared=cls._of(others[0], evolve(head, from_date=days[0], to_date=days[1]), params))

    @classmethod
    def _of(cls, metric: Answer, head: Head, params: Mapping[str, Any]) -> Self:
        """What stands under one *metric*."""
        overall, segments = blocks(metric)
        found = cls(
            head.computed_at,
            head.from_date,
            head.to_date,
            overall.cohorts,
            overall.average,
            params,
            head.meta,
            {name: block.cohorts for name, block in segments.items()},
            {name: block.average for name, block in segments.items() if block.average},
        )
        found._check(overall, *segments.values())
        return found

    def _check(self, *blocks: Block) -> None:
        """Refuse what is no number in one of *blocks*, by making the frames of all."""
        try:
            _ = self.df, self.segments and cohort_table(self.cohorts, {})
        except TypeError:
            for block in blocks:
                check(block.node)
            raise

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per cohort and bucket, sorted: columns ``cohort_date`` (Date), ``bucket``, ``count``, ``rate``.

        With segments, the column ``segment`` comes first and the rows of all users are left out. Buckets count from 0;
        a rate that the server left out is 0.
        """
        return cohort_table(self.cohorts, self.segments)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data; segments and what it is compared with only where there are any."""
        everything = asdict(self, recurse=False) | {"compared": self.compared and self.compared.to_dict()}
        return {name: value for name, value in everything.items() if value or name not in _OPTIONAL}

    def __repr__(self) -> str:
        split = f" in {len(self.segments)} segments" if self.segments else ""
        return f"<RetentionQueryResult {self.from_date} to {self.to_date}: {len(self.cohorts)} cohorts{split}>"


def _compares(params: Mapping[str, Any]) -> bool:
    """Whether *params* ask for another time, too."""
    display = params.get("displayOptions")
    return isinstance(display, Mapping) and bool(display.get("timeComparison"))


def _metrics(series: Answer, *, most: int) -> list[Answer]:
    """What lies under the metrics of the series, *most* in number; the series itself where it is empty."""
    if not isinstance(series.value, dict) or len(series.value) > most:
        raise QueryError(f"{series.path}: {series.shown} is not that of one retention; check the params", 200)
    nodes = [node for _, node in series.entries()] or [series]
    for node in nodes:
        if not isinstance(node.value, dict):
            raise QueryError(f"{node.path}: {node.shown} holds no cohorts; check the params", 200)
    return nodes
