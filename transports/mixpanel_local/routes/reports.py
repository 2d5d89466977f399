"""Reports: insights, segmentation, event and property counts."""

from __future__ import annotations

from typing import Any, Final, cast

from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.expression import on_value
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.reading import asks_for_funnel, read_funnel_report
from mixpanel_local.engine.funnel.reply import funnel_reply
from mixpanel_local.engine.insights import Engine
from mixpanel_local.engine.legacy import Counting, LegacyPlan, legacy_reply
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.reading import read_insights
from mixpanel_local.engine.reply import insights_reply
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Call, Context

COUNTINGS: Final = ("general", "unique", "average")

_UNITS: Final = ("day", "minute", "hour", "week", "month")
_MOST_SEGMENTS: Final = 10_000


def insights(context: Context) -> dict[str, Any]:
    """POST /insights: a report of compiled parameters, of events or of one funnel."""
    body = context.call.json()
    if asks_for_funnel(body):
        funnels = FunnelEngine(context.store, context.query, context.setting)
        return funnel_reply(funnels.report(read_funnel_report(body, context.setting)), context.setting)
    notes = Notes(context.assumptions)
    engine = Engine(context.store, context.query.table, context.now, context.zone, notes)
    plan = read_insights(body, context.setting)
    return insights_reply(engine.report(plan), context.now)


def segmentation(context: Context) -> dict[str, Any]:
    """GET /segmentation: one event per interval, in segments of *on*."""
    call = context.call
    on = call.arguments.get("on")
    return _legacy(context, events=(call.text("event"),), on=on_value(on) if on else None, limit=60)


def event_counts(context: Context) -> dict[str, Any]:
    """GET /events: several events per interval."""
    events = context.call.texts("event")
    if not events:
        raise BadRequest("missing required parameter: event")
    return _legacy(context, events=events, limit=255)


def property_counts(context: Context) -> dict[str, Any]:
    """GET /events/properties: one event per interval, by values of a property."""
    call = context.call
    name = call.text("name")
    return _legacy(
        context,
        events=(call.text("event"),),
        on=lambda scan: scan.property(name),
        values=call.texts("values"),
        limit=255,
    )


def _legacy(context: Context, *, limit: int, **plan: Any) -> dict[str, Any]:
    call = context.call
    _refuse_other_forms(call)
    first, last = call.days()
    where = call.arguments.get("where")
    return legacy_reply(
        context.store,
        context.query.table,
        LegacyPlan(
            first=first,
            last=last,
            unit=cast("Unit", call.choice("unit", _UNITS)),
            counting=cast("Counting", call.choice("type", COUNTINGS)),
            where=parse(where) if where else None,
            limit=call.number("limit", limit, _MOST_SEGMENTS),
            **plan,
        ),
        context.zone,
    )


def _refuse_other_forms(call: Call) -> None:
    name = call.path.rpartition("/")[2]
    if call.choice("format", ("json", "csv")) == "csv":
        raise refuse("format=csv", name)
    if call.arguments.get("interval", "1") != "1":
        raise refuse("interval other than 1", name)
