"""Custom events: several events that count as one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from attrs import Attribute, field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import at_least_one
from mixpanel_async.arguments import names as checked_names
from mixpanel_async.call import Call, Operations
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, done, entity, many
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities.lexicon.event_definitions import (
    EVENTS,
    EventDefinition,
    UpdateEventDefinitionParams,
    event_changed,
)
from mixpanel_async.entities.lexicon.finding import the_one
from mixpanel_async.errors import MixpanelError, ParamValidationError

__all__ = ["CreateCustomEventParams", "CustomEvent", "CustomEventAlternative"]


@frozen(kw_only=True, eq=False, repr=False)
class CustomEventAlternative(Entity):
    """One of the events that count as a custom event."""

    event: str


@frozen(kw_only=True, eq=False, repr=False)
class CustomEvent(Entity):
    """A name under which any of its *alternatives* counts. In questions it is ``$custom_event:`` and its *id*."""

    id: int
    name: str
    alternatives: tuple[CustomEventAlternative, ...] = ()


def _named(_: object, each: Attribute[Any], value: str) -> None:
    if not value.strip():
        raise ParamValidationError(f"CreateCustomEventParams: {each.name} is {value!r}; give it a name")


def _distinct(_: object, each: Attribute[Any], value: Sequence[str]) -> None:
    names = checked_names(value, f"CreateCustomEventParams: {each.name}")
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if not names or twice is not None:
        problem = "is empty; name one event at least" if not names else f"says {twice!r} twice; leave one out"
        raise ParamValidationError(f"CreateCustomEventParams: {each.name} {problem}")


@frozen(kw_only=True, eq=False, repr=False)
class CreateCustomEventParams(Params):
    """A custom event to be made: *alternatives* are names of the events that count as it, each once."""

    name: str = field(validator=_named)
    alternatives: Sequence[str] = field(validator=_distinct)

    def to_form_body(self) -> dict[str, str]:
        """The form that is sent."""
        return {"name": self.name, "alternatives": json.dumps([{"event": event} for event in self.alternatives])}


class CustomEvents(Operations):
    """Several events that count as one."""

    async def list_custom_events(self) -> list[EventDefinition]:
        """The definitions of custom events; ``custom_event_id`` is the number that the other operations take.

        ``{event.custom_event_id: event.name for event in await ws.list_custom_events()}``
        """
        return await self._call(app_call("GET", EVENTS, many(EventDefinition), query=_CUSTOM))

    async def create_custom_event(self, params: CreateCustomEventParams) -> CustomEvent:
        """The custom event made.

        ``await ws.create_custom_event(CreateCustomEventParams(name="Any login", alternatives=["Login", "SSO login"]))``
        """
        return await self._call(
            app_call(
                "POST", "{scope}/custom_events/", _made, form=given(params, CreateCustomEventParams).to_form_body()
            )
        )

    async def update_custom_event(self, custom_event_id: int, params: UpdateEventDefinitionParams) -> EventDefinition:
        """The custom event's definition as it is after the change; what counts as it cannot be changed.

        Where the server answers with another event, it may have changed that one: a ``MixpanelError`` with the code
        ``UPDATE_TARGET_MISMATCH``.

        ``await ws.update_custom_event(31, UpdateEventDefinitionParams(description="By password or by SSO"))``
        """
        return await _changed(self._connection, custom_event_id, params)

    async def delete_custom_event(self, custom_event_id: int) -> None:
        """Remove a custom event; the events that counted as it stay.

        ``await ws.delete_custom_event(31)``
        """
        return await self._call(
            app_call("DELETE", EVENTS, done, body={"customEventId": at_least_one(custom_event_id, "custom_event_id")})
        )


_CUSTOM = {"custom_event": "true"}


def _made(answer: Answer) -> CustomEvent:
    """The custom event, under a key of its own or not."""
    said = answer.results()
    return entity(CustomEvent, said.get("custom_event") if "custom_event" in said.object() else said)


async def _changed(connection: Connection, number: int, params: UpdateEventDefinitionParams) -> EventDefinition:
    found = await event_changed(connection, params, {"customEventId": number}, _look(number))
    other = found.custom_event_id
    if "customEventId" in found.raw and other != number:
        raise MixpanelError(
            f"custom event {number} was to be changed, but the server answered with {found.name!r}, whose custom event "
            f"is {other}; look at both before you change more",
            "UPDATE_TARGET_MISMATCH",
            {"custom_event_id": number, "answered": found.to_dict()},
        )
    return found


def _look(number: int) -> Call[EventDefinition]:
    read = the_one(many(EventDefinition), lambda it: it.custom_event_id == number, f"custom event {number}")
    return app_call("GET", EVENTS, read, query=_CUSTOM)
