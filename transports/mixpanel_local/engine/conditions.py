"""Filters become SQL that is true or false, never NULL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.expression import condition as expressed
from mixpanel_local.engine.operators import Asked, exists_item, test
from mixpanel_local.engine.plan import Arm, Condition, Expression, Filters, ItemCondition, Membership, Test
from mixpanel_local.engine.scan import EVENT, USER, Scan, core_column, member
from mixpanel_local.engine.sql import Sql, all_of, any_of, text
from mixpanel_local.engine.value import Value


@frozen
class Conditions:
    """Lowers filters over the rows of *scan*; *now* is what relative dates count from."""

    scan: Scan
    now: datetime

    def matches(self, arms: Iterable[Arm], *filters: Filters) -> Sql:
        """SQL for an event that is one of *arms* and passes all *filters*."""
        return all_of([any_of(map(self._arm, arms)), *map(self.of, filters)])

    @property
    def cohorts(self) -> Lookup:
        """Who is in which cohort now."""
        store = self.scan.store
        return Lookup(store, Zone(store.time_zone), self.now, lambda scan: Conditions(scan, self.now))

    def of(self, filters: Filters) -> Sql:
        """SQL of *filters*."""
        tests = [self._one(condition) for condition in filters.conditions]
        return any_of(tests) if tests and filters.some else all_of(tests)

    def _arm(self, arm: Arm) -> Sql:
        named = [] if arm.event is None else [core_column(EVENT).eq(text(arm.event))]
        return all_of([*named, self.of(arm.filters)])

    def _one(self, condition: Test) -> Sql:
        if isinstance(condition, Filters):
            return self.of(condition)
        if isinstance(condition, Membership):
            return self.cohorts.belongs(condition.cohort, core_column(USER))
        if isinstance(condition, Expression):
            return expressed(condition.node, self.scan)
        return self._of_property(condition)

    def _of_property(self, condition: Condition | ItemCondition) -> Sql:
        value = self.scan.property(condition.property.name, condition.property.resource)
        if isinstance(condition, ItemCondition):
            return self._items(value, condition)
        return test(Asked(value, condition, self.now))

    def _items(self, value: Value, condition: ItemCondition) -> Sql:
        if value.json is None:
            return exp.false()

        def holds(entry: Sql) -> Sql:
            several = condition.conditions
            return all_of(
                test(Asked(Value.of_json(member(entry, one.property.name)), one, self.now)) for one in several
            )

        if condition.every:
            return all_of([value.is_list(), exists_item(value.json, lambda entry: holds(entry).not_()).not_()])
        return exists_item(value.json, holds)
