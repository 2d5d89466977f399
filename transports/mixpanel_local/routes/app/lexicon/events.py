"""Events of the Lexicon: those that were seen or defined, and custom ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.discovery import Discovery
from mixpanel_local.engine.setting import EVENT_DEFINITION
from mixpanel_local.engine.shape import entries, integer, item, text
from mixpanel_local.errors import BadRequest, NotFound
from mixpanel_local.kept.kinds import CUSTOM_EVENT
from mixpanel_local.kept.things import Changing, Reading, Thing
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.app.lexicon.definitions import history, merge, number_of, said_of
from mixpanel_local.routes.app.lexicon.tags import make_tags
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_EVENTS: Final = "/api/app/{scope}/data-definitions/events"
_SHOWS: Final[Mapping[str, Any]] = {
    "displayName": None,
    "description": None,
    "hidden": False,
    "dropped": False,
    "merged": False,
    "verified": False,
    "tags": [],
    "customEventId": None,
    "status": "active",
    "platforms": [],
}
_NAMES_ONE: Final = ("name", "id", "customEventId")
# Bodies about several events have some words in another form than replies.
_RESPELLED: Final = {"team_contacts": "teamContacts"}


def _events(context: Context) -> object:
    """Events that were seen or defined; custom events where these are asked for."""
    wanted = context.call.every("name[]")
    with context.kept.reading() as reading:
        if context.call.choice("custom_event", ("false", "true")) == "true":
            rows = [_custom_row(each) for each in reading.all(CUSTOM_EVENT.name)]
        else:
            names = sorted({*_seen_events(context), *(each.id for each in reading.all(EVENT_DEFINITION))})
            rows = [_event_row(reading, name) for name in names]
    return ok([row for row in rows if not wanted or row["name"] in wanted])


def _seen_events(context: Context) -> list[str]:
    return Discovery(context.store, context.query.frame).every_event()


def _change_events(context: Context) -> object:
    sent = context.call.json()
    with context.kept.changing() as changes:
        if "events" not in sent:
            return ok(_event_changed(changes, context, sent))
        return ok([_event_changed(changes, context, each) for each in entries(sent["events"], "events")])


def _event_changed(changes: Changing, context: Context, sent: Row) -> Row:
    said = {_RESPELLED.get(key, key): value for key, value in sent.items() if key not in _NAMES_ONE}
    make_tags(changes, said)
    if "customEventId" in sent:
        custom = changes.need(CUSTOM_EVENT.name, integer(sent["customEventId"], "customEventId"))
        defined = {**custom.body.get("definition", {}), **said}
        return _custom_row(changes.change(custom, {**custom.body, "definition": defined}))
    name = text(sent["name"], "name") if sent.get("name") else _named(context, sent.get("id"))
    merge(changes, EVENT_DEFINITION, name, {"name": name, **said})
    return _event_row(changes, name)


def _named(context: Context, number: object) -> str:
    """The event that has this number."""
    if number is None:
        raise BadRequest("name: this field is required")
    for name in _seen_events(context):
        if number_of("event", name) == number:
            return name
    raise NotFound(f"there is no event {number}")


def _remove_event(context: Context) -> object:
    sent = context.call.json()
    with context.kept.changing() as changes:
        if "customEventId" in sent:
            changes.remove(changes.need(CUSTOM_EVENT.name, integer(sent["customEventId"], "customEventId")))
        elif (found := changes.get(EVENT_DEFINITION, text(item(sent, "name", "$"), "name"))) is not None:
            changes.remove(found)
    return ok({})


def _make_custom_event(context: Context) -> object:
    sent = entries(context.call.json_argument("alternatives"), "alternatives")
    body = {"name": context.call.text("name"), "alternatives": [_alternative(each) for each in sent]}
    if not body["alternatives"]:
        raise BadRequest("alternatives: needs at least one event")
    with context.kept.changing() as changes:
        made = changes.add(CUSTOM_EVENT.name, body)
    return {"custom_event": {"id": int(made.id), **body}}


def _alternative(entry: Row) -> Row:
    text(item(entry, "event", "alternatives"), "alternatives.event")
    return entry


def _event_row(reading: Reading, name: str) -> Row:
    return {"id": number_of("event", name), "name": name, **_SHOWS, **said_of(reading.get(EVENT_DEFINITION, name))}


def _custom_row(custom: Thing) -> Row:
    row = {"id": number_of("custom event", custom.id), "name": custom.body["name"], **_SHOWS}
    stamps = {"createdUtc": custom.created, "modifiedUtc": custom.modified}
    return {**row, **custom.body.get("definition", {}), "customEventId": int(custom.id), **stamps}


def _event_history(context: Context) -> object:
    return history(context, EVENT_DEFINITION, context.groups["name"])


ROUTES: Final = (
    Route("GET", _EVENTS, _events),
    Route("PATCH", _EVENTS, _change_events),
    Route("DELETE", _EVENTS, _remove_event),
    Route("GET", f"{_EVENTS}/{{name:text}}/history", _event_history),
    Route("POST", "/api/app/{scope}/custom_events", _make_custom_event),
)
