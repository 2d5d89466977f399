"""Deletion requests: events of one name go for good, at once."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.scan import Span
from mixpanel_local.engine.shape import integer, item, refuse, text
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.errors import BadRequest, StoreError
from mixpanel_local.kept.kinds import DELETION_REQUEST
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.app.crud import Crud, Row
from mixpanel_local.routes.context import Context
from mixpanel_local.store.removing import Removed, remove_events

_CALL: Final = "a deletion of events"
_DAY_LENGTH: Final = len("2026-01-31")


def _make(context: Context) -> object:
    sent = _sound(context.call.json())
    event, span = sent["eventName"], _span(context, sent)
    with context.kept.changing() as changes:
        request = changes.add(DELETION_REQUEST.name, {**sent, "status": "Processing"})
    try:
        removed = remove_events(context.store.root, event, span)
    except StoreError:
        _ended(context, request, "Failed", Removed())
        raise
    _ended(context, request, "Completed", removed)
    return _REQUESTS.all(context)


def _ended(context: Context, request: Thing, status: str, removed: Removed) -> None:
    with context.kept.changing() as changes:
        changes.change(request, {**request.body, "status": status, "deletedEventsCount": removed.events})


def _cancel(context: Context) -> object:
    with context.kept.reading() as reading:
        request = reading.need(DELETION_REQUEST.name, integer(item(context.call.json(), "id", "$"), "id"))
    raise BadRequest(f"the deletion request {request.id} is {request.body['status']}: it can no longer be cancelled")


def _preview(context: Context) -> object:
    """What a request would remove, as it is sent; nothing is removed."""
    sent = _sound(context.call.json())
    _span(context, sent)
    raise refuse("what their filters mean, which is not documented,", "a preview of deletions")


def _sound(sent: Row) -> dict[str, Any]:
    text(item(sent, "eventName", "$"), "eventName")
    if sent.get("filters"):
        raise refuse("filters, whose form is not documented; leave them out,", _CALL)
    return {key: sent.get(key) for key in ("eventName", "fromDate", "toDate", "filters")}


def _span(context: Context, sent: Row) -> Span:
    for key in ("fromDate", "toDate"):
        if len(text(item(sent, key, "$"), key)) != _DAY_LENGTH:
            raise refuse(f"the time {sent[key]!r} in place of a day", _CALL)
    first, last = read_date(sent["fromDate"], "fromDate"), read_date(sent["toDate"], "toDate")
    if first > last:
        raise BadRequest(f"fromDate {first} is after toDate {last}")
    return context.zone.span(first, last)


_REQUESTS: Final = Crud(kind=DELETION_REQUEST)

ROUTES: Final = (
    _REQUESTS.route("GET", "", _REQUESTS.all),
    evolve(_REQUESTS.route("POST", "", _make), holds=False),
    _REQUESTS.route("DELETE", "", _cancel),
    _REQUESTS.route("POST", "/preview-filters", _preview),
)
