"""Reports: insights, segmentation, event and property counts."""

from __future__ import annotations

from typing import Any, Final, cast

from mixpanel_local.engine.behavior_reading import asks_for
from mixpanel_local.engine.calendar import Unit
from mixpanel_local.engine.expression import on_value
from mixpanel_local.engine.insights import Engine
from mixpanel_local.engine.legacy import Counting, Legacy, LegacyPlan
from mixpanel_local.engine.measuring import Behaviors, Measured
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Behaved
from mixpanel_local.engine.reading import read_insights
from mixpanel_local.engine.reply import insights_reply
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import later

_FUNNEL_REPORT: Final = later("funnel_reports.funnel_report")
_BEHAVIORS: Final = {
    "funnel": later("funnel_reports.measuring"),
    "retention": later("retention.measuring"),
    "cohort": later("cohorts.measuring"),
}
_RETENTION_REPORT: Final = later("retention.cohorts")
COUNTINGS: Final = ("general", "unique", "average")

_UNITS: Final = ("day", "minute", "hour", "week", "month")
_NUMERIC_UNITS: Final = ("day", "hour")
_MOST_SEGMENTS: Final = 10_000
_MOST_DAYS: Final = 10_000


def insights(context: Context) -> object:
    """POST /insights: a report of compiled parameters, of events, of one funnel or one retention."""
    body = context.call.json()
    if asks_for(body, "funnel"):
        return _FUNNEL_REPORT(context)
    if asks_for(body, "retention"):
        return _RETENTION_REPORT(context)
    notes = Notes(context.assumptions)
    setting, behaviors = context.setting, _behaviors(context)
    engine = Engine(
        context.store, context.query.table, context.now, context.zone, notes, behaviors, setting.hidden_events
    )
    plan = read_insights(body, setting)
    return insights_reply(engine.report(plan), context.now)


def _behaviors(context: Context) -> Behaviors:
    """What measures funnels and retentions; loaded when there is one."""

    def measured(metric: Behaved, *asked: Any) -> Measured:
        return cast("Behaviors", _BEHAVIORS[metric.kind](context))(metric, *asked)

    return measured


def segmentation(context: Context) -> dict[str, Any]:
    """GET /segmentation: one event per interval, in segments of *on*."""
    call = context.call
    on = call.arguments.get("on")
    return _legacy(context, events=(call.text("event"),), on=on_value(on) if on else None).counts()


def segmentation_numeric(context: Context) -> dict[str, Any]:
    """GET /segmentation/numeric: one event per interval, in ranges of the numbers of *on*."""
    return _numeric(context).ranges()


def segmentation_sum(context: Context) -> dict[str, Any]:
    """GET /segmentation/sum: the numbers of *on* added up, per interval."""
    return {"status": "ok", "computed_at": context.now.isoformat(), "results": _numeric(context).sums(mean=False)}


def segmentation_average(context: Context) -> dict[str, Any]:
    """GET /segmentation/average: the mean of *on*, per interval."""
    return {"status": "ok", "results": _numeric(context).sums(mean=True)}


def event_counts(context: Context) -> dict[str, Any]:
    """GET /events: several events per interval."""
    events = context.call.texts("event")
    if not events:
        raise BadRequest("missing required parameter: event")
    return _legacy(context, events=events, limit=255).counts()


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
    ).counts()


def _numeric(context: Context) -> Legacy:
    call = context.call
    return _legacy(context, units=_NUMERIC_UNITS, events=(call.text("event"),), on=on_value(call.text("on")))


def _legacy(context: Context, *, units: tuple[str, ...] = _UNITS, limit: int = 60, **plan: Any) -> Legacy:
    call = context.call
    if call.choice("format", ("json", "csv")) == "csv":
        raise refuse("format=csv", call.path.rpartition("/")[2])
    first, last = call.days()
    where = call.arguments.get("where")
    interval = call.arguments.get("interval")
    asked = LegacyPlan(
        first=first,
        last=last,
        unit=cast("Unit", call.choice("unit", units)),
        interval=call.number("interval", 1, _MOST_DAYS) if interval else None,
        counting=cast("Counting", call.choice("type", COUNTINGS)),
        where=parse(where) if where else None,
        limit=call.number("limit", limit, _MOST_SEGMENTS),
        **plan,
    )
    return Legacy(context.store, context.query.table, context.zone, asked)
