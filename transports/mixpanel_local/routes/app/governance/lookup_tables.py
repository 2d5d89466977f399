"""Lookup tables: uploaded, listed, given back. They are kept, and no question looks anything up in them."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from attrs import asdict

from mixpanel_local.engine.shape import item, sequence
from mixpanel_local.errors import NotFound
from mixpanel_local.kept.kinds import LOOKUP_TABLE
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.app.crud import Crud, Row, everything, ok, project_of, read_id
from mixpanel_local.routes.app.governance.lookup_csv import MOST_BYTES, BadTable, LookupCsv
from mixpanel_local.routes.app.governance.lookup_files import UPLOADS, LookupFiles
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.ingestion.payload import TooLarge, unpacked
from mixpanel_local.routes.route import Raw, Route, Said

_CSV: Final = "text/csv"
_ID: Final = "data-group-id"
_MOST_ROWS: Final = 5_000_000
_STRICT: Final = "/lookup-tables"
"""The path of the API for pipelines, which knows tables by their tokens."""


def _asked(context: Context, row: Row) -> bool:
    said = context.call.arguments.get(_ID)
    return everything(context, row) and (not said or str(row["id"]) == said)


def _place(context: Context) -> object:
    key = LookupFiles.of(context).new_key()
    return ok({"url": f"{context.call.origin}{UPLOADS}/{key}", "path": f"lookups/{key}.csv", "key": key})


def _put(context: Context) -> object:
    LookupFiles.of(context).put(context.groups["key"], context.call.body)
    return Raw(b"", "text/plain")


def _file(context: Context) -> object:
    return Raw(LookupFiles.of(context).get(context.groups["key"]), _CSV)


def _make(context: Context) -> object:
    """A table of a file that was put, or another file for a table."""
    call, files = context.call, LookupFiles.of(context)
    name, key, table = call.text("name"), call.text("key"), call.arguments.get(_ID)
    LookupCsv.read(files.get(key))
    with context.kept.changing() as changes:
        if not table:
            made = changes.add(LOOKUP_TABLE.name, {"name": name, "key": key, "token": str(uuid4())})
            return ok(_TABLES.row(changes, made, context))
        before = changes.need(LOOKUP_TABLE.name, table)
        made = changes.change(before, {**before.body, "name": name, "key": key})
    _forget(files, before, made)
    return ok(_without_key(made, LOOKUP_TABLE.show(made, project_of(context))))


def _forget(files: LookupFiles, before: Thing, now: Thing) -> None:
    if before.body["key"] != now.body["key"]:
        files.remove(before.body["key"])


def _status(context: Context) -> object:
    raise NotFound(f"there is no upload {context.call.text('upload-id')}: tables are made at once here")


def _change(context: Context) -> object:
    sent = context.call.json()
    number = read_id(item(sent, _ID, "$"), _ID)
    with context.kept.changing() as changes:
        changed = _TABLES.changed(changes, number, {key: value for key, value in sent.items() if key == "name"})
        return ok(_TABLES.row(changes, changed, context))


def _remove(context: Context) -> object:
    numbers = sequence(item(context.call.json(), "data-group-ids", "$"), "data-group-ids", read_id)
    with context.kept.changing() as changes:
        gone = [changes.need(LOOKUP_TABLE.name, number) for number in numbers]
        for table in gone:
            changes.remove(table)
    for table in gone:
        LookupFiles.of(context).remove(table.body["key"])
    return ok({})


def _download(context: Context) -> object:
    table, limit = _needed(context), context.call.arguments.get("limit")
    content = LookupFiles.of(context).get(table.body["key"])
    rows = context.call.number("limit", 1, _MOST_ROWS) if limit else None
    return Raw(content if rows is None else LookupCsv.read(content).head(rows), _CSV)


def _download_place(context: Context) -> object:
    return ok({"url": f"{context.call.origin}{UPLOADS}/{_needed(context).body['key']}"})


def _needed(context: Context) -> Thing:
    return context.kept.need(LOOKUP_TABLE.name, context.call.text(_ID))


def _without_key(_: object, row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "key"}


def _strict_list(context: Context) -> object:
    tables = context.kept.all(LOOKUP_TABLE.name)
    rows = [{"id": table.body["token"], "name": table.body["name"]} for table in tables]
    return {"code": 200, "status": "OK", "results": rows}


def _strict_replace(context: Context) -> object:
    """Another file for a table, all of it or nothing."""
    try:
        before, now = _replaced(context, LookupCsv.read(unpacked(context.call, MOST_BYTES)))
    except BadTable as problem:
        told = {"error": "Some data points in the request failed validation.", "status": "Bad Request"}
        return Said({"code": 400, **told, "failed_records": [asdict(each) for each in problem.failures]}, 400)
    except TooLarge as problem:
        return Said({"code": 413, "error": problem.message, "status": "Request Entity Too Large"}, 413)
    except NotFound as problem:
        return Said({"code": 404, "error": problem.message, "status": "Not Found"}, 404)
    _forget(LookupFiles.of(context), before, now)
    return {"code": 200, "status": "OK"}


def _replaced(context: Context, table: LookupCsv) -> tuple[Thing, Thing]:
    """The table with the token that is asked for, as it was and as it is with another file."""
    files, token = LookupFiles.of(context), context.groups["token"]
    with context.kept.changing() as changes:
        for found in changes.all(LOOKUP_TABLE.name):
            if found.body["token"] == token:
                key = files.new_key()
                files.put(key, table.content)
                return found, changes.change(found, {**found.body, "key": key})
    raise NotFound(f"Lookup table with id '{token}' was not found.")


_TABLES: Final = Crud(kind=LOOKUP_TABLE, showing=_without_key, listing=_asked)

ROUTES: Final = (
    _TABLES.route("GET", "", _TABLES.all),
    _TABLES.route("POST", "", _make),
    _TABLES.route("PATCH", "", _change),
    _TABLES.route("DELETE", "", _remove),
    _TABLES.route("GET", "/upload-url", _place),
    _TABLES.route("GET", "/upload-status", _status),
    _TABLES.route("GET", "/download", _download),
    _TABLES.route("GET", "/download-url", _download_place),
    Route("PUT", f"{UPLOADS}/{{key:text}}", _put),
    Route("GET", f"{UPLOADS}/{{key:text}}", _file),
    Route("GET", _STRICT, _strict_list),
    Route("PUT", f"{_STRICT}/{{token:text}}", _strict_replace),
)
