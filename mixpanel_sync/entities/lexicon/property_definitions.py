# Generated from mixpanel_async.entities.lexicon.property_definitions by mixpanel_sync._generate: edit that module, not this one.
"""Definitions of properties: what is known of them, and what is said to change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities._resource_types import PropertyResourceType
from mixpanel_async.entities.lexicon.property_definitions import (
    BulkUpdatePropertiesParams,
    PropertyDefinition,
    UpdatePropertyDefinitionParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lexicon import property_definitions as core


class PropertyDefinitions(Face):
    """What the Lexicon says of properties."""

    _core: core.PropertyDefinitions

    def get_property_definitions(
        self, *, names: Sequence[str] | None = None, resource_type: PropertyResourceType | str | None = None
    ) -> list[PropertyDefinition]:
        """The definitions of all properties, or of those with these *names*: of no names there are none.

        *resource_type* is ``event`` or ``user``; what else it says is sent as it is.

        ``(ws.get_property_definitions(names=["plan"], resource_type="user"))[0].sensitive``
        """
        return drive(self._core.get_property_definitions(names=names, resource_type=resource_type))

    def update_property_definition(
        self, property_name: str, params: UpdatePropertyDefinitionParams
    ) -> PropertyDefinition:
        """The definition as it is after the change. Say whose property it is where both events and users have it.

        ``ws.update_property_definition("email", UpdatePropertyDefinitionParams(sensitive=True,
        resource_type="User"))``
        """
        return drive(self._core.update_property_definition(property_name, params))

    def bulk_update_property_definitions(self, params: BulkUpdatePropertiesParams) -> list[PropertyDefinition]:
        """The definitions as they are after changes of several properties; of none, nothing is sent.

        ``ws.bulk_update_property_definitions(BulkUpdatePropertiesParams(properties=[
        BulkPropertyUpdate(name="plan", resource_type="Event", hidden=True)]))``
        """
        return drive(self._core.bulk_update_property_definitions(params))

    def get_property_history(self, property_name: str, entity_type: str) -> list[dict[str, Any]]:
        """The changes of a property's definition, as they are sent; undocumented.

        *entity_type* is ``event`` or ``user``.

        ``ws.get_property_history("$os", "event")``
        """
        return drive(self._core.get_property_history(property_name, entity_type))
