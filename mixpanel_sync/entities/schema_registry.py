# Generated from mixpanel_async.entities.schema_registry by mixpanel_sync._generate: edit that module, not this one.
"""The schema registry: JSON Schemas of events and profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.schema_registry import (
    BulkCreateSchemasParams,
    BulkCreateSchemasResponse,
    BulkPatchResult,
    DeleteSchemasResponse,
    SchemaEntry,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import schema_registry as core


class SchemaRegistry(Face):
    """JSON Schemas of events and profiles; the server answers five such calls a minute."""

    _core: core.SchemaRegistry

    def list_schema_registry(self, *, entity_type: str | None = None) -> list[SchemaEntry]:
        """Everything that has a schema, or what is of one type; ``lexicon_schemas`` gives the same as typed values.

        ``[entry.name for entry in ws.list_schema_registry(entity_type="event")]``
        """
        return drive(self._core.list_schema_registry(entity_type=entity_type))

    def create_schema(self, entity_type: str, entity_name: str, schema_json: Mapping[str, Any]) -> dict[str, Any]:
        """Put one schema into the registry, in place of the one that is there; what the server answers, as it is sent.

        ``ws.create_schema("event", "Login", {"properties": {"plan": {"type": "string"}}})``
        """
        return drive(self._core.create_schema(entity_type, entity_name, schema_json))

    def create_schemas_bulk(self, params: BulkCreateSchemasParams) -> BulkCreateSchemasResponse:
        """Put schemas into the registry, each in place of the one that is there.

        Mixpanel takes fewer than 4,000 events and properties a minute: more are sent in parts, a minute apart. Where a
        part fails, an ``IncompleteChangeError`` says how many ``entries`` are in, of *truncate* the removal included.

        ``ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[SchemaEntry(entity_type="event", name="Login",
        schema_definition={"description": "A user came back"})]))``
        """
        return drive(self._core.create_schemas_bulk(params))

    def update_schema(self, entity_type: str, entity_name: str, schema_json: Mapping[str, Any]) -> dict[str, Any]:
        """Merge into one schema what *schema_json* says; what the server answers, as it is sent.

        ``ws.update_schema("event", "Login", {"description": "A user came back"})``
        """
        return drive(self._core.update_schema(entity_type, entity_name, schema_json))

    def update_schemas_bulk(self, params: BulkCreateSchemasParams) -> list[BulkPatchResult]:
        """What became of each schema that was to be changed; in parts, as ``create_schemas_bulk``.

        ``[result for result in ws.update_schemas_bulk(params) if result.status == "error"]``
        """
        return drive(self._core.update_schemas_bulk(params))

    def delete_schemas(
        self, *, entity_type: str | None = None, entity_name: str | None = None
    ) -> DeleteSchemasResponse:
        """Remove one schema, or all of a type, or, with neither argument, every schema of the project.

        ``ws.delete_schemas(entity_type="event", entity_name="Login")``
        """
        return drive(self._core.delete_schemas(entity_type=entity_type, entity_name=entity_name))
