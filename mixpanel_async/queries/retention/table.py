"""Cohorts as a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.frames import checked, days, flat, frame, repeated
from mixpanel_async.queries.retention.cohorts import Cohorts, RetentionCohortData

if TYPE_CHECKING:
    import polars as pl


def cohort_table(cohorts: Cohorts, segments: Mapping[str, Cohorts]) -> pl.DataFrame:
    """One row per bucket of the *segments*, where there are any, else of the *cohorts*; both sorted, days too.

    A ``TypeError`` where a bucket holds what is no number.
    """
    import polars as pl

    parts = segments or {"": cohorts}
    blocks = {name: sorted(parts[name].items()) for name in sorted(parts)}
    heads = {
        "segment": pl.Series([name for name, block in blocks.items() for _ in block], dtype=pl.String),
        "cohort_date": days([day for block in blocks.values() for day, _ in block]),
    }
    lengths = [len(_counts(cohort)) for block in blocks.values() for _, cohort in block]
    rows = repeated(frame(heads), lengths, "bucket")
    # A segment at a time: what was just gathered is still in the processor's cache when it becomes a column.
    numbers = pl.concat([_numbers([each for _, each in block]) for block in blocks.values()], how="vertical_relaxed")
    return (rows if segments else rows.drop("segment")).hstack(numbers)


def _numbers(cohorts: Sequence[RetentionCohortData]) -> pl.DataFrame:
    """The buckets of all *cohorts*, one after the other: count and rate, which is 0 where it was left out."""
    counts = list(map(_counts, cohorts))
    rates = [_rates(cohort, len(counted)) for cohort, counted in zip(cohorts, counts, strict=True)]
    return frame({"count": checked(flat(counts), whole=True), "rate": checked(flat(rates), whole=False)})


def _counts(cohort: RetentionCohortData) -> list[Any]:
    return cohort.get("counts") or []


def _rates(cohort: RetentionCohortData, length: int) -> list[Any]:
    rates = cohort.get("rates") or []
    return rates if len(rates) == length else [*rates[:length], *[0.0] * (length - len(rates))]
