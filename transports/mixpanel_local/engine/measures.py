"""Measurements: the SQL that aggregates rows, and what makes values of its integers.

Rows have the columns ``u`` (user, NULL for none), ``b`` (interval or day), breakdowns, and ``v`` (the property).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.sql import Sql, alias, call, case, cast, column, not_null, number, try_cast
from mixpanel_local.engine.value import Value

if TYPE_CHECKING:
    import polars as pl

USER: Final = "u"
KEY: Final = "b"
VALUE: Final = "v"
RESULT: Final = "value"
_DECIMAL: Final = "DECIMAL(28, 9)"


class Measure(Protocol):
    """A way to aggregate rows."""

    @property
    def empty(self) -> int | None:
        """The value of an interval without rows."""
        ...

    @property
    def lookback(self) -> int | None:
        """None, or so many days before the range are read too, and ``b`` is the day, not the interval."""
        ...

    @property
    def rank(self) -> Measure:
        """What the most important segments are found by (docs/reports, top N)."""
        ...

    def reads(self, value: Value) -> Sql:
        """What ``v`` is, for the property."""
        ...

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """The aggregation of *rows* by *keys*."""
        ...

    def finish(self, frame: pl.DataFrame, intervals: Sequence[Interval], /) -> pl.DataFrame:
        """The aggregated rows, one per interval and segment, with their value in column ``value``."""
        ...


@frozen
class Single:
    """One aggregate function whose result is the value."""

    result: Sql
    empty: int | None = None
    labels: bool = False
    ranked: Measure | None = None
    lookback: None = None

    @property
    def rank(self) -> Measure:
        """Itself, unless another was given."""
        return self.ranked or self

    def reads(self, value: Value) -> Sql:
        """The label or the number."""
        return value.label() if self.labels else value.as_number()

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """Grouped, with the function's result."""
        return grouped(rows, keys, alias(self.result, RESULT))

    def finish(self, frame: pl.DataFrame, _: Sequence[Interval]) -> pl.DataFrame:
        """As it is."""
        return frame


@frozen
class Sum:
    """The sum of the property, or its mean. Exact and the same at every run: decimals are added as integers."""

    mean: bool = False
    lookback: None = None

    @property
    def empty(self) -> int | None:
        """No sum is 0; no mean is nothing."""
        return None if self.mean else 0

    @property
    def rank(self) -> Measure:
        """A mean ranks by how many rows made it."""
        return CONTRIBUTIONS if self.mean else self

    def reads(self, value: Value) -> Sql:
        """The number."""
        return value.as_number()

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """The exact sum of what is a decimal of nine digits, a list of the rest, and how many there are."""
        amount = column(VALUE)
        scaled = try_cast(amount, _DECIMAL)
        exact = call("coalesce", cast(scaled, "DOUBLE").eq(amount), exp.false())
        decimals = _where(call("sum", scaled), exact)
        rest = _where(call("list", amount), exp.and_(exact.not_(), not_null(amount)))
        count = call("count", amount)
        return grouped(rows, keys, alias(decimals, "decimals"), alias(rest, "rest"), alias(count, "contributions"))

    def finish(self, frame: pl.DataFrame, _: Sequence[Interval]) -> pl.DataFrame:
        """The sums, or the sums divided."""
        import polars as pl

        sums = [
            math.fsum([float(decimals or 0), *(() if rest is None else rest)])
            for decimals, rest in zip(frame["decimals"], frame["rest"], strict=True)
        ]
        total = pl.Series(RESULT, sums, dtype=pl.Float64)
        if self.mean:
            count = pl.when(pl.col("contributions") > 0).then(pl.col("contributions"))
            return frame.with_columns(total).with_columns(pl.col(RESULT) / count)
        return frame.with_columns(total)


@frozen
class PerUser:
    """First *inner* within each user, then *outer* over the users. Users without a value are not counted."""

    inner: str
    outer: Measure
    lookback: None = None

    @property
    def empty(self) -> int | None:
        """As for the outer one."""
        return self.outer.empty

    @property
    def rank(self) -> Measure:
        """As for the outer one, over users."""
        return PerUser(self.inner, self.outer.rank)

    def reads(self, value: Value) -> Sql:
        """What the inner one needs."""
        return value.label() if self.inner == "unique_values" else value.as_number()

    def lower(self, rows: exp.Select, keys: Sequence[str]) -> exp.Select:
        """Grouped twice."""
        # Events of nobody stay as rows without a value, so that their segment is not lost.
        value = case((not_null(column(USER)), column(VALUE)))
        users = grouped(rows, [*keys, USER], alias(within_user(self.inner, value), VALUE))
        return self.outer.lower(users, keys)

    def finish(self, frame: pl.DataFrame, intervals: Sequence[Interval]) -> pl.DataFrame:
        """As for the outer one."""
        return self.outer.finish(frame, intervals)


def grouped(rows: exp.Select, keys: Sequence[str], *results: Sql, where: Sql | None = None) -> exp.Select:
    """*results* of *rows* by *keys*."""
    query = exp.select(*map(column, keys), *results).from_(rows.subquery("r"))
    query = query if where is None else query.where(where)
    return query.group_by(*map(column, keys)) if keys else query


def _where(aggregate: Sql, condition: Sql) -> Sql:
    """The aggregate over the rows for which *condition* holds."""
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def percentile(fraction: float) -> Single:
    """The value below which *fraction* of the rows lie, interpolated between neighbours."""
    return Single(call("quantile_cont", column(VALUE), number(float(fraction))), ranked=CONTRIBUTIONS)


def least() -> Single:
    """The least; the segment with the lowest one comes first."""
    result = call("min", column(VALUE))
    return Single(result, ranked=Single(number(0) - result))


def largest() -> Single:
    """The largest."""
    return Single(call("max", column(VALUE)))


def within_user(name: str, value: Sql) -> Sql:
    """An aggregate of one user's values: total, average, min, max, median, unique_values; NULL where there are none."""
    count = call("count", value)
    if name == "unique_values":
        distinct = exp.Count(this=exp.Distinct(expressions=[value]))
        return cast(call("nullif", distinct, number(0)), "DOUBLE")
    if name in ("min", "max", "median"):
        return call(name, value)
    return _repeatable_sum(value) / count if name == "average" else _repeatable_sum(value)


def _repeatable_sum(value: Sql) -> Sql:
    """A sum that no order of rows changes: of decimals as integers, of other numbers from the least to the largest."""
    scaled = try_cast(value, _DECIMAL)
    decimal = call("bool_and", call("coalesce", cast(scaled, "DOUBLE").eq(value), exp.false()))
    exact = cast(call("sum", scaled), "DOUBLE")
    return case((decimal, exact), default=call("list_sum", call("list_sort", call("list", value))))


COUNT: Final = Single(exp.Count(this=exp.Star()), empty=0)
USERS: Final = Single(exp.Count(this=exp.Distinct(expressions=[column(USER)])), empty=0)
CONTRIBUTIONS: Final = Single(call("count", column(VALUE)), empty=0)
DISTINCT_VALUES: Final = Single(exp.Count(this=exp.Distinct(expressions=[column(VALUE)])), empty=0, labels=True)
