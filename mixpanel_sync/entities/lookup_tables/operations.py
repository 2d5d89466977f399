# Generated from mixpanel_async.entities.lookup_tables.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on lookup tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.lookup_tables.tables import (
    LookupTable,
    LookupTableUploadUrl,
    MarkLookupTableReadyParams,
    UpdateLookupTableParams,
    UploadLookupTableParams,
)
from mixpanel_async.entities.lookup_tables.uploading import CSV
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lookup_tables import operations as core


class LookupTables(Face):
    """Tables that properties' values are looked up in."""

    _core: core.LookupTables

    def list_lookup_tables(self, *, data_group_id: int | None = None) -> list[LookupTable]:
        """The project's lookup tables, or the one with an id.

        ``[table.name for table in ws.list_lookup_tables()]``
        """
        return drive(self._core.list_lookup_tables(data_group_id=data_group_id))

    def upload_lookup_table(
        self, params: UploadLookupTableParams, *, poll_interval: float = 2.0, max_poll_seconds: float = 300.0
    ) -> LookupTable:
        """The table made of a file, or put in the place of another.

        The file goes to storage at an address that Mixpanel signs, then it is registered, and asked for every
        *poll_interval* seconds until Mixpanel has read it. A file that Mixpanel cannot read is a ``QueryError``; where
        the answer does not come within *max_poll_seconds*, an ``IncompleteChangeError`` holds the ``upload_id``.

        ``ws.upload_lookup_table(UploadLookupTableParams(name="Countries", file_path="countries.csv"))``
        """
        return drive(
            self._core.upload_lookup_table(params, poll_interval=poll_interval, max_poll_seconds=max_poll_seconds)
        )

    def mark_lookup_table_ready(self, params: MarkLookupTableReadyParams) -> LookupTable:
        """The table made of a file that is already with Mixpanel; ``upload_lookup_table`` does it all.

        ``ws.mark_lookup_table_ready(MarkLookupTableReadyParams(name="Countries", key="code"))``
        """
        return drive(self._core.mark_lookup_table_ready(params))

    def get_lookup_upload_url(self, content_type: str = CSV) -> LookupTableUploadUrl:
        """An address that a file of *content_type* may be put at, by a PUT without credentials, for a short time.

        ``(ws.get_lookup_upload_url()).url``
        """
        return drive(self._core.get_lookup_upload_url(content_type))

    def get_lookup_upload_status(self, upload_id: str) -> dict[str, Any]:
        """How far an upload is: its ``uploadStatus``, and with ``SUCCESS`` the table as ``result``, as they are sent.

        ``(ws.get_lookup_upload_status("up-9"))["uploadStatus"]``
        """
        return drive(self._core.get_lookup_upload_status(upload_id))

    def update_lookup_table(self, data_group_id: int, params: UpdateLookupTableParams) -> LookupTable:
        """The table as it is after the change.

        ``ws.update_lookup_table(55, UpdateLookupTableParams(name="Countries and regions"))``
        """
        return drive(self._core.update_lookup_table(data_group_id, params))

    def delete_lookup_tables(self, data_group_ids: Sequence[int]) -> None:
        """Remove tables; properties that are looked up in them lose what they looked up. No ids remove nothing.

        ``ws.delete_lookup_tables([55, 56])``
        """
        drive(self._core.delete_lookup_tables(data_group_ids))

    def download_lookup_table(
        self, data_group_id: int, *, file_name: str | None = None, limit: int | None = None
    ) -> bytes:
        """A table as CSV, at most *limit* rows of it. *file_name* is what Mixpanel calls the file.

        ``Path("countries.csv").write_bytes(ws.download_lookup_table(55))``
        """
        return drive(self._core.download_lookup_table(data_group_id, file_name=file_name, limit=limit))

    def get_lookup_download_url(self, data_group_id: int) -> str:
        """An address that a table can be downloaded from; whoever knows it can.

        ``ws.get_lookup_download_url(55)``
        """
        return drive(self._core.get_lookup_download_url(data_group_id))
