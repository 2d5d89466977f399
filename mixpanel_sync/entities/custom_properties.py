# Generated from mixpanel_async.entities.custom_properties by mixpanel_sync._generate: edit that module, not this one.
"""Custom properties: properties that are computed from others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.custom_properties import (
    CreateCustomPropertyParams,
    CustomProperty,
    UpdateCustomPropertyParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import custom_properties as core


class CustomProperties(Face):
    """Properties that are computed from others."""

    _core: core.CustomProperties

    def list_custom_properties(self) -> list[CustomProperty]:
        """The custom properties there are. A formula that Mixpanel cannot read makes it list none: a ``QueryError``.

        ``{each.name: each.display_formula for each in ws.list_custom_properties()}``
        """
        return drive(self._core.list_custom_properties())

    def create_custom_property(self, params: CreateCustomPropertyParams) -> CustomProperty:
        """The custom property made.

        ``ws.create_custom_property(CreateCustomPropertyParams(name="Net", resource_type="events",
        display_formula="A - B", composed_properties={"A": ComposedPropertyValue(resource_type="event", value="gross"),
        "B": ComposedPropertyValue(resource_type="event", value="tax")}))``
        """
        return drive(self._core.create_custom_property(params))

    def get_custom_property(self, property_id: str | int) -> CustomProperty:
        """One custom property.

        ``(ws.get_custom_property(77)).display_formula``
        """
        return drive(self._core.get_custom_property(property_id))

    def update_custom_property(self, property_id: str | int, params: UpdateCustomPropertyParams) -> CustomProperty:
        """The custom property as it is after the change.

        The server replaces the whole: what *params* leave out is read first and sent along, and what somebody else
        changes in between is lost.

        ``ws.update_custom_property(77, UpdateCustomPropertyParams(description="Without tax"))``
        """
        return drive(self._core.update_custom_property(property_id, params))

    def delete_custom_property(self, property_id: str | int) -> None:
        """Remove one custom property.

        ``ws.delete_custom_property(77)``
        """
        drive(self._core.delete_custom_property(property_id))

    def validate_custom_property(self, params: CreateCustomPropertyParams) -> dict[str, Any]:
        """What Mixpanel says of a custom property before it is made, as it is sent; nothing is changed.

        ``(ws.validate_custom_property(params)).get("valid")``
        """
        return drive(self._core.validate_custom_property(params))
