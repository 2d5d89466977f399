"""Values that an event has of what its user is and does: sides of cohorts, frequencies."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from sqlglot import exp

from mixpanel_local.engine.calendar import Zone, interval_key
from mixpanel_local.engine.cohorts.tree import AMOUNT
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.plan import Frequency, Sides
from mixpanel_local.engine.scan import USER, Beside, Scan, core_column
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.sql import (
    Sql,
    alias,
    all_of,
    call,
    case,
    cast,
    column,
    lambda_of,
    not_null,
    number,
    render,
    text,
)
from mixpanel_local.engine.value import Value

_KEY: Final = "k"


def sides_of(scan: Scan, target: Sides) -> Value:
    """The names of the sides that the event's user is on, a list."""
    lookup = target.lookup(scan)
    names = [case((lookup.belongs(cohort, core_column(USER)), text(name))) for name, cohort in target.sides]
    there = call("list_filter", call("list_value", *names), lambda_of("side", not_null(column("side"))))
    return Value(json=cast(call("to_json", there), "VARCHAR"))


def frequency_of(scan: Scan, target: Frequency) -> Value:
    """How often the event's user did it; events of nobody have no such number."""
    if target.between:
        raise refuse("a frequency between steps, as a part of something else", "funnels")
    counted = _counted(scan, target)
    user = call("nullif", core_column(USER), text(""))
    times = call("coalesce", cast(counted.column(AMOUNT), "DOUBLE"), number(0.0))
    return Value(number=case((not_null(user), times)))


def _counted(scan: Scan, target: Frequency) -> Beside:
    if target.behavior.when is not None:
        rows: exp.Select = target.lookup(scan).doing(target.behavior).amounts()
        return _beside(rows, [])
    zone, same = target.lookup(scan).zone, Population.seen(scan).events(target.span or scan.span)
    key = _key(zone, scan, target)
    if same.empty:
        nobody = exp.select(alias(text(""), USER), alias(key, _KEY), alias(number(0), AMOUNT)).where(exp.false())
        return _beside(nobody, [])
    named = all_of([not_null(core_column(USER)), core_column(USER).neq(text(""))])
    events = same.select(
        alias(core_column(USER), USER),
        alias(key, _KEY),
        where=all_of([named, target.lookup(same).tests(same).matches(target.behavior.arms)]),
    )
    rows = exp.select(column(USER), column(_KEY), alias(call("count"), AMOUNT)).from_(events.subquery("d"))
    return _beside(rows.group_by(column(USER), column(_KEY)), [key])


def _key(zone: Zone, scan: Scan, target: Frequency) -> Sql:
    return number(0) if target.unit is None else interval_key(zone, target.unit, scan.span)


def _beside(rows: exp.Select, keys: list[Sql]) -> Beside:
    """*rows*, by user and *keys*, under a name that equal ones share."""
    table = f"f{sha256(render(rows).encode()).hexdigest()[:12]}"
    same = [column(USER, table).eq(core_column(USER)), *(column(_KEY, table).eq(key) for key in keys)]
    return Beside(table, rows.subquery(table), all_of(same))
