"""How a file becomes a lookup table: it is put into storage, registered, and worked on until it is one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.connection import Connection
from mixpanel_async.entities._model import given
from mixpanel_async.entities._patience import Patience, Wait
from mixpanel_async.entities._steps import next_step
from mixpanel_async.entities.lookup_tables.calls import (
    named_table,
    registered,
    the_table,
    upload_place,
    upload_status,
)
from mixpanel_async.entities.lookup_tables.tables import LookupTable, UploadLookupTableParams
from mixpanel_async.errors import IncompleteChangeError, ParamValidationError, QueryError
from mixpanel_async.signed import put_signed

CSV = "text/csv"

FAILURES = {"FAILURE": "UPLOAD_FAILED", "REVOKED": "UPLOAD_FAILED", "NOTFOUND": "UPLOAD_NOT_FOUND"}
"""How work ends without a table, and the error's code."""


async def uploaded(connection: Connection, params: UploadLookupTableParams, patience: Patience) -> LookupTable:
    """The table made of a file."""
    file_path = given(params, UploadLookupTableParams).file_path
    content = await connection.runtime.offload(lambda: _content(file_path))
    place = await connection.perform(upload_place(CSV))
    await put_signed(connection, place.url, content, CSV)
    return await made(connection, params.name, place.key, params.data_group_id, patience, path=place.path)


async def made(
    connection: Connection,
    name: str,
    key: str,
    data_group_id: int | None,
    patience: Patience,
    *,
    path: str | None = None,
) -> LookupTable:
    """The table made of a file that is with Mixpanel."""
    table = await connection.perform(registered(name, key, data_group_id, path=path))
    if isinstance(table, str):
        table = await _worked_on(connection, table, name, patience)
    if table is not None:
        return table
    done, way_on = f"the table {name!r} is made", "see list_lookup_tables(), do not make it again"
    return await next_step(connection, the_table(name, data_group_id), done, way_on, {"name": name})


async def _worked_on(connection: Connection, upload_id: str, name: str, patience: Patience) -> LookupTable | None:
    """The table that comes of the work *upload_id*; None where that is done and says nothing of the table."""
    done, way_on = f"upload {upload_id} is under way", f"ask get_lookup_upload_status({upload_id!r}), do not repeat it"
    wait = Wait(connection.runtime, patience)
    while await wait.again():
        status = await next_step(connection, upload_status(upload_id), done, way_on, {"upload_id": upload_id})
        if status.get("uploadStatus") == "SUCCESS":
            result = Answer(status).get("result")
            return named_table(result, name) if isinstance(result.value, dict) and "id" in result.value else None
        _refuse(upload_id, status)
    raise IncompleteChangeError(
        f"{done}, after {patience.max_poll_seconds:g} seconds still; {way_on}",
        "UPLOAD_TIMEOUT",
        {"upload_id": upload_id},
    )


def _refuse(upload_id: str, status: Mapping[str, Any]) -> None:
    """Raise where the work has failed."""
    state = status.get("uploadStatus")
    if state not in FAILURES:
        return
    raise QueryError(
        f"upload {upload_id} ended as {state}: {status.get('result') or 'no reason given'}; "
        "look at the file (unique column names, first column unique and never empty), then upload it again",
        200,
        response_body=dict(status),
        code=FAILURES[state],
    )


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as problem:
        raise ParamValidationError(
            f"UploadLookupTableParams: file_path {path!r} cannot be read: {getattr(problem, 'strerror', problem)}; "
            "give a CSV file on this machine"
        ) from problem
