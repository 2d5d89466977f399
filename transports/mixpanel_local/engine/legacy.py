"""Legacy reports: events per interval, by event or by the value of an expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import DOCUMENTED
from mixpanel_local.engine.calendar import Interval, Unit, Zone, interval_key, intervals
from mixpanel_local.engine.expression import condition
from mixpanel_local.engine.formula import Arithmetic, parse_formula
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.groups import segment_name, spread, value_segment
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.measures import COUNT, KEY, RESULT, USER, USERS, VALUE, Measure
from mixpanel_local.engine.points import Line, Points, combine, points_of
from mixpanel_local.engine.scan import EVENT, Scan, core_column
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.sql import alias, all_of, call, number, text
from mixpanel_local.engine.table import Run
from mixpanel_local.engine.value import Value

Counting: TypeAlias = Literal["general", "unique", "average"]

_ARITHMETIC: Final = Arithmetic(DOCUMENTED.__getattribute__)
_CLOCK: Final = ("minute", "hour")
_SEGMENT: Final = segment_name(0)


@frozen
class LegacyPlan:
    """How often *events* happened per *unit*, by the value of *on*, or by event where there is no *on*.

    *values* are the only segments wanted; else the *limit* largest ones are.
    """

    events: tuple[str, ...]
    first: date
    last: date
    unit: Unit = "day"
    counting: Counting = "general"
    on: Callable[[Scan], Value] | None = None
    where: Node | None = None
    values: tuple[str, ...] = ()
    limit: int = 60


def legacy_reply(store: Store, run: Run, plan: LegacyPlan, zone: Zone) -> dict[str, Any]:
    """``{data: {series, values}, legend_size}``: dates, and counts by segment and date."""
    shown = intervals(zone, plan.unit, plan.first, plan.last)
    points = _counted(store, run, plan, zone, shown)
    wanted = plan.values or (plan.events if plan.on is None else [path[0] for path in points.ranked()[: plan.limit]])
    labels = [_label(interval, plan.unit) for interval in shown]
    nothing = [0] * len(shown)
    values = {name: _by_label(labels, points.lines.get((name,), nothing)) for name in wanted}
    return {"data": {"series": list(dict.fromkeys(labels)), "values": values}, "legend_size": len(values)}


def _counted(store: Store, run: Run, plan: LegacyPlan, zone: Zone, shown: Sequence[Interval]) -> Points:
    if plan.counting == "average":
        counts, users = (_points(store, run, plan, zone, shown, measure) for measure in (COUNT, USERS))
        # Events per user who did them.
        return combine(parse_formula("A/B"), {"A": counts, "B": users}, len(shown), _ARITHMETIC)
    return _points(store, run, plan, zone, shown, USERS if plan.counting == "unique" else COUNT)


def _points(
    store: Store, run: Run, plan: LegacyPlan, zone: Zone, shown: Sequence[Interval], measure: Measure
) -> Points:
    span = zone.span(plan.first, plan.last)
    scan = Scan.of(store, span)
    where = all_of([core_column(EVENT).isin(*map(text, plan.events)), condition(plan.where, scan)])
    if scan.empty:
        return Points({})
    segment, is_list = (core_column(EVENT), False) if plan.on is None else value_segment(plan.on(scan))
    columns = {
        _SEGMENT: segment,
        USER: call("nullif", core_column(USER_COLUMN), text("")),
        KEY: interval_key(zone, plan.unit, span),
        VALUE: number(1),
    }
    rows = scan.select(*(alias(value, name) for name, value in columns.items()), where=where)
    query = measure.lower(spread(rows, [is_list], [USER, KEY, VALUE]), By.of(_SEGMENT, KEY))
    values = measure.finish(run(query), shown).rows(_SEGMENT, KEY, RESULT)
    return points_of((((segment,), key, value) for segment, key, value in values), [each.key for each in shown], 0)


def _by_label(labels: Sequence[str], line: Line) -> dict[str, float]:
    """Counts by label; in an autumn night two hours have one name."""
    found: dict[str, float] = {}
    for label, value in zip(labels, line, strict=True):
        found[label] = found.get(label, 0) + (value or 0)
    return found


def _label(interval: Interval, unit: Unit) -> str:
    return f"{interval.begins:%Y-%m-%d %H:%M:%S}" if unit in _CLOCK else f"{interval.begins:%Y-%m-%d}"
