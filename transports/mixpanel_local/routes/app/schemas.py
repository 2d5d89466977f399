"""The schemas of the data dictionary, by type and name. Nothing that arrives is held against them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mixpanel_local.engine.shape import entries, item, mapping, one_of, text
from mixpanel_local.errors import BadRequest, NotFound
from mixpanel_local.kept.things import Changing, Kept, Thing
from mixpanel_local.routes.app.crud import Row, ok
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.route import Route

_KIND: Final = "schema"
_TYPES: Final = ("event", "profile", "group", "lookup", "custom_event")
_ALL: Final = "/api/app/{scope}/schemas"
_OF_TYPE: Final = _ALL + "/{type:text}"
_ONE: Final = _OF_TYPE + "/{name:text}"


def described(kept: Kept, kind: str) -> set[str]:
    """The names that have a schema, of one type of things."""
    return {schema.body["name"] for schema in _of(kept.all(_KIND), kind, None)}


def _list(context: Context) -> object:
    name = context.call.arguments.get("entity_name")
    found = _of(context.kept.all(_KIND), context.groups.get("type"), name)
    return ok([schema.body for schema in found])


def _get(context: Context) -> object:
    """What the schema of one thing says, without an envelope, as documented."""
    return context.kept.need(_KIND, _key(context.groups)).body["schemaJson"]


def _upload(context: Context) -> object:
    sent = context.call.json()
    found = entries(item(sent, "entries", "$"), "entries")
    with context.kept.changing() as changes:
        gone = _remove(changes, changes.all(_KIND)) if sent.get("truncate") else 0
        for entry in found:
            _put(changes, entry, replace=True)
    return ok({"added": len(found), "deleted": gone})


def _change_several(context: Context) -> object:
    with context.kept.changing() as changes:
        return ok([_tried(changes, entry) for entry in entries(item(context.call.json(), "entries", "$"), "entries")])


def _tried(changes: Changing, entry: Row) -> Row:
    said = {"entityType": entry.get("entityType"), "name": entry.get("name")}
    try:
        _put(changes, entry, replace=False)
    except BadRequest as problem:
        return {**said, "status": "error", "error": problem.message}
    return {**said, "status": "ok"}


def _upload_one(context: Context) -> object:
    return _one(context, replace=True)


def _change_one(context: Context) -> object:
    return _one(context, replace=False)


def _one(context: Context, *, replace: bool) -> object:
    entry = {"entityType": context.groups["type"], "name": context.groups["name"], "schemaJson": context.call.json()}
    with context.kept.changing() as changes:
        _put(changes, entry, replace=replace)
    return {"status": "ok"}


def _delete(context: Context) -> object:
    with context.kept.changing() as changes:
        found = _of(changes.all(_KIND), context.groups.get("type"), context.groups.get("name"))
        if "name" in context.groups and not found:
            raise NotFound(f"there is no schema of the {context.groups['type']} {context.groups['name']!r}")
        return ok({"delete_count": _remove(changes, found)})


def _put(changes: Changing, entry: Row, *, replace: bool) -> None:
    one_of(item(entry, "entityType", "entries"), _TYPES, "entityType")
    text(item(entry, "name", "entries"), "name")
    schema = mapping(item(entry, "schemaJson", "entries"), "schemaJson")
    key = _key({"type": entry["entityType"], "name": entry["name"]})
    before = changes.get(_KIND, key)
    kept = {} if replace or before is None else before.body["schemaJson"]
    changes.put(_KIND, key, {**entry, "schemaJson": {**kept, **schema}})


def _key(parts: Row) -> str:
    return f"{parts['type']}/{parts['name']}"


def _of(schemas: Iterable[Thing], kind: str | None, name: str | None) -> list[Thing]:
    return [
        schema
        for schema in schemas
        if kind in (None, schema.body["entityType"]) and name in (None, schema.body["name"])
    ]


def _remove(changes: Changing, schemas: Iterable[Thing]) -> int:
    gone = list(schemas)
    for schema in gone:
        changes.remove(schema)
    return len(gone)


ROUTES: Final = (
    Route("GET", _ALL, _list),
    Route("POST", _ALL, _upload),
    Route("PATCH", _ALL, _change_several),
    Route("DELETE", _ALL, _delete),
    Route("GET", _OF_TYPE, _list),
    Route("DELETE", _OF_TYPE, _delete),
    Route("GET", _ONE, _get),
    Route("POST", _ONE, _upload_one),
    Route("PATCH", _ONE, _change_one),
    Route("DELETE", _ONE, _delete),
)
