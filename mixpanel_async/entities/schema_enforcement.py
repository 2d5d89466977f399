"""Schema enforcement: what becomes of events that do not fit their schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, mapping_or_nothing, one
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "InitSchemaEnforcementParams",
    "ReplaceSchemaEnforcementParams",
    "SchemaEnforcementConfig",
    "UpdateSchemaEnforcementParams",
]


@frozen(kw_only=True, eq=False, repr=False)
class SchemaEnforcementConfig(Entity):
    """What becomes of events that do not fit their schemas, and who is told.

    *rule_event* is ``"Warn and Accept"``, ``"Warn and Hide"`` or ``"Warn and Drop"``; *state* is ``"planned"`` or
    ``"ingested"``. *events*, *common_properties* and *user_properties* are rules as Mixpanel keeps them; they are
    undocumented. The schemas began as what was seen from *initialized_from* to *initialized_to*.
    """

    camel: ClassVar[bool] = True

    id: int | None = None
    last_modified: datetime | None = None
    last_modified_by: Mapping[str, Any] | None = None
    rule_event: str | None = None
    notification_emails: tuple[str, ...] | None = None
    events: tuple[Any, ...] | None = None
    common_properties: tuple[Any, ...] | None = None
    user_properties: tuple[Any, ...] | None = None
    initialized_by: Mapping[str, Any] | None = None
    initialized_from: str | None = None
    initialized_to: str | None = None
    state: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class InitSchemaEnforcementParams(Params):
    """How enforcement is to begin: with ``"Warn and Accept"``, ``"Warn and Hide"`` or ``"Warn and Drop"``."""

    camel: ClassVar[bool] = True

    rule_event: str


@frozen(kw_only=True, eq=False, repr=False)
class UpdateSchemaEnforcementParams(Params):
    """What to change of the enforcement: *events* by their names, and *properties* by the names of their events."""

    camel: ClassVar[bool] = True

    notification_emails: Sequence[str] | Unset | None = UNSET
    rule_event: str | Unset | None = UNSET
    events: Sequence[str] | Unset | None = UNSET
    properties: Mapping[str, Sequence[str]] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class ReplaceSchemaEnforcementParams(Params):
    """The whole of the enforcement as it is to be; what is not in it is gone."""

    camel: ClassVar[bool] = True

    common_properties: Sequence[Mapping[str, Any]]
    user_properties: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    rule_event: str
    notification_emails: Sequence[str]
    schema_id: int | Unset | None = UNSET


class SchemaEnforcement(Operations):
    """What becomes of events that do not fit their schemas. Changes give what the server answers, as it is sent."""

    async def get_schema_enforcement(self, *, fields: str | None = None) -> SchemaEnforcementConfig:
        """The enforcement as it is, or some *fields* of it by their names on the wire, between commas.

        ``(await ws.get_schema_enforcement(fields="ruleEvent,state")).rule_event``
        """
        return await self._call(app_call("GET", _HERE, one(SchemaEnforcementConfig), query={"fields": fields}))

    async def init_schema_enforcement(self, params: InitSchemaEnforcementParams) -> dict[str, Any]:
        """Begin to enforce schemas.

        ``await ws.init_schema_enforcement(InitSchemaEnforcementParams(rule_event="Warn and Accept"))``
        """
        return await self._call(app_call("POST", _HERE, mapping_or_nothing, params=params))

    async def update_schema_enforcement(self, params: UpdateSchemaEnforcementParams) -> dict[str, Any]:
        """Change some of the enforcement.

        ``await ws.update_schema_enforcement(UpdateSchemaEnforcementParams(rule_event="Warn and Hide"))``
        """
        return await self._call(app_call("PATCH", _HERE, mapping_or_nothing, params=params))

    async def replace_schema_enforcement(self, params: ReplaceSchemaEnforcementParams) -> dict[str, Any]:
        """Put another enforcement in the place of the whole one.

        ``await ws.replace_schema_enforcement(ReplaceSchemaEnforcementParams(events=[], common_properties=[],
        user_properties=[], rule_event="Warn and Accept", notification_emails=["data@example.com"]))``
        """
        return await self._call(app_call("PUT", _HERE, mapping_or_nothing, params=params))

    async def delete_schema_enforcement(self) -> dict[str, Any]:
        """Stop to enforce schemas; the schemas stay.

        ``await ws.delete_schema_enforcement()``
        """
        return await self._call(app_call("DELETE", _HERE, mapping_or_nothing))


_HERE = "{scope}/data-definitions/schema/"
