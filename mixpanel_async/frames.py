"""Columns as polars makes them: typed, built whole and never row by row."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.answer import NUMBERS

if TYPE_CHECKING:
    import polars as pl

DAY_LENGTH = len("2026-01-31")
TIME_LENGTH = len("2026-01-31T00:00:00")
NESTING = 32
"""How deep lists and objects stay columns; polars takes seconds for hundreds of levels."""

Keys = tuple[str, ...]


def frame(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """The columns side by side, in their order; zero rows keep every column and its type."""
    import polars as pl

    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


def labels(values: Sequence[str], lengths: Sequence[int]) -> pl.Series:
    """Each of *values* as often as *lengths* says, one after the other, as text."""
    import polars as pl

    return repeated(pl.DataFrame({"label": pl.Series(values, dtype=pl.String)}), lengths, "run")["label"]


def repeated(rows: pl.DataFrame, lengths: Sequence[int], counter: str) -> pl.DataFrame:
    """Each of *rows* as often as *lengths* says, one after the other, which *counter* counts from 0."""
    import polars as pl

    runs = rows.hstack([pl.Series(counter, lengths, dtype=pl.Int64)])
    return runs.with_columns(pl.int_ranges(counter).alias(counter)).explode(counter, empty_as_null=False)


def flat(lists: Iterable[Iterable[Any]]) -> list[Any]:
    """What all *lists* hold, one after the other."""
    values: list[Any] = []
    for each in lists:
        values += each
    return values


def numbers(values: Sequence[Any]) -> pl.Series:
    """Int64 where every value is a whole number, else Float64; null stays null. Too large for Int64 is Float64 too."""
    import polars as pl

    try:
        return pl.Series(values, dtype=pl.Int64)
    except (TypeError, OverflowError):
        return fractions(values)


def fractions(values: Sequence[Any]) -> pl.Series:
    """Numbers as Float64, whole ones too; null stays null."""
    import polars as pl

    column = pl.Series(values, dtype=pl.Float64, strict=False)
    if not column.null_count() or column.null_count() == values.count(None):
        return column
    near = [real(value) if isinstance(value, int) else value for value in values]
    return pl.Series(near, dtype=pl.Float64, strict=False)


def checked(values: Sequence[Any], *, whole: bool) -> pl.Series:
    """As ``numbers`` if *whole*, else as ``fractions``; a ``TypeError`` where something is neither a number nor null.

    Polars itself looks for that as it goes, in half the time that a look at the types takes; only true and false pass
    for 1 and 0 with it.
    """
    import polars as pl

    try:
        column = pl.Series(values, dtype=pl.Int64 if whole else pl.Float64)
        alike = (column == 0) | (column == 1)
        doubtful = [values[row] for row in alike.arg_true().to_list()] if alike.any() else []
    except (TypeError, OverflowError):
        column, doubtful = None, list(values)
    if not NUMBERS.issuperset(map(type, doubtful)):
        raise TypeError("a value is neither a number nor null")
    if column is None:
        return numbers(values) if whole else fractions(values)
    return column


def real(value: int | float) -> float:
    """The nearest float; infinity beyond the largest, as JSON's 1e999 is read."""
    if isinstance(value, float) or abs(value) <= sys.float_info.max:
        return float(value)
    return math.inf if value > 0 else -math.inf


def days(keys: Sequence[str | None]) -> pl.Series:
    """Days (10 characters) as Date; where one is no day, all stay text."""
    import polars as pl

    text = pl.Series(keys, dtype=pl.String)
    typed = text.str.to_date("%Y-%m-%d", strict=False)
    return typed if typed.null_count() == text.null_count() else text


def times(runs: Sequence[Keys], missing: str) -> pl.Series:
    """The times in *runs*, one run after the other; *missing* is null.

    Days (10 characters) are Date. Longer keys are Datetime on the project's wall clock: Mixpanel sends an offset and
    no zone, so it is cut off. Where keys are not all of one kind, or no times, they stay text of at most 19 characters.
    """
    import polars as pl

    if not runs:
        return _parsed(())
    order: dict[Keys, int] = {}
    places = [order.setdefault(run, len(order)) for run in runs]
    distinct = dict.fromkeys(key for run in order for key in run)
    parsed = _parsed([None if key == missing else key[:TIME_LENGTH] for key in distinct])
    row = {key: index for index, key in enumerate(distinct)}
    columns = [parsed.gather(pl.Series([row[key] for key in run], dtype=pl.UInt32)) for run in order]
    return pl.concat([columns[place] for place in places])


def _parsed(keys: Sequence[str | None]) -> pl.Series:
    import polars as pl

    lengths = {len(key) for key in keys if key is not None}
    if lengths == {DAY_LENGTH}:
        return days(keys)
    text = pl.Series(keys, dtype=pl.String)
    if len(lengths) > 1:
        return text
    typed = text.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
    return typed if typed.null_count() == text.null_count() else text


def anything(values: Sequence[Any]) -> pl.Series:
    """Values of whatever type they share, lists and objects included; what shares none is text, as JSON.

    No value at all is text too, and so are whole numbers too large for Int64 and what is nested deeply. Objects with
    different keys become one Struct, null where a key is missing.
    """
    import polars as pl

    kinds = set(map(type, values)) - {type(None)}
    try:
        if kinds == {int}:
            return pl.Series(values, dtype=pl.Int64)
        if kinds and kinds <= {int, float}:
            return fractions(values)
        if len(kinds) == 1 and not kinds <= {str, bool}:
            return _nested(values)
        if len(kinds) < 2:
            return pl.Series(values, dtype=pl.Boolean if kinds == {bool} else pl.String)
    except (TypeError, OverflowError, pl.exceptions.PolarsError):
        pass
    return pl.Series([_as_text(value) for value in values], dtype=pl.String)


def _nested(values: Sequence[Any]) -> pl.Series:
    """Lists or objects; a ``TypeError`` where polars would change what is in them to make it fit."""
    import polars as pl

    if not all(_is_shallow(value, NESTING) for value in values):
        raise TypeError("the values are nested too deeply for columns")
    series = pl.from_dicts([{"": value} for value in values], infer_schema_length=None, strict=False).to_series()
    if not all(map(_kept, values, series)):
        raise TypeError("the values share no type")
    return series


def _is_shallow(value: Any, levels: int) -> bool:
    """Whether lists and objects stand in each other in *value* no more than so many *levels* deep."""
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(each, levels - 1) for each in inner)


def _kept(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        return isinstance(after, dict) and all(_kept(value, after.get(key)) for key, value in before.items())
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_kept, before, after))
    return bool(before == after) and isinstance(before, bool) is isinstance(after, bool)


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
