# Generated from mixpanel_async.entities.lexicon.event_definitions by mixpanel_sync._generate: edit that module, not this one.
"""Definitions of events: what is known of them, and what is said to change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.lexicon.event_definitions import (
    BulkUpdateEventsParams,
    EventDefinition,
    UpdateEventDefinitionParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lexicon import event_definitions as core


class EventDefinitions(Face):
    """What the Lexicon says of events."""

    _core: core.EventDefinitions

    def get_event_definitions(self, *, names: Sequence[str] | None = None) -> list[EventDefinition]:
        """The definitions of all events, or of those with these *names*: of no names there are none.

        ``[event.name for event in ws.get_event_definitions(names=["Login", "Sign up"]) if not event.verified]``
        """
        return drive(self._core.get_event_definitions(names=names))

    def update_event_definition(self, event_name: str, params: UpdateEventDefinitionParams) -> EventDefinition:
        """The definition as it is after the change.

        ``ws.update_event_definition("Login", UpdateEventDefinitionParams(description="A session begins"))``
        """
        return drive(self._core.update_event_definition(event_name, params))

    def delete_event_definition(self, event_name: str) -> None:
        """Remove what the Lexicon says of an event.

        ``ws.delete_event_definition("Login")``
        """
        drive(self._core.delete_event_definition(event_name))

    def bulk_update_event_definitions(self, params: BulkUpdateEventsParams) -> list[EventDefinition]:
        """The definitions as they are after changes of several events; of none, nothing is sent.

        ``ws.bulk_update_event_definitions(BulkUpdateEventsParams(events=[BulkEventUpdate(name="Login",
        verified=True), BulkEventUpdate(name="Log in", hidden=True)]))``
        """
        return drive(self._core.bulk_update_event_definitions(params))

    def get_tracking_metadata(self, event_name: str) -> dict[str, Any]:
        """What Mixpanel knows of how an event is tracked, as it is sent; undocumented.

        ``ws.get_tracking_metadata("Sign up")``
        """
        return drive(self._core.get_tracking_metadata(event_name))

    def get_event_history(self, event_name: str) -> list[dict[str, Any]]:
        """The changes of an event's definition, as they are sent; undocumented.

        ``ws.get_event_history("Sign up")``
        """
        return drive(self._core.get_event_history(event_name))
