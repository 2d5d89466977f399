"""The calls that both single operations on lookup tables and an upload are made of."""

from __future__ import annotations

from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.entities._calls import app_call, entity, many
from mixpanel_async.entities.lookup_tables.tables import LookupTable, LookupTableUploadUrl

TABLES = "{scope}/data-definitions/lookup-tables/"
GROUP = "data-group-id"


def all_tables(data_group_id: int | None = None) -> Call[list[LookupTable]]:
    """Ask for the tables, or for one of them."""
    return app_call("GET", TABLES, many(LookupTable), query={GROUP: data_group_id})


def the_table(name: str | None, data_group_id: int | None) -> Call[LookupTable]:
    """Ask for the table *data_group_id*, where that is None for the one called *name*."""
    tables_in = many(LookupTable)

    def read(answer: Answer) -> LookupTable:
        tables = tables_in(answer)
        found = [each for each in tables if (each.name == name if data_group_id is None else each.id == data_group_id)]
        if len(found) != 1:
            raise answer.refusal(f"{len(found)} tables have the name {name!r} or the id {data_group_id}")
        return found[0]

    return app_call("GET", TABLES, read, query={GROUP: data_group_id})


def upload_place(content_type: str) -> Call[LookupTableUploadUrl]:
    """Ask where a file may be put."""

    def read(answer: Answer) -> LookupTableUploadUrl:
        place = answer.results()
        for name in ("url", "path", "key"):
            place.required(name)
        return entity(LookupTableUploadUrl, place)

    return app_call("GET", f"{TABLES}upload-url/", read, query={"content-type": content_type})


def registered(
    name: str, key: str, data_group_id: int | None, *, path: str | None = None
) -> Call[LookupTable | str | None]:
    """Make a table of a file; gives the table, the id of the work on it, or None where that is not said."""

    def read(answer: Answer) -> LookupTable | str | None:
        said = answer.results()
        if said.value is None or said.value in ({}, {"status": "ok"}):
            return None
        work = said.get("uploadId")
        return named_table(said, name) if work.value is None else str(work.value)

    form = {"name": name, "path": path, "key": key, GROUP: None if data_group_id is None else str(data_group_id)}
    return app_call("POST", TABLES, read, form=form)


def named_table(said: Answer, name: str) -> LookupTable:
    """The table that *said* is; called *name* where it says nothing of that."""
    return entity(LookupTable, said.at({"name": name, **said.object()}, ""))


def upload_status(upload_id: str) -> Call[dict[str, Any]]:
    """Ask how far the work on a file is."""

    def read(answer: Answer) -> dict[str, Any]:
        said = answer.results()
        said.get("uploadStatus").if_given(Answer.text)
        return said.object()

    return app_call("GET", f"{TABLES}upload-status/", read, query={"upload-id": upload_id})
