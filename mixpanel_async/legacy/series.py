"""Counts by name and time, the shape most of the older reports answer in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mixpanel_async.answer import Answer
from mixpanel_async.frames import frame, labels, numbers, times
from mixpanel_async.place import Number

if TYPE_CHECKING:
    import polars as pl

Series = Mapping[str, Mapping[str, Number | None]]


def counted(answer: Answer) -> Series:
    """``data.values`` of *answer*: numbers by name and time."""
    values = answer.part("data").part("values")
    for _, counts in values.entries():
        counts.numbers()
    return values.object_or_nothing()


def series_frame(series: Series, label: str, unit: str) -> pl.DataFrame:
    """One row per name and time, as sent: ``date`` (Datetime by the hour or minute), *label*, ``count``."""
    runs = [tuple(key.replace(" ", "T") for key in counts) for counts in series.values()]
    return frame(
        {
            "date": times(runs, "") if any(runs) else _no_dates(unit),
            label: labels(tuple(series), list(map(len, runs))),
            "count": numbers([count for counts in series.values() for count in counts.values()]),
        }
    )


def _no_dates(unit: str) -> pl.Series:
    import polars as pl

    return pl.Series(dtype=pl.Datetime("us") if unit in ("minute", "hour") else pl.Date)
