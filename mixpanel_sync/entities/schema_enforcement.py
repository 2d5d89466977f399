# Generated from mixpanel_async.entities.schema_enforcement by mixpanel_sync._generate: edit that module, not this one.
"""Schema enforcement: what becomes of events that do not fit their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.schema_enforcement import (
    InitSchemaEnforcementParams,
    ReplaceSchemaEnforcementParams,
    SchemaEnforcementConfig,
    UpdateSchemaEnforcementParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import schema_enforcement as core


class SchemaEnforcement(Face):
    """What becomes of events that do not fit their schemas. Changes give what the server answers, as it is sent."""

    _core: core.SchemaEnforcement

    def get_schema_enforcement(self, *, fields: str | None = None) -> SchemaEnforcementConfig:
        """The enforcement as it is, or some *fields* of it by their names on the wire, between commas.

        ``(ws.get_schema_enforcement(fields="ruleEvent,state")).rule_event``
        """
        return drive(self._core.get_schema_enforcement(fields=fields))

    def init_schema_enforcement(self, params: InitSchemaEnforcementParams) -> dict[str, Any]:
        """Begin to enforce schemas.

        ``ws.init_schema_enforcement(InitSchemaEnforcementParams(rule_event="Warn and Accept"))``
        """
        return drive(self._core.init_schema_enforcement(params))

    def update_schema_enforcement(self, params: UpdateSchemaEnforcementParams) -> dict[str, Any]:
        """Change some of the enforcement.

        ``ws.update_schema_enforcement(UpdateSchemaEnforcementParams(rule_event="Warn and Hide"))``
        """
        return drive(self._core.update_schema_enforcement(params))

    def replace_schema_enforcement(self, params: ReplaceSchemaEnforcementParams) -> dict[str, Any]:
        """Put another enforcement in the place of the whole one.

        ``ws.replace_schema_enforcement(ReplaceSchemaEnforcementParams(events=[], common_properties=[],
        user_properties=[], rule_event="Warn and Accept", notification_emails=["data@example.com"]))``
        """
        return drive(self._core.replace_schema_enforcement(params))

    def delete_schema_enforcement(self) -> dict[str, Any]:
        """Stop to enforce schemas; the schemas stay.

        ``ws.delete_schema_enforcement()``
        """
        return drive(self._core.delete_schema_enforcement())
