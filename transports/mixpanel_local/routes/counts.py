"""Counts of events over time: segmentation, by event and by property."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from csv import writer
from datetime import timedelta
from io import StringIO
from typing import Any, Final, TypeAlias, cast

from mixpanel_local.engine.calendar import Unit, earlier
from mixpanel_local.engine.expression import on_value
from mixpanel_local.engine.legacy import Counting, Legacy, LegacyPlan
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Raw

COUNTINGS: Final = ("general", "unique", "average")

_UNITS: Final = ("day", "minute", "hour", "week", "month")
_NUMERIC_UNITS: Final = ("day", "hour")
_MOST_SEGMENTS: Final = 10_000
_MOST_DAYS: Final = 10_000
_FORMATS: Final = ("json", "csv")
_DATES: Final = frozenset({"from_date", "to_date"})
_Days: TypeAlias = Callable[[Context, Unit], dict[str, Any]]


def segmentation(context: Context) -> object:
    """GET /segmentation: one event per interval, in segments of *on*."""
    call = context.call
    on = call.arguments.get("on")
    asked = _legacy(context, _days_counted_together, events=(call.text("event"),), on=on_value(on) if on else None)
    return _formatted(context, asked.counts())


def segmentation_numeric(context: Context) -> dict[str, Any]:
    """GET /segmentation/numeric: one event per interval, in ranges of the numbers of *on*."""
    return _numeric(context).ranges()


def segmentation_sum(context: Context) -> dict[str, Any]:
    """GET /segmentation/sum: the numbers of *on* added up, per interval."""
    return {"status": "ok", "computed_at": context.now.isoformat(), "results": _numeric(context).sums(mean=False)}


def segmentation_average(context: Context) -> dict[str, Any]:
    """GET /segmentation/average: the mean of *on*, per interval."""
    return {"status": "ok", "results": _numeric(context).sums(mean=True)}


def event_counts(context: Context) -> object:
    """GET /events: several events per interval."""
    events = context.call.texts("event")
    if not events:
        raise BadRequest("missing required parameter: event")
    return _formatted(context, _legacy(context, _latest_units, events=events, limit=255).counts())


def property_counts(context: Context) -> object:
    """GET /events/properties: one event per interval, by values of a property."""
    call = context.call
    name = call.text("name")
    asked = _legacy(
        context,
        _latest_units,
        events=(call.text("event"),),
        on=lambda scan: scan.property(name),
        values=call.texts("values"),
        limit=255,
    )
    return _formatted(context, asked.counts())


def _numeric(context: Context) -> Legacy:
    call = context.call
    if call.choice("format", _FORMATS) == "csv":
        raise refuse("format=csv", call.path.rpartition("/")[2])
    return _legacy(context, _days, units=_NUMERIC_UNITS, events=(call.text("event"),), on=on_value(call.text("on")))


def _legacy(context: Context, days: _Days, *, units: tuple[str, ...] = _UNITS, limit: int = 60, **plan: Any) -> Legacy:
    call = context.call
    unit = cast("Unit", call.choice("unit", units))
    where = call.arguments.get("where")
    asked = LegacyPlan(
        **days(context, unit),
        unit=unit,
        counting=cast("Counting", call.choice("type", COUNTINGS)),
        where=parse(where) if where else None,
        limit=call.number("limit", limit, _MOST_SEGMENTS),
        **plan,
    )
    return Legacy(context.store, context.query.table, context.zone, asked)


def _days(context: Context, _: Unit) -> dict[str, Any]:
    first, last = context.call.days()
    return {"first": first, "last": last}


def _days_counted_together(context: Context, unit: Unit) -> dict[str, Any]:
    """The days, the last *interval* ones where none are named; *interval* of them make a point."""
    interval = _interval(context)
    if interval is None:
        return _days(context, unit)
    if context.call.arguments.keys() & _DATES:
        return {**_days(context, unit), "interval": interval}
    today = context.setting.today
    return {"first": today - timedelta(days=interval - 1), "last": today, "interval": interval}


def _latest_units(context: Context, unit: Unit) -> dict[str, Any]:
    """The days or, in their place, so many units until now (reference, Aggregate Event Counts)."""
    interval = _interval(context)
    if interval is None:
        return _days(context, unit)
    if context.call.arguments.keys() & _DATES:
        raise BadRequest(
            f"interval: the last {interval} units until now are other days; leave out from_date and to_date"
        )
    today = context.setting.today
    first = earlier(context.zone, unit, today, interval)
    return {"first": first, "last": today, "until": context.now, "latest": interval}


def _interval(context: Context) -> int | None:
    said = context.call.arguments.get("interval")
    return context.call.number("interval", 1, _MOST_DAYS) if said else None


def _formatted(context: Context, found: Mapping[str, Any]) -> object:
    """The reply or, where that is asked for, a table of it, a row per date; no document names its columns."""
    if context.call.choice("format", _FORMATS) == "json":
        return found
    values = found["data"]["values"]
    text = StringIO()
    table = writer(text)
    table.writerow(["date", *values])
    table.writerows([day, *(line[day] for line in values.values())] for day in found["data"]["series"])
    return Raw(text.getvalue().encode(), "text/csv")
