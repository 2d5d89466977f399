"""Measurements that look at each user first: an aggregate of aggregates, and sessions."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Interval
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import (
    ORDER,
    RESULT,
    SESSION,
    USER,
    VALUE,
    Measure,
    distinct,
)
from mixpanel_local.engine.sql import Sql, alias, call, case, cast, column, not_null, number
from mixpanel_local.engine.sums import repeatable_sum
from mixpanel_local.engine.table import Table
from mixpanel_local.engine.value import Value

SESSIONS = "sessions"
"""The inner aggregate that counts a user's sessions; it reads no property."""


@frozen
class PerUser:
    """First *inner* within each user, then *outer* over the users. Users without a value are not counted."""

    inner: str
    outer: Measure
    further: int = 0
    lookback: None = None
    of_users: bool = True

    @property
    def empty(self) -> int | None:
        """As for the outer one."""
        return self.outer.empty

    @property
    def rank(self) -> Measure:
        """As for the outer one, over users."""
        return PerUser(self.inner, self.outer.rank)

    @property
    def of_numbers(self) -> bool:
        """Whether the inner one aggregates numbers."""
        return self.inner not in ("unique_values", SESSIONS)

    @property
    def needs(self) -> frozenset[str]:
        """What the outer one needs, and sessions where they are counted."""
        return self.outer.needs | ({SESSION} if self.inner == SESSIONS else frozenset())

    def reads(self, value: Value) -> Sql:
        """What the inner one needs."""
        return value.label() if self.inner == "unique_values" else value.as_number()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Grouped twice."""
        return self.outer.lower(self.users(rows, by), by.rolled())

    def users(self, rows: exp.Query, by: By) -> exp.Select:
        """Each user's value; events of nobody stay as rows without one, so that their segment is not lost."""
        known = column(SESSION) if self.inner == SESSIONS else column(VALUE)
        value = case((not_null(column(USER)), known))
        own = within_user(self.inner, value)
        first = [alias(call("min", column(ORDER)), ORDER)] if ORDER in self.outer.needs else []
        return by.also(USER).group(rows, alias(own, VALUE), *first)

    def finish(self, table: Table, intervals: Sequence[Interval]) -> Table:
        """As for the outer one."""
        return self.outer.finish(table, intervals)


def within_user(name: str, value: Sql) -> Sql:
    """An aggregate of one user's values: total, average, min, max, median, unique_values; NULL where there are none."""
    if name in ("unique_values", SESSIONS):
        return cast(call("nullif", distinct(value), number(0)), "DOUBLE")
    if name in ("min", "max", "median"):
        return call(name, value)
    return repeatable_sum(value) / call("count", value) if name == "average" else repeatable_sum(value)


@frozen
class SessionCount:
    """Sessions that have at least one of the rows."""

    empty: int = 0
    further: int = 0
    lookback: None = None
    needs: frozenset[str] = frozenset({SESSION})
    of_users: bool = True
    of_numbers: bool = False

    @property
    def rank(self) -> Measure:
        """Itself."""
        return self

    def reads(self, value: Value) -> Sql:
        """Nothing in particular."""
        return value.label()

    def lower(self, rows: exp.Query, by: By) -> exp.Select:
        """Counted within each user, whose sessions no other shares, and added up."""
        users = by.also(USER).group(rows, alias(distinct(column(SESSION)), "n"))
        return by.rolled().group(users, alias(cast(call("sum", column("n")), "BIGINT"), RESULT))

    def finish(self, table: Table, _: Sequence[Interval]) -> Table:
        """As it is."""
        return table
