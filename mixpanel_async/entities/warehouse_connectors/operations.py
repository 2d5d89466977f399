"""Operations on imports from a warehouse."""

from __future__ import annotations

from mixpanel_async.answer import Answer
from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, done, entities, many, one, one_or_nothing
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities.warehouse_connectors.imports import WarehouseImport, WarehouseImportRun
from mixpanel_async.entities.warehouse_connectors.params import (
    CreateEventStreamImportParams,
    CreateGroupsImportParams,
    CreateLookupTableImportParams,
    CreatePeopleImportParams,
    UpdateWarehouseImportParams,
)


class WarehouseImports(Operations):
    """Imports of tables from a data warehouse. Its source, with the credentials, is set up in Mixpanel's own pages."""

    async def list_warehouse_imports(self) -> list[WarehouseImport]:
        """The project's imports.

        ``[each.id for each in await ws.list_warehouse_imports() if each.paused]``
        """
        return await self._call(app_call("GET", _ALL, many(WarehouseImport)))

    async def get_warehouse_import(self, import_id: int) -> WarehouseImport:
        """One import, with what its columns mean.

        ``(await ws.get_warehouse_import(9)).run_every``
        """
        return await self._call(app_call("GET", _ONE, one(WarehouseImport), args={"id": import_id}))

    async def create_event_stream_import(self, params: CreateEventStreamImportParams) -> WarehouseImport:
        """The import made of a table of events.

        ``await ws.create_event_stream_import(CreateEventStreamImportParams(warehouse_source_id=3,
        table_params={"table": "logins"}, sync_mode="time_based", insert_time_column_name="loaded_at",
        time_column_name="at", event_name="Login", user_column_name="user_id", run_every="hourly"))``
        """
        return await self._call(app_call("POST", f"{_ALL}/event-stream", one(WarehouseImport), params=params))

    async def create_people_import(self, params: CreatePeopleImportParams) -> WarehouseImport:
        """The import made of a table of users.

        ``await ws.create_people_import(CreatePeopleImportParams(warehouse_source_id=3,
        table_params={"table": "users"}, sync_mode="mirror_mode", user_column_name="user_id", run_every="daily"))``
        """
        return await self._call(app_call("POST", f"{_ALL}/people", one(WarehouseImport), params=params))

    async def create_groups_import(self, params: CreateGroupsImportParams) -> WarehouseImport:
        """The import made of a table of groups.

        ``await ws.create_groups_import(CreateGroupsImportParams(warehouse_source_id=3,
        table_params={"table": "companies"}, sync_mode="full_sync", group_key="company", group_id_column="id"))``
        """
        return await self._call(app_call("POST", f"{_ALL}/groups", one(WarehouseImport), params=params))

    async def create_lookup_table_import(self, params: CreateLookupTableImportParams) -> WarehouseImport:
        """The import made of a table that a property's values are looked up in.

        ``await ws.create_lookup_table_import(CreateLookupTableImportParams(warehouse_source_id=3,
        table_params={"table": "products"}, sync_mode="full_sync", property_key_column_name="id",
        mixpanel_property=WarehouseJoinProperty(value="product_id", resource_type="event")))``
        """
        return await self._call(app_call("POST", f"{_ALL}/lookup-table", one(WarehouseImport), params=params))

    async def update_warehouse_import(self, import_id: int, params: UpdateWarehouseImportParams) -> WarehouseImport:
        """The import as it is after the change; pausing one stops the run that goes on.

        ``await ws.update_warehouse_import(9, UpdateWarehouseImportParams(paused=False, run_every="daily"))``
        """
        args = {"id": import_id}
        change = app_call("PATCH", _ONE, one_or_nothing(WarehouseImport), args=args, params=params)
        return await changed(self._connection, change, app_call("GET", _ONE, one(WarehouseImport), args=args))

    async def delete_warehouse_import(self, import_id: int, *, delete_data: bool = False) -> None:
        """Remove an import; with *delete_data* Mixpanel is also asked to delete the events it brought, for good.

        ``await ws.delete_warehouse_import(9)``
        """
        body = {"delete_data": delete_data}
        return await self._call(app_call("DELETE", _ONE, done, args={"id": import_id}, body=body))

    async def run_warehouse_import(self, import_id: int) -> str:
        """Run an import now; gives the id of the run.

        ``await ws.run_warehouse_import(9)``
        """
        args = {"id": import_id}
        return await self._call(app_call("PUT", f"{_ONE}/manual-sync", _run_id, args=args, body={}, safe=False))

    async def get_warehouse_import_history(self, import_id: int) -> list[WarehouseImportRun]:
        """The last 30 runs of an import.

        ``[run.num_events_imported for run in await ws.get_warehouse_import_history(9) if run.status == "SUCCEEDED"]``
        """
        return await self._call(app_call("GET", f"{_ONE}/history", _runs, args={"id": import_id}))


_ALL = "{project}/warehouse-sources/imports"
_ONE = f"{_ALL}/{{id}}"


def _run_id(answer: Answer) -> str:
    return str(answer.results().required("run_id").value)


def _runs(answer: Answer) -> list[WarehouseImportRun]:
    return entities(WarehouseImportRun, answer.results().required("runs"))
