"""The properties that have columns of their own, taken out of the others: many rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from mixpanel_dataset.cells import Read, integers, reader, within
from mixpanel_dataset.lines import LAST_MS, MS_ABOVE, milliseconds, whole_number
from mixpanel_dataset.names import PROCESSED
from mixpanel_dataset.shape import Field

if TYPE_CHECKING:
    import polars as pl

IDS: Final = {"distinct_id": "distinct_id", "$insert_id": "insert_id"}
"""Properties that are ids, and their columns."""


def event_reader(field: Field) -> Read:
    """How to read *field* of events: its core column, if it has one, and the columns of what stays a property."""
    if field.name == "time":
        return lambda values, odd: [_times(values, odd)]
    if field.name == PROCESSED:
        return _processed_reader(field)
    if field.name in IDS:
        return _id_reader(field, IDS[field.name])
    return reader(field)


def _times(values: Sequence[Any], odd: list[int]) -> pl.Series:
    given = integers(values)
    if given is not None and not given.null_count():
        if within(given, 0, MS_ABOVE):
            return (given * 1000).alias("time")
        if within(given, MS_ABOVE + 1, LAST_MS - 1):
            return given.alias("time")
    return _times_one_by_one(values, odd)


def _times_one_by_one(values: Sequence[Any], odd: list[int]) -> pl.Series:
    import polars as pl

    found: list[int | None] = []
    for row, value in enumerate(values):
        try:
            ms = milliseconds(value)
        except ValueError:
            ms = None
        if ms is None or value != (ms if value > MS_ABOVE else ms / 1000):
            odd.append(row)
        found.append(ms)
    return pl.Series("time", found, dtype=pl.Int64)


def _id_reader(field: Field, column: str) -> Read:
    """Reads ids as text; those that are none stay properties too."""
    import polars as pl

    if field.kinds == {"s"}:
        return lambda values, _: [pl.Series(column, values, dtype=pl.String)]
    others = reader(Field(field.name, field.kinds - {"s"})) if field.kinds - {"s"} else None
    numbers = (int, float)

    def read(values: Sequence[Any], odd: list[int]) -> list[pl.Series]:
        texts = [value if type(value) is str else str(value) if type(value) in numbers else None for value in values]
        rest = [field.missing if type(value) is str else value for value in values]
        return [pl.Series(column, texts, dtype=pl.String), *(others(rest, odd) if others else ())]

    return read


def _processed_reader(field: Field) -> Read:
    """Reads whole numbers; anything else stays a property."""
    import polars as pl

    others = reader(field)

    def read(values: Sequence[Any], odd: list[int]) -> list[pl.Series]:
        if field.kinds == {"n"} and (given := integers(values)) is not None:
            return [given.alias(PROCESSED)]
        whole = [whole_number(value) for value in values]
        rest = [field.missing if taken is not None else value for value, taken in zip(values, whole, strict=True)]
        return [pl.Series(PROCESSED, whole, dtype=pl.Int64), *others(rest, odd)]

    return read
