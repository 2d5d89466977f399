"""Saved funnels, asked for by their number."""

from __future__ import annotations

from typing import Any, Final, cast

from attrs import evolve

from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.expression import on_value
from mixpanel_local.engine.funnel.buckets import buckets_reply
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.plan import Funnel, FunnelPlan, Window
from mixpanel_local.engine.funnel.reading import check_sessions, read_funnel_report
from mixpanel_local.engine.plan import Expression, Filters
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Call, Context
from mixpanel_local.routes.saved.reports import asking, saved

_UNITS: Final = ("day", "week", "month")
_LENGTH_UNITS: Final = ("day", "hour", "minute", "second")
# docs: at most 90 days; 12 sessions (docs/reports/funnels, Conversion window).
_MOST: Final = {
    "second": 7_776_000,
    "minute": 129_600,
    "hour": 2_160,
    "day": 90,
    "week": 12,
    "month": 3,
    "session": 12,
}
_LIMIT: Final = 255
_MOST_SEGMENTS: Final = 10_000
_MOST_DAYS_OF_ONE: Final = 1_000


def funnel(context: Context) -> dict[str, Any]:
    """GET /funnels: a saved funnel, by the dates its users entered on."""
    report = asking(context, saved(context, "funnel_id", "funnels"))
    plan = _dated(_filtered(read_funnel_report(report.call.json(), context.setting), context), context)
    found = FunnelEngine(context.store, context.query, context.setting).report(plan)
    found.notes.take_all(["funnel_buckets", *(["funnel_where"] if context.call.arguments.get("where") else [])])
    return buckets_reply(found)


def _dated(plan: FunnelPlan, context: Context) -> FunnelPlan:
    """The plan over the days asked for, in buckets."""
    call = context.call
    first, last = call.days()
    on = call.arguments.get("on")
    if call.arguments.get("unit") and call.arguments.get("interval"):
        raise BadRequest("unit and interval say the same thing twice; give one")
    return evolve(
        plan,
        first=first,
        last=last,
        unit=cast("Unit", call.choice("unit", _UNITS)),
        days=call.number("interval", 1, _MOST_DAYS_OF_ONE) if call.arguments.get("interval") else None,
        series="separate" if context.assumptions.funnel_buckets == "separate" else "split",
        # Saved breakdowns are of the report; here "on" says them.
        groups=(),
        on=on_value(on) if on else None,
        limit=call.number("limit", _LIMIT, _MOST_SEGMENTS),
        # The days of a report, and those it is compared with, are not the ones asked for here.
        within=None,
        comparison=None,
    )


def _filtered(plan: FunnelPlan, context: Context) -> FunnelPlan:
    """The plan with the window and the ``where`` asked for."""
    funnel, where = _within(plan.funnel, context.call), context.call.arguments.get("where")
    check_sessions(funnel, plan.measured)
    if not where:
        return evolve(plan, metric=evolve(plan.metric, funnel=funnel))
    passing = Filters((Expression(parse(where)),))
    if context.assumptions.funnel_where == "funnels":
        both = Filters((*plan.filters.conditions, *passing.conditions))
        return evolve(plan, metric=evolve(plan.metric, funnel=funnel), filters=both)
    return evolve(plan, metric=evolve(plan.metric, funnel=_narrowed(funnel, passing)))


def _within(funnel: Funnel, call: Call) -> Funnel:
    """The funnel with the window asked for; what is not said of it is as it was saved."""
    said, window = call.arguments, funnel.window
    if not said.get("length") and not said.get("length_unit"):
        return funnel
    unit = call.choice("length_unit", _LENGTH_UNITS) if said.get("length_unit") else window.unit
    length = call.number("length", 1, _MOST[unit]) if said.get("length") else window.length
    if length > _MOST[unit]:
        raise BadRequest(
            f"length_unit: the funnel is saved with {length}, and {length} {unit}s are too long; say length"
        )
    return evolve(funnel, window=Window(length, unit))


def _narrowed(funnel: Funnel, passing: Filters) -> Funnel:
    """The funnel of events that pass."""
    steps = (
        evolve(step, occurrence=evolve(step.occurrence, filters=Filters((step.occurrence.filters, passing))))
        for step in funnel.steps
    )
    return evolve(funnel, steps=tuple(steps))
