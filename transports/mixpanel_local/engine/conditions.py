"""Filters become SQL that is true or false, never NULL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, field, frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.dates import Clock
from mixpanel_local.engine.expression import condition as expressed
from mixpanel_local.engine.grouping import grouped
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.operators import Asked, exists_item, test
from mixpanel_local.engine.plan import (
    Arm,
    Condition,
    Expression,
    Filters,
    FirstTime,
    ItemCondition,
    Membership,
    Test,
    Unhidden,
)
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import EVENT, TIME, USER, Scan, core_column, member
from mixpanel_local.engine.sessions import END, START
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, column, text, true_where
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest

if TYPE_CHECKING:
    from mixpanel_local.engine.cohorts.membership import Lookup

# Dates in properties are UTC's (data-type, Date); times of events are the project's (docs/reports, Date Range).
_UTC: Final = Zone("UTC")


FIRST_TIME: Final = "$first_time_ever"
"""The property, true or false, that a filter for users' first events is on; Mixpanel's own spelling is not known."""

Asking: TypeAlias = tuple[tuple[Arm, ...], tuple[Filters, ...]]
"""The events a question is about, and the filters they have to pass."""


@frozen
class Conditions:
    """Lowers filters over the rows of *scan*; *now* is what relative dates count from.

    *asked* are the events that filters are about, where that matters to them.
    """

    scan: Scan
    now: datetime
    notes: Notes = field(factory=Notes)
    asked: Asking | None = None

    def over(self, scan: Scan) -> Conditions:
        """The same over the rows of *scan*."""
        return evolve(self, scan=scan)

    def matches(self, arms: Iterable[Arm], *filters: Filters) -> Sql:
        """SQL for an event that is one of *arms* and passes all *filters*."""
        several = tuple(arms)
        about = evolve(self, asked=(several, filters))
        return all_of([any_of(map(self._arm, several)), *map(about.of, filters)])

    @property
    def cohorts(self) -> Lookup:
        """Who is in which cohort now."""
        from mixpanel_local.engine.cohorts.membership import Lookup

        return Lookup(Population.seen(self.scan), self._zone, self.now, self.over, self.notes)

    def of(self, filters: Filters) -> Sql:
        """SQL of *filters*."""
        tests = [self._one(condition) for condition in filters.conditions]
        return any_of(tests) if tests and filters.some else all_of(tests)

    def _arm(self, arm: Arm) -> Sql:
        about = evolve(self, asked=((arm,), ()))
        return all_of([*self._named(arm), about.of(arm.filters)])

    def _named(self, arm: Arm) -> list[Sql]:
        if arm.event is not None:
            return [core_column(EVENT).eq(text(arm.event))]
        # Any event is any that was tracked; those that sessions begin and end with were not.
        return [] if self.scan.source is None else [core_column(EVENT).isin(text(START), text(END)).not_()]

    def _one(self, condition: Test) -> Sql:
        if isinstance(condition, Filters):
            return self.of(condition)
        if isinstance(condition, Membership):
            return self.cohorts.belongs(condition.cohort, core_column(USER))
        if isinstance(condition, Expression):
            return expressed(condition.node, self.scan)
        if isinstance(condition, FirstTime):
            first = self._is_first()
            return first.not_() if condition.negated else first
        if isinstance(condition, Unhidden):
            counted = self.notes.take("lexicon_hidden") == "counted"
            return exp.true() if counted else core_column(EVENT).isin(*map(text, condition.names)).not_()
        return self._of_property(condition)

    def _is_first(self) -> Sql:
        """Whether an event is its user's first in all history; all at that time are (docs/reports, First time ever)."""
        if self.asked is None:
            raise BadRequest(f"{FIRST_TIME}: there is no event here that could be a user's first")
        arms, filters = self.asked
        if self.notes.take("first_time_order") == "event":
            arms, filters = tuple(Arm(arm.event) for arm in arms), ()
        plain = [Arm(arm.event, arm.filters.without_first()) for arm in arms]
        history = Population.seen(self.scan).history()
        if history.empty:
            return exp.false()
        wanted = self.over(history).matches(plain, *(each.without_first() for each in filters))
        events = history.select(core_column(USER), core_column(TIME), where=wanted)
        firsts = grouped(events, [USER], alias(call("min", column(TIME)), TIME))
        own = exp.Tuple(expressions=[core_column(USER), core_column(TIME)])
        return true_where(exp.In(this=own, query=firsts.subquery()))

    def _of_property(self, condition: Condition | ItemCondition) -> Sql:
        value = value_of(self.scan, condition.property)
        if isinstance(condition, ItemCondition):
            return self._items(value, condition)
        return self.on(value, condition, self._zone if condition.property.is_time else _UTC)

    def on(self, value: Value, condition: Condition, zone: Zone = _UTC) -> Sql:
        """SQL for *condition* about *value*, whatever property it names; its days are those of *zone*."""
        clock = Clock(self.now, zone, lambda: bool(self.notes.take("filter_window") == "days"))
        return test(Asked(value, condition, clock, self.notes))

    @property
    def _zone(self) -> Zone:
        return Zone(self.scan.store.time_zone)

    def _items(self, value: Value, condition: ItemCondition) -> Sql:
        if value.json is None:
            return exp.false()

        def holds(entry: Sql) -> Sql:
            inner = ((Value.of_json(member(entry, one.property.name)), one) for one in condition.conditions)
            return all_of(self.on(value, one) for value, one in inner)

        if not condition.every:
            return exists_item(value.json, holds)
        every = [value.is_list(), exists_item(value.json, lambda entry: holds(entry).not_()).not_()]
        if self.notes.take("filter_empty_list") == "fails":
            every.append(exists_item(value.json, lambda _: exp.true()))
        return all_of(every)
