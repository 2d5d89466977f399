"""Sums and means that are exact, and the same at every run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import CONTRIBUTIONS, RESULT, VALUE, Measure
from mixpanel_local.engine.sql import Sql, alias, call, case, cast, column, not_null, try_cast
from mixpanel_local.engine.table import Table
from mixpanel_local.engine.value import Value

_DECIMAL: Final = "DECIMAL(28, 9)"
_DECIMALS: Final = "decimals"
_REST: Final = "rest"
_CONTRIBUTIONS: Final = "contributions"

PARTS: Final = (_DECIMALS, _REST, _CONTRIBUTIONS)
"""The columns that a sum is made of: of parts of the rows, decimals and counts add up, and lists are joined."""


@frozen
class Sum:
    """The sum of the property, or its mean: decimals are added as integers, so that no order of rows matters."""

    mean: bool = False
    further: int = 0
    lookback: None = None
    needs: frozenset[str] = frozenset()
    of_users: bool = False
    of_numbers: bool = True

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

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """The exact sum of what is a decimal of nine digits, a list of the rest, and how many there are."""
        amount = column(VALUE)
        scaled = try_cast(amount, _DECIMAL)
        exact = call("coalesce", cast(scaled, "DOUBLE").eq(amount), exp.false())
        decimals = _where(call("sum", scaled), exact)
        rest = _where(call("list", amount), exp.and_(exact.not_(), not_null(amount)))
        count = call("count", amount)
        return by.group(rows, *(alias(value, name) for name, value in zip(PARTS, (decimals, rest, count), strict=True)))

    def finish(self, table: Table, _: Sequence[Interval]) -> Table:
        """The sums, or the sums divided."""
        results = [
            self._value(math.fsum([float(decimals or 0), *(rest or ())]), count)
            for decimals, rest, count in table.rows(*PARTS)
        ]
        return table.having(RESULT, results)

    def _value(self, total: float, count: int) -> float | None:
        if not self.mean:
            return total
        return total / count if count else None


def repeatable_sum(value: Sql) -> Sql:
    """A sum that no order of rows changes: of decimals as integers, of other numbers from the least to the largest."""
    scaled = try_cast(value, _DECIMAL)
    decimal = call("bool_and", call("coalesce", cast(scaled, "DOUBLE").eq(value), exp.false()))
    exact = cast(call("sum", scaled), "DOUBLE")
    return case((decimal, exact), default=call("list_sum", call("list_sort", call("list", value))))


def _where(aggregate: Sql, condition: Sql) -> Sql:
    """The aggregate over the rows for which *condition* holds."""
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))
