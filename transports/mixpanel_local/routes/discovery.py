"""Discovery: names of events, properties and values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.discovery import Discovery
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.counts import COUNTINGS

_MOST: Final = 50_000
_NAMES: Final = 255
_TOP: Final = 100


def event_names(context: Context) -> list[str]:
    """GET /events/names: of all days, unless from_date and to_date are given."""
    first, last = _range(context) or _all_days(context)
    found = _look(context).events(first, last, unique=_unique(context), limit=_limit(context, _NAMES))
    return [name for name, _ in found]


def top_events(context: Context) -> dict[str, Any]:
    """GET /events/top: of today, or of the last day that has events, with the change against the day before.

    from_date and to_date, which Mixpanel does not have here, choose other days; the change is then against as many
    days before them.
    """
    first, last = _range(context) or (_last_day(context),) * 2
    look, unique = _look(context), _unique(context)
    until = first - timedelta(days=1)
    before = dict(look.events(until - (last - first), until, unique=unique, limit=_MOST))
    found = look.events(first, last, unique=unique, limit=_limit(context, _TOP))
    changes = (_change(before.get(name, 0), amount) for name, amount in found)
    events = [
        {"event": name, "amount": amount, "percent_change": change}
        for (name, amount), change in zip(found, changes, strict=True)
    ]
    return {"events": events, "type": context.call.choice("type", COUNTINGS)}


def top_properties(context: Context) -> dict[str, Any]:
    """GET /events/properties/top: properties of an event or of all, with the number of events that have them."""
    # Older clients ask for those of all events, by naming none.
    event = context.call.arguments.get("event") or None
    found = _look(context).properties(event, _limit(context, _NAMES))
    if found is None:
        raise BadRequest(f"no event is called {event!r}")
    return {name: {"count": count} for name, count in found}


def event_properties(context: Context) -> list[dict[str, Any]]:
    """GET /data_definitions/events: events, with the properties they were seen with where these are asked for."""
    if context.call.choice("fetch_per_event_properties", ("false", "true")) == "false":
        return [{"name": name} for name in _look(context).every_event()]
    found = _look(context).properties_by_event()
    return [{"name": event, "properties": [{"name": name} for name in names]} for event, names in sorted(found.items())]


def property_values(context: Context) -> list[str]:
    """GET /events/properties/values: values of a property, as text."""
    call = context.call
    found = _look(context).values(call.text("name"), call.arguments.get("event"), _limit(context, _NAMES))
    return [value for value, _ in found]


def _look(context: Context) -> Discovery:
    return Discovery(context.store, context.query.frame)


def _limit(context: Context, default: int) -> int:
    return context.call.number("limit", default, _MOST)


def _unique(context: Context) -> bool:
    return context.call.choice("type", COUNTINGS) == "unique"


def _range(context: Context) -> tuple[date, date] | None:
    return context.call.days() if context.call.arguments.keys() & {"from_date", "to_date"} else None


def _all_days(context: Context) -> tuple[date, date]:
    days = context.store.days or [context.now.date()]
    # The project's days may begin up to a day before UTC's and end up to a day after them.
    return days[0] - timedelta(days=1), days[-1] + timedelta(days=1)


def _last_day(context: Context) -> date:
    today = Zone(context.store.time_zone).today(context.now)
    return min(today, _look(context).last_day() or today)


def _change(before: int, now: int) -> float:
    return (now - before) / before if before else 0.0
