"""What users of a cohort did: so often, or with so much of a property, within a span of time."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, Protocol, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cohorts.tree import AMOUNT, Behavior, Between, Comparison, Within
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.dates import moved, ms
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.per_user import within_user
from mixpanel_local.engine.plan import Arm, Filters
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import USER, Scan, Span, core_column
from mixpanel_local.engine.sql import Sql, alias, all_of, call, column, not_null, number, text, true_where


class Tests(Protocol):
    """Makes SQL of filters, over the rows of a scan."""

    def of(self, filters: Filters, /) -> Sql:
        """SQL of *filters*."""
        ...

    def matches(self, arms: Iterable[Arm], /) -> Sql:
        """SQL for an event that is one of *arms*."""
        ...


TestsOn: TypeAlias = Callable[[Scan], Tests]

_VALUE: Final = "v"
_COMPARE: Final[dict[Comparison, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_SQL: Final[dict[Comparison, type[exp.Binary]]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    ">": exp.GT,
    ">=": exp.GTE,
    "<": exp.LT,
    "<=": exp.LTE,
}
# Who did nothing did it 0 times, with a total of 0 and no values; an average of nothing compares with no number.
_OF_NOTHING: Final = frozenset({"count", "total", "unique"})


@frozen
class Doing:
    """What a *population* did up to *now*."""

    behavior: Behavior
    population: Population
    zone: Zone
    now: datetime
    tests: TestsOn
    notes: Notes

    def amounts(self) -> exp.Select:
        """Every user who did it, with how much in column ``amount``."""
        return self._users().select(alias(self._amount(), AMOUNT))

    def exceptions(self, comparison: Comparison, operand: float) -> exp.Select:
        """The users for whom the comparison comes out otherwise than for who did nothing."""
        holds = true_where(_SQL[comparison](this=self._amount(), expression=number(operand)))
        return self._users().having(holds.neq(exp.convert(self.of_nothing(comparison, operand))))

    def of_nothing(self, comparison: Comparison, operand: float) -> bool:
        """Whether the comparison holds for who did nothing."""
        return self.behavior.amount.aggregate in _OF_NOTHING and _COMPARE[comparison](0, operand)

    def _users(self) -> exp.Select:
        return exp.select(column(USER)).from_(self._rows().subquery("d")).group_by(column(USER))

    def _rows(self) -> exp.Query:
        scan = self.population.events(self._span())
        if scan.empty:
            return exp.select(alias(text(""), USER), alias(number(0), _VALUE)).where(exp.false())
        return scan.select(alias(core_column(USER), USER), alias(self._value(scan), _VALUE), where=self._matches(scan))

    def _matches(self, scan: Scan) -> Sql:
        named = all_of([not_null(core_column(USER)), core_column(USER).neq(text(""))])
        return all_of([named, self.tests(scan).matches(self.behavior.arms)])

    def _value(self, scan: Scan) -> Sql:
        target = self.behavior.amount.property
        if target is None:
            return number(1)
        value = value_of(scan, target)
        return value.label() if self.behavior.amount.aggregate == "unique" else value.as_number()

    def _amount(self) -> Sql:
        aggregate = self.behavior.amount.aggregate
        if aggregate == "count":
            return call("count", column(_VALUE))
        amount = within_user("unique_values" if aggregate == "unique" else aggregate, column(_VALUE))
        return call("coalesce", amount, number(0)) if aggregate in _OF_NOTHING else amount

    def _span(self) -> Span:
        """When it counts: nothing after the moment it is asked at."""
        end, when = ms(self.now) + 1, self.behavior.when
        if isinstance(when, Between):
            span = self.zone.span(when.first, when.last)
            return Span(span.start, max(span.start, min(span.end, end)))
        return Span(0 if when is None else max(0, self._start(when)), end)

    def _start(self, within: Within) -> int:
        if within.unit == "hour" or self.notes.take("cohort_window") == "hours":
            return ms(moved(self.now.astimezone(UTC), -within.count, within.unit))
        return self.zone.start(moved(self.now.astimezone(self.zone.info), -within.count, within.unit).date())
