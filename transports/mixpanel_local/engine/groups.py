"""Breakdowns become the text that names an event's segment, or a list of such texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_local.engine.buckets import Buckets, bucket
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.moments import moment_label
from mixpanel_local.engine.plan import Group, Label
from mixpanel_local.engine.properties import value_of
from mixpanel_local.engine.scan import member
from mixpanel_local.engine.sql import Sql, alias, call, case, column, lambda_of, text
from mixpanel_local.engine.value import NOT_SET, Value

Naming: TypeAlias = Callable[[Value], Sql]
"""Gives the segment of a value; NULL for one that is not set."""

REMAINING: Final = "$remaining_values"
"""How replies call the segment of values under no label."""


def segment_name(at: int) -> str:
    """The column of the breakdown at that place."""
    return f"g{at}"


@frozen
class Segments:
    """Names the segments of the events that *tests* are about."""

    tests: Conditions
    zone: Zone

    def of(self, groups: Sequence[Group]) -> list[tuple[Sql, bool]]:
        """For each breakdown the segment of an event, and whether it is a list of segments."""
        return [self._segment(group) for group in groups]

    def named(self, group: Group, value: Value) -> Sql:
        """The segment of a *value* that is no list, in place of the value that events have."""
        return value_segment(value, None, self._naming(group))[0]

    def of_value(self, group: Group, value: Value) -> tuple[Sql, bool]:
        """The segment of *value*, which a breakdown has of the event."""
        return value_segment(value, group.member, self._naming(group))

    def _segment(self, group: Group) -> tuple[Sql, bool]:
        target, scan = group.property, self.tests.scan
        if group.unit is not None and target.is_time:
            # The project's days, where those of other dates are UTC's.
            return moment_label(self.zone.local(scan.span), group.unit, self.zone), False
        return self.of_value(group, value_of(scan, target))

    def _naming(self, group: Group) -> Naming:
        if isinstance(group.buckets, Buckets):
            buckets = group.buckets
            return lambda value: case((value.is_set(), bucket(value, buckets)))
        if group.unit is not None:
            unit = group.unit
            return lambda value: moment_label(value.instant(), unit, self.zone)
        if group.labels:
            return lambda value: self._labelled(value, group.labels)
        return _CASTS.get(group.cast or "", Value.label)

    def _labelled(self, value: Value, labels: Sequence[Label]) -> Sql:
        """The first label that a value comes under: docs/features/custom-buckets."""
        # An item of a list is tested as it is, not by items of its own.
        plain = evolve(value, json=None)
        under = ((self.tests.on(plain, label.condition), text(label.name)) for label in labels)
        return case((value.is_set().not_(), exp.cast(exp.null(), "VARCHAR")), *under, default=text(REMAINING))


_CASTS: Final[dict[str, Naming]] = {
    "number": lambda value: Value(number=value.as_number()).label(),
    # A boolean of what is not set is false, and so never not set.
    "boolean": lambda value: case((value.truth(), text("true")), default=text("false")),
}


def spread(query: exp.Select, lists: Sequence[bool], others: Sequence[str]) -> exp.Select:
    """*query* with one row per item of those breakdowns that are lists; *others* are its further columns."""
    for at in (at for at, is_list in enumerate(lists) if is_list):
        kept = [column(segment_name(other)) for other in range(len(lists)) if other != at]
        single = alias(call("unnest", column(segment_name(at))), segment_name(at))
        query = exp.select(single, *kept, *map(column, others)).from_(query.subquery(f"s{at}"))
    return query


def value_segment(value: Value, member_name: str | None = None, naming: Naming = Value.label) -> tuple[Sql, bool]:
    """The segment of *value*, or of that member of the objects in it, and whether it is a list of segments."""
    plain = text(NOT_SET) if member_name is not None else call("coalesce", naming(value), text(NOT_SET))
    if value.json is None:
        return plain, False
    # An event counts once in the segment of each different item: docs/reports, list properties.
    labels = call("list_distinct", _labels(value.json, member_name, naming))
    return case((value.is_list(), labels), default=call("list_value", plain)), True


def _labels(json: Sql, name: str | None, naming: Naming) -> Sql:
    item = column("item")
    inner = item if name is None else member(item, name)
    body = call("coalesce", naming(Value.of_json(inner)), text(NOT_SET))
    return call("list_transform", call("json_extract", json, text("$[*]")), lambda_of("item", body))
