# Generated from mixpanel_async.entities.lexicon.custom_events by mixpanel_sync._generate: edit that module, not this one.
"""Custom events: several events that count as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.lexicon.custom_events import CreateCustomEventParams, CustomEvent
from mixpanel_async.entities.lexicon.event_definitions import EventDefinition, UpdateEventDefinitionParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lexicon import custom_events as core


class CustomEvents(Face):
    """Several events that count as one."""

    _core: core.CustomEvents

    def list_custom_events(self) -> list[EventDefinition]:
        """The definitions of custom events; ``custom_event_id`` is the number that the other operations take.

        ``{event.custom_event_id: event.name for event in ws.list_custom_events()}``
        """
        return drive(self._core.list_custom_events())

    def create_custom_event(self, params: CreateCustomEventParams) -> CustomEvent:
        """The custom event made.

        ``ws.create_custom_event(CreateCustomEventParams(name="Any login", alternatives=["Login", "SSO login"]))``
        """
        return drive(self._core.create_custom_event(params))

    def update_custom_event(self, custom_event_id: int, params: UpdateEventDefinitionParams) -> EventDefinition:
        """The custom event's definition as it is after the change; what counts as it cannot be changed.

        Where the server answers with another event, it may have changed that one: a ``MixpanelError`` with the code
        ``UPDATE_TARGET_MISMATCH``.

        ``ws.update_custom_event(31, UpdateEventDefinitionParams(description="By password or by SSO"))``
        """
        return drive(self._core.update_custom_event(custom_event_id, params))

    def delete_custom_event(self, custom_event_id: int) -> None:
        """Remove a custom event; the events that counted as it stay.

        ``ws.delete_custom_event(31)``
        """
        drive(self._core.delete_custom_event(custom_event_id))
