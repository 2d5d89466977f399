"""Properties of the Lexicon: those that were seen or defined, of events or of users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.discovery import Discovery
from mixpanel_local.engine.shape import entries, item, one_of, text
from mixpanel_local.kept.things import Changing, Reading
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.app.lexicon.definitions import history, merge, number_of, said_of
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_KIND: Final = "property_definition"
_PROPERTIES: Final = "/api/app/{scope}/data-definitions/properties"
_RESOURCES: Final = ("Event", "User")
_SHOWS: Final[Mapping[str, Any]] = {
    "displayName": None,
    "description": None,
    "exampleValue": None,
    "hidden": False,
    "dropped": False,
    "merged": False,
    "sensitive": False,
}


def _properties(context: Context) -> object:
    """Properties that were seen or defined, of events or of users."""
    resource = context.call.choice("resourceType", _RESOURCES)
    wanted = context.call.every("name[]")
    look = Discovery(context.store, context.query.frame)
    seen = look.every_property("events" if resource == "Event" else "people")
    with context.kept.reading() as reading:
        defined = [each.body["name"] for each in reading.all(_KIND) if each.body["resourceType"] == resource]
        rows = [_property_row(reading, resource, name) for name in sorted({*seen, *defined})]
    return ok([row for row in rows if not wanted or row["name"] in wanted])


def _change_properties(context: Context) -> object:
    sent = context.call.json()
    with context.kept.changing() as changes:
        if "properties" not in sent:
            return ok(_property_changed(changes, sent))
        return ok([_property_changed(changes, each) for each in entries(sent["properties"], "properties")])


def _property_changed(changes: Changing, sent: Row) -> Row:
    name = text(item(sent, "name", "$"), "name")
    resource = one_of(sent.get("resourceType") or "Event", _RESOURCES, "resourceType")
    said = {key: value for key, value in sent.items() if key != "id"}
    merge(changes, _KIND, f"{resource}/{name}", {**said, "name": name, "resourceType": resource})
    return _property_row(changes, resource, name)


def _property_row(reading: Reading, resource: str, name: str) -> Row:
    found = said_of(reading.get(_KIND, f"{resource}/{name}"))
    return {"id": number_of(resource, name), "name": name, "resourceType": resource, **_SHOWS, **found}


def _property_history(context: Context) -> object:
    kinds: Mapping[str, str] = {"event": "Event", "user": "User"}
    resource = kinds[context.call.choice("entity_type", tuple(kinds))]
    return history(context, _KIND, f"{resource}/{context.groups['name']}")


ROUTES: Final = (
    Route("GET", _PROPERTIES, _properties),
    Route("PATCH", _PROPERTIES, _change_properties),
    Route("GET", f"{_PROPERTIES}/{{name:text}}/history", _property_history),
)
