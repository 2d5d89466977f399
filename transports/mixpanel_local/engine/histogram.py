"""The distribution of users by a value of each: how many there are in each of its ranges (docs/reports/insights)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.buckets import Buckets, bucket
from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import CONTRIBUTIONS, RESULT, VALUE, Measure
from mixpanel_local.engine.per_user import PerUser
from mixpanel_local.engine.sql import Sql, alias, all_of, call, column, not_null, null
from mixpanel_local.engine.table import Table
from mixpanel_local.engine.value import Value

BUCKET: Final = "h"
"""The range of a user's value: one more segment, behind all others."""


@frozen
class Histogram:
    """Users by the range of *buckets* that their value, *inner*, lies in; by the value itself where there are none."""

    inner: PerUser
    buckets: Buckets | None = None
    empty: int = 0
    further: int = 1
    lookback: None = None
    of_users: bool = True

    @property
    def needs(self) -> frozenset[str]:
        """What the inner one needs."""
        return self.inner.needs

    @property
    def of_numbers(self) -> bool:
        """As for the inner one."""
        return self.inner.of_numbers

    @property
    def rank(self) -> Measure:
        """Users."""
        return PerUser(self.inner.inner, CONTRIBUTIONS)

    def reads(self, value: Value) -> Sql:
        """What the inner one needs."""
        return self.inner.reads(value)

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Users counted at every depth, and by range at the greatest."""
        users = self.inner.users(rows, by)
        label = bucket(Value(number=column(VALUE)), self.buckets)
        whole = alias(null(), BUCKET)
        leaves = all_of(not_null(column(name)) for name in (*by.path, VALUE))
        plain = exp.select(*self._columns(by), whole).from_(users.subquery("y"))
        ranged = exp.select(*self._columns(by, tallied=False), alias(label, BUCKET)).from_(users.subquery("z"))
        both = plain.union(ranged.where(leaves), distinct=False)
        return by.rolled().also(BUCKET).group(both, alias(call("count", column(VALUE)), RESULT))

    def finish(self, table: Table, _: Sequence[Interval]) -> Table:
        """As it is."""
        return table

    def _columns(self, by: By, *, tallied: bool = True) -> Sequence[Sql]:
        tallies = (column(name) if tallied else alias(null("BIGINT"), name) for name in by.tallies)
        return [*(column(name) for name in (*by.names, VALUE)), *tallies]
