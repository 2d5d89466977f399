"""The activity feed, in its documented form and in the one that the app uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from mixpanel_local.engine.export import ExportPlan
from mixpanel_local.engine.feed import Feed, feed_events
from mixpanel_local.engine.shape import integer, item, mapping, one_of, refuse, sequence, text
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.context import Context

_KINDS: Final = ("between", "since", "relative_after")
_UNITS: Final = {"day": 1, "week": 7}


def stream_query(context: Context) -> dict[str, Any]:
    """GET /stream/query: all that users did between two days."""
    users = sequence(context.call.json_argument("distinct_ids"), "distinct_ids", text)
    first, last = context.call.days()
    return _reply(context, Feed(_plan(users, first, last), _newest_first(context)))


def stream_bookmark(context: Context) -> dict[str, Any]:
    """POST /stream/bookmark: the same, some of it, page by page."""
    body = context.call.json()
    if body.get("paging_window") is not None:
        raise refuse("paging_window", "the activity feed")
    if body.get("use_custom_events"):
        raise refuse("use_custom_events", "the activity feed")
    users = sequence(item(body, "distinct_ids", "$"), "distinct_ids", text)
    bookmark = mapping(item(body, "bookmark", "$"), "bookmark")
    first, last = _dates(mapping(item(bookmark, "dateRange", "bookmark"), "dateRange"), context.setting.today)
    sentinel = body.get("sentinel_event")
    feed = Feed(
        _plan(users, first, last, sequence(body.get("include_events") or [], "include_events", text)),
        _newest_first(context),
        excluded=sequence(body.get("exclude_events") or [], "exclude_events", text),
        search=None if body.get("search") is None else text(body["search"], "search"),
        properties=sequence(body.get("search_properties") or [], "search_properties", _name),
        limit=None if body.get("limit") is None else _at_least_one(body["limit"]),
        after=None if sentinel is None else mapping(sentinel, "sentinel_event"),
    )
    return _reply(context, feed)


def _reply(context: Context, feed: Feed) -> dict[str, Any]:
    events, sentinel = feed_events(context.store, context.query, feed)
    results = {"events": events, "sentinel_event": sentinel}
    return {"status": "ok", "results": results, "meta": {"assumptions": context.assumptions.named("feed_order")}}


def _newest_first(context: Context) -> bool:
    return context.assumptions.feed_order == "newest_first"


def _plan(users: Sequence[str], first: date, last: date, events: Sequence[str] = ()) -> ExportPlan:
    if not users:
        raise BadRequest("distinct_ids: needs at least one user")
    return ExportPlan(first, last, tuple(events), tuple(users), milliseconds=True)


def _dates(span: Mapping[str, Any], today: date) -> tuple[date, date]:
    kind = one_of(item(span, "type", "dateRange"), _KINDS, "dateRange.type")
    if kind == "relative_after":
        window = mapping(item(span, "window", "dateRange"), "dateRange.window")
        days = _UNITS[one_of(item(window, "unit", "window"), tuple(_UNITS), "dateRange.window.unit")]
        return today - timedelta(days=days * _at_least_one(item(window, "value", "window"))), today
    first = read_date(item(span, "from", "dateRange"), "dateRange.from")
    last = today if kind == "since" else read_date(item(span, "to", "dateRange"), "dateRange.to")
    if first > last:
        raise BadRequest(f"dateRange: {first} is after {last}")
    return first, last


def _at_least_one(value: object) -> int:
    count = integer(value, "limit")
    if not 1 <= count <= _MOST:
        raise BadRequest(f"{count} is not between 1 and {_MOST}")
    return count


_MOST: Final = 100_000


def _name(value: object, where: str) -> str:
    return text(item(mapping(value, where), "name", where), where)
