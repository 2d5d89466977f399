"""Measurements: the SQL that aggregates rows, and what makes values of its integers.

Rows have the columns ``u`` (user, NULL for none), ``b`` (interval or day), breakdowns, and ``v`` (the property).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.sql import Sql, alias, call, column, number
from mixpanel_local.engine.table import Table
from mixpanel_local.engine.value import Value

USER: Final = "u"
KEY: Final = "b"
VALUE: Final = "v"
RESULT: Final = "value"
METRIC: Final = "m"
"""The place among the metrics of the one a row is for; a row that several want is there for each."""
SESSION: Final = "s"
"""The session of the event, for measures that need it."""
ORDER: Final = "o"
"""What orders events, for measures that need it."""


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
    def further(self) -> int:
        """How many segments of its own it adds to those of the breakdowns."""
        ...

    @property
    def needs(self) -> frozenset[str]:
        """Columns that rows have for it alone."""
        ...

    @property
    def of_users(self) -> bool:
        """Whether events of nobody count for nothing."""
        ...

    @property
    def of_numbers(self) -> bool:
        """Whether events without a number count for nothing."""
        ...

    @property
    def rank(self) -> Measure:
        """What the most important segments are found by (docs/reports, top N)."""
        ...

    def reads(self, value: Value) -> Sql:
        """What ``v`` is, for the property."""
        ...

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """The aggregation of *rows*."""
        ...

    def finish(self, table: Table, intervals: Sequence[Interval], /) -> Table:
        """The aggregated rows, one per interval and segment, with their value in column ``value``."""
        ...


@frozen(kw_only=True)
class Single:
    """One aggregate function whose result is the value."""

    result: Sql
    empty: int | None = None
    labels: bool = False
    of_users: bool = False
    of_numbers: bool = False
    needs: frozenset[str] = frozenset()
    ranked: Measure | None = None
    further: int = 0
    lookback: None = None

    @property
    def rank(self) -> Measure:
        """Itself, unless another was given."""
        return self.ranked or self

    def reads(self, value: Value) -> Sql:
        """The label or the number."""
        return value.label() if self.labels else value.as_number()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Grouped, with the function's result."""
        return by.group(rows, alias(self.result, RESULT))

    def finish(self, table: Table, _: Sequence[Interval]) -> Table:
        """As it is."""
        return table


def distinct(value: Sql) -> Sql:
    """How many different values there are."""
    return exp.Count(this=exp.Distinct(expressions=[value]))


COUNT: Final = Single(result=exp.Count(this=exp.Star()), empty=0)
USERS: Final = Single(result=distinct(column(USER)), empty=0, of_users=True)
FIRSTS: Final = Single(result=call("count", column(VALUE)), empty=0, of_users=True)
"""Rows where each user has one at most; those of nobody have no value."""
CONTRIBUTIONS: Final = Single(result=call("count", column(VALUE)), empty=0, of_numbers=True)
DISTINCT_VALUES: Final = Single(result=distinct(column(VALUE)), empty=0, labels=True)
LARGEST: Final = Single(result=call("max", column(VALUE)), of_numbers=True)
LEAST: Final = Single(
    result=call("min", column(VALUE)),
    of_numbers=True,
    # The segment with the lowest one comes first.
    ranked=Single(result=number(0) - call("min", column(VALUE))),
)
FIRST_VALUE: Final = Single(
    result=call("arg_min", column(VALUE), column(ORDER)),
    of_numbers=True,
    needs=frozenset({ORDER}),
    ranked=CONTRIBUTIONS,
)


def percentile(fraction: float, *, interpolated: bool = True) -> Single:
    """The value below which *fraction* of the rows lie, *interpolated* between neighbours or one of them."""
    function = "quantile_cont" if interpolated else "quantile_disc"
    result = call(function, column(VALUE), number(float(fraction)))
    return Single(result=result, of_numbers=True, ranked=CONTRIBUTIONS)


@frozen
class MostFrequent:
    """The value that most rows have; of equally frequent ones the *least*, or the largest."""

    least: bool = True
    empty: None = None
    further: int = 0
    lookback: None = None
    needs: frozenset[str] = frozenset()
    of_users: bool = False
    of_numbers: bool = True

    @property
    def rank(self) -> Measure:
        """How many rows have a value."""
        return CONTRIBUTIONS

    def reads(self, value: Value) -> Sql:
        """The number."""
        return value.as_number()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Counted by value, then the value of the greatest count."""
        counted = by.also(VALUE).group(rows, alias(call("count", column(VALUE)), "n"))
        value = column(VALUE)
        tie = number(0) - value if self.least else value
        found = call("arg_max", value, call("row", column("n"), tie))
        return by.rolled().group(counted, alias(found, RESULT))

    def finish(self, table: Table, _: Sequence[Interval]) -> Table:
        """As it is."""
        return table
