"""Counts by name and time, the shape most of the older reports answer in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from mixpanel_async.answer import Answer
from mixpanel_async.frames import frame, labels, numbers, times
from mixpanel_async.place import Number

if TYPE_CHECKING:
    import polars as pl

CountUnit = Literal["minute", "hour", "day", "week", "month"]
Numbers = Mapping[str, Number | None]
Series = Mapping[str, Numbers]


def counted(answer: Answer) -> Series:
    """``data.values`` of *answer*: numbers by name and time."""
    answer.object()
    values = answer.part("data").part("values")
    for _, counts in values.entries():
        counts.numbers()
    return values.object_or_nothing()


def series_frame(series: Series, label: str, unit: str) -> pl.DataFrame:
    """One row per name and time, as sent: ``date`` (Datetime by the hour or minute), *label*, ``count``."""
    return frame(
        {
            "date": times_by(unit, series.values()),
            label: labels(tuple(series), list(map(len, series.values()))),
            "count": numbers([count for counts in series.values() for count in counts.values()]),
        }
    )


def times_by(unit: str, runs: Iterable[Iterable[str]]) -> pl.Series:
    """The times in *runs*, one run after the other: Date, or by the hour or minute Datetime."""
    keys: Sequence[tuple[str, ...]] = [tuple(key.replace(" ", "T") for key in run) for run in runs]
    return times(keys, "") if any(keys) else _no_times(unit)


def _no_times(unit: str) -> pl.Series:
    import polars as pl

    return pl.Series(dtype=pl.Datetime("us") if unit in ("minute", "hour") else pl.Date)
