"""Retention and frequency: who came back, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from mixpanel_local.engine.addiction import Active, Addiction, addiction
from mixpanel_local.engine.conditions import Conditions
from mixpanel_local.engine.event_reading import arms_of
from mixpanel_local.engine.expression import on_node
from mixpanel_local.engine.filter_reading import read_filters
from mixpanel_local.engine.funnel.plan import Occurrence
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.plan import Expressed, Expression, Filters, Group
from mixpanel_local.engine.retention.bucket_reading import checked_buckets
from mixpanel_local.engine.retention.buckets import BUCKET_UNITS, Buckets, BucketUnit
from mixpanel_local.engine.retention.cohorts import Counted
from mixpanel_local.engine.retention.engine import Retained
from mixpanel_local.engine.retention.plan import Retention, births
from mixpanel_local.engine.retention.points import RetentionMeasuring
from mixpanel_local.engine.retention.reading import read_retention
from mixpanel_local.engine.retention.reply import Shown, retention_reply
from mixpanel_local.engine.retention.rows import Rows
from mixpanel_local.engine.scan import Scan
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.units import CalendarUnit
from mixpanel_local.engine.where import parse
from mixpanel_local.routes.context import Call, Context

_ANY: Final = "$any_event"
_MOST: Final = 1_000
_LIMIT: Final = 255
_MOST_SEGMENTS: Final = 10_000


def cohorts(context: Context) -> dict[str, Any]:
    """POST /insights with a retention: users by the interval they were born in."""
    read = read_retention(context.call.json(), context.setting)
    assumed = context.assumptions
    shown = Shown(
        read.name,
        "pooled" if assumed.retention_average == "pooled" else "worked",
        zeros=assumed.retention_future_buckets == "zero",
        comparison=read.comparison,
    )
    notes = Notes(assumed)
    notes.take_all(read.assumed)
    retained = Retained(context.store, context.query, context.now, read.asked, notes).settled()
    return retention_reply(retained, shown, notes)


def measuring(context: Context) -> RetentionMeasuring:
    """What measures the retentions of an insights report."""
    return RetentionMeasuring(context.store, context.query, context.now)


def retention(context: Context) -> dict[str, Any]:
    """GET /retention: the API's report, rows by date; those of segments stand under their names in the row of all."""
    retained = Retained(context.store, context.query, context.now, _asked(context), Notes(context.assumptions))
    count, zeros = retained.asked.buckets.count, context.assumptions.retention_future_buckets == "zero"

    def told(rows: Sequence[Counted]) -> dict[str, dict[str, Any]]:
        return {
            f"{row.begins:%Y-%m-%d}": {
                "counts": list(counted.users[: count if zeros else reach.begun]),
                "first": counted.size,
            }
            for row, counted, reach in zip(retained.asked.rows.all, rows, retained.reaches, strict=True)
        }

    answer = retained.answer()
    return with_segments(told(answer.overall), {path[0]: told(rows) for path, rows in answer.segments.items()})


def with_segments(
    overall: Mapping[str, Mapping[str, Any]], segments: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Rows by date, each with the same row of every one of *segments* beside its own numbers.

    No document says how a reply shows segments; so whoever knows of none still finds the numbers of all.
    """
    if not segments:
        return {day: dict(row) for day, row in overall.items()}
    return {
        day: {**row, "segments": {name: rows[day] for name, rows in segments.items() if day in rows}}
        for day, row in overall.items()
    }


def frequency(context: Context) -> dict[str, Any]:
    """GET /retention/addiction: users by the number of hours or days they were active in, rows by date."""
    call = context.call
    if call.arguments.get("on"):
        # A row of the reply is a list of numbers, in which no document says where segments would be.
        raise refuse("segments (on)", "retention/addiction")
    active = cast("Active", call.choice("addiction_unit", ("hour", "day")))
    asked = Addiction(_rows(context), _events(context, "event", "where"), active)
    tests = Conditions(Scan.of(context.store, asked.rows.span), context.now, Notes(context.assumptions))
    found = addiction(tests, context.query.table, asked)
    return {"data": {f"{row.begins:%Y-%m-%d}": users for row, users in zip(asked.rows.all, found, strict=True)}}


def _asked(context: Context) -> Retention:
    call, assumed = context.call, context.assumptions
    compounded = call.choice("retention_type", ("birth", "compounded")) == "compounded"
    back = _events(context, "event", "where")
    recurring = compounded or assumed.retention_birth == "every interval"
    interval = _interval(call)
    rows = _rows(context, 1 if assumed.retention_interval_rows == "unit" else interval)
    unit = cast("BucketUnit", rows.unit)
    unbounded = call.choice("unbounded_retention", ("false", "true")) == "true"
    return Retention(
        rows=rows,
        buckets=checked_buckets(Buckets.even(unit, _count(call) + 1, length=interval)),
        born=back if compounded else births(_events(context, "born_event", "born_where"), assumed.retention_birth),
        back=back,
        criterion="on or after" if unbounded else "on",
        recurring=recurring,
        early=assumed.retention_birth_event == "first in row" or not recurring,
        event_counts=assumed.retention_bucket_zero == "birth event counts",
        open_end=assumed.retention_on_or_after_horizon == "no end",
        groups=_groups(call),
        limit=call.number("limit", _LIMIT, _MOST_SEGMENTS),
        # reference, Query Retention Report: "on" segments the second event.
        by_return=assumed.retention_segment_event != "first",
    )


def _groups(call: Call) -> tuple[Group, ...]:
    on = call.arguments.get("on")
    return (Group(Expressed(on, on_node(on))),) if on else ()


def _count(call: Call) -> int:
    """How many buckets there are beside the first one."""
    return 0 if call.arguments.get("interval_count") == "0" else call.number("interval_count", 1, _MOST)


def _interval(call: Call) -> int:
    # reference, Query Retention Report: at most 90 days.
    most = 90 if call.choice("unit", BUCKET_UNITS) == "day" else _MOST
    return call.number("interval", 1, most)


def _rows(context: Context, length: int = 1) -> Rows:
    first, last = context.call.days()
    unit = cast("CalendarUnit", context.call.choice("unit", BUCKET_UNITS))
    return Rows(context.setting.zone, unit, first, last, length)


def _events(context: Context, event: str, where: str) -> Occurrence:
    """The events called as the argument *event* says, any if there is none, that meet the argument *where*."""
    call = context.call
    name = call.text(event) if event == "born_event" else call.arguments.get(event)
    expression = call.arguments.get(where)
    passing = Filters((Expression(parse(expression, where)),)) if expression else Filters()
    return Occurrence(arms_of(name or _ANY, Filters(), context.setting, read_filters), passing)
