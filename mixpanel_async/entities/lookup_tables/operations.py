"""Operations on lookup tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call, done, one_or_nothing
from mixpanel_async.entities._model import given
from mixpanel_async.entities._patience import Patience
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities.lookup_tables.calls import (
    GROUP,
    TABLES,
    all_tables,
    the_table,
    upload_place,
    upload_status,
)
from mixpanel_async.entities.lookup_tables.tables import (
    LookupTable,
    LookupTableUploadUrl,
    MarkLookupTableReadyParams,
    UpdateLookupTableParams,
    UploadLookupTableParams,
)
from mixpanel_async.entities.lookup_tables.uploading import CSV, made, uploaded


class LookupTables(Operations):
    """Tables that properties' values are looked up in."""

    async def list_lookup_tables(self, *, data_group_id: int | None = None) -> list[LookupTable]:
        """The project's lookup tables, or the one with an id.

        ``[table.name for table in await ws.list_lookup_tables()]``
        """
        return await self._call(all_tables(data_group_id))

    async def upload_lookup_table(
        self, params: UploadLookupTableParams, *, poll_interval: float = 2.0, max_poll_seconds: float = 300.0
    ) -> LookupTable:
        """The table made of a file, or put in the place of another.

        The file goes to storage at an address that Mixpanel signs, then it is registered, and asked for every
        *poll_interval* seconds until Mixpanel has read it. A file that Mixpanel cannot read is a ``QueryError``; where
        the answer does not come within *max_poll_seconds*, an ``IncompleteChangeError`` holds the ``upload_id``.

        ``await ws.upload_lookup_table(UploadLookupTableParams(name="Countries", file_path="countries.csv"))``
        """
        return await uploaded(self._connection, params, Patience(poll_interval, max_poll_seconds))

    async def mark_lookup_table_ready(self, params: MarkLookupTableReadyParams) -> LookupTable:
        """The table made of a file that is already with Mixpanel; ``upload_lookup_table`` does it all.

        ``await ws.mark_lookup_table_ready(MarkLookupTableReadyParams(name="Countries", key="code"))``
        """
        given(params, MarkLookupTableReadyParams)
        return await made(self._connection, params.name, params.key, params.data_group_id or None, Patience())

    async def get_lookup_upload_url(self, content_type: str = CSV) -> LookupTableUploadUrl:
        """An address that a file of *content_type* may be put at, by a PUT without credentials, for a short time.

        ``(await ws.get_lookup_upload_url()).url``
        """
        return await self._call(upload_place(content_type))

    async def get_lookup_upload_status(self, upload_id: str) -> dict[str, Any]:
        """How far an upload is: its ``uploadStatus``, and with ``SUCCESS`` the table as ``result``, as they are sent.

        ``(await ws.get_lookup_upload_status("up-9"))["uploadStatus"]``
        """
        return await self._call(upload_status(upload_id))

    async def update_lookup_table(self, data_group_id: int, params: UpdateLookupTableParams) -> LookupTable:
        """The table as it is after the change.

        ``await ws.update_lookup_table(55, UpdateLookupTableParams(name="Countries and regions"))``
        """
        return await changed(self._connection, _change(data_group_id, params), the_table(None, data_group_id))

    async def delete_lookup_tables(self, data_group_ids: Sequence[int]) -> None:
        """Remove tables; properties that are looked up in them lose what they looked up. No ids remove nothing.

        ``await ws.delete_lookup_tables([55, 56])``
        """
        if not data_group_ids:
            return None
        body = {"data-group-ids": checked_ids(data_group_ids, "data_group_ids")}
        return await self._call(app_call("DELETE", TABLES, done, body=body))

    async def download_lookup_table(
        self, data_group_id: int, *, file_name: str | None = None, limit: int | None = None
    ) -> bytes:
        """A table as CSV, at most *limit* rows of it. *file_name* is what Mixpanel calls the file.

        ``Path("countries.csv").write_bytes(await ws.download_lookup_table(55))``
        """
        return await self._call(_download(data_group_id, file_name, limit))

    async def get_lookup_download_url(self, data_group_id: int) -> str:
        """An address that a table can be downloaded from; whoever knows it can.

        ``await ws.get_lookup_download_url(55)``
        """
        return await self._call(app_call("GET", f"{TABLES}download-url/", _address, query={GROUP: data_group_id}))


def _change(data_group_id: int, params: UpdateLookupTableParams) -> Call[LookupTable | None]:
    body = {**given(params, UpdateLookupTableParams).to_body(), GROUP: data_group_id}
    return app_call("PATCH", TABLES, one_or_nothing(LookupTable), body=body)


def _download(data_group_id: int, file_name: str | None, limit: int | None) -> Call[bytes]:
    def read(answer: Answer) -> bytes:
        content: bytes = answer.value
        return content

    query = {GROUP: data_group_id, "file-name": file_name, "limit": limit}
    return Call(family="app", path=f"{TABLES}download/", query=query, raw=True, read=read)


def _address(answer: Answer) -> str:
    """The text itself, or what an object has for it."""
    said = answer.results()
    if isinstance(said.value, str):
        return said.text()
    return said.required("download_url" if said.get("url").value is None else "url").text()
