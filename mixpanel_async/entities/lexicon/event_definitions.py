"""Definitions of events: what is known of them, and what is said to change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import names as checked_names
from mixpanel_async.arguments import said
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, done, many, many_or_nothing, mapping, objects, one_or_nothing
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.lexicon.finding import some, the_one
from mixpanel_async.errors import ParamValidationError

__all__ = ["BulkEventUpdate", "BulkUpdateEventsParams", "EventDefinition", "UpdateEventDefinitionParams"]

T = TypeVar("T")

EVENTS = "{scope}/data-definitions/events/"


@frozen(kw_only=True, eq=False, repr=False)
class EventDefinition(Entity):
    """What the Lexicon says of the event *name*; *tags* are names of tags.

    A *hidden* event is not offered in reports, a *dropped* one is thrown away as it arrives, a *merged* one counts as
    another. Of a custom event, *custom_event_id* is the number its operations take; *id* is another.
    """

    camel: ClassVar[bool] = True

    id: int
    name: str
    display_name: str | None = None
    description: str | None = None
    hidden: bool | None = None
    dropped: bool | None = None
    merged: bool | None = None
    verified: bool | None = None
    tags: tuple[str, ...] | None = None
    custom_event_id: int | None = None
    last_modified: datetime | None = None
    status: str | None = None
    platforms: tuple[str, ...] | None = None
    created_utc: datetime | None = None
    modified_utc: datetime | None = None


@frozen(kw_only=True, eq=False, repr=False)
class UpdateEventDefinitionParams(Params):
    """What to change of an event's definition. *tags*, names, replace those it has.

    What arrives while an event is *dropped* is gone for good.
    """

    camel: ClassVar[bool] = True

    hidden: bool | Unset | None = UNSET
    dropped: bool | Unset | None = UNSET
    merged: bool | Unset | None = UNSET
    verified: bool | Unset | None = UNSET
    tags: Sequence[str] | Unset | None = UNSET
    display_name: str | Unset | None = UNSET
    description: str | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BulkEventUpdate(Params):
    """What to change of the event *name*, or of the one with this *id*, one of several.

    *contacts* and *team_contacts* are addresses; they and *tags* replace those it has.
    """

    name: str | Unset | None = UNSET
    id: int | Unset | None = UNSET
    hidden: bool | Unset | None = UNSET
    dropped: bool | Unset | None = UNSET
    merged: bool | Unset | None = UNSET
    verified: bool | Unset | None = UNSET
    tags: Sequence[str] | Unset | None = UNSET
    display_name: str | Unset | None = field(default=UNSET, metadata={"wire": "displayName"})
    contacts: Sequence[str] | Unset | None = UNSET
    team_contacts: Sequence[str] | Unset | None = UNSET

    def __attrs_post_init__(self) -> None:
        if not self.name and self.id in (UNSET, None):
            raise ParamValidationError("BulkEventUpdate: neither name nor id says which event is meant; give one")


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdateEventsParams(Params):
    """What to change of several events."""

    events: Sequence[BulkEventUpdate]


class EventDefinitions(Operations):
    """What the Lexicon says of events."""

    async def get_event_definitions(self, *, names: Sequence[str] | None = None) -> list[EventDefinition]:
        """The definitions of all events, or of those with these *names*: of no names there are none.

        ``[event.name for event in await ws.get_event_definitions(names=["Login", "Sign up"]) if not event.verified]``
        """
        if names is not None and not names:
            return []
        return await self._call(_definitions(names, many(EventDefinition)))

    async def update_event_definition(self, event_name: str, params: UpdateEventDefinitionParams) -> EventDefinition:
        """The definition as it is after the change.

        ``await ws.update_event_definition("Login", UpdateEventDefinitionParams(description="A session begins"))``
        """
        look = _definitions(
            [event_name], the_one(many(EventDefinition), lambda it: it.name == event_name, repr(event_name))
        )
        return await event_changed(self._connection, params, {"name": event_name}, look)

    async def delete_event_definition(self, event_name: str) -> None:
        """Remove what the Lexicon says of an event.

        ``await ws.delete_event_definition("Login")``
        """
        return await self._call(app_call("DELETE", EVENTS, done, body={"name": said(event_name, "event_name")}))

    async def bulk_update_event_definitions(self, params: BulkUpdateEventsParams) -> list[EventDefinition]:
        """The definitions as they are after changes of several events; of none, nothing is sent.

        ``await ws.bulk_update_event_definitions(BulkUpdateEventsParams(events=[BulkEventUpdate(name="Login",
        verified=True), BulkEventUpdate(name="Log in", hidden=True)]))``
        """
        if not given(params, BulkUpdateEventsParams).events:
            return []
        change = app_call("PATCH", EVENTS, many_or_nothing(EventDefinition), params=params)
        return await changed(self._connection, change, _of(params.events))

    async def get_tracking_metadata(self, event_name: str) -> dict[str, Any]:
        """What Mixpanel knows of how an event is tracked, as it is sent; undocumented.

        ``await ws.get_tracking_metadata("Sign up")``
        """
        return await self._call(
            app_call("GET", f"{EVENTS}tracking-metadata/", mapping, query={"event_name": event_name})
        )

    async def get_event_history(self, event_name: str) -> list[dict[str, Any]]:
        """The changes of an event's definition, as they are sent; undocumented.

        ``await ws.get_event_history("Sign up")``
        """
        return await self._call(app_call("GET", f"{EVENTS}{{name}}/history/", objects, args={"name": event_name}))


async def event_changed(
    connection: Connection,
    params: UpdateEventDefinitionParams,
    target: Mapping[str, str | int],
    look: Call[EventDefinition],
) -> EventDefinition:
    """The definition after a change of the event that *target* says, which a *look* finds."""
    body = {**given(params, UpdateEventDefinitionParams).to_body(), **target}
    return await changed(connection, app_call("PATCH", EVENTS, one_or_nothing(EventDefinition), body=body), look)


def _definitions(names: Sequence[str] | None, read: Callable[[Answer], T]) -> Call[T]:
    query: Mapping[str, QueryValue] = {"name[]": None if names is None else checked_names(names, "names")}
    return app_call("GET", EVENTS, read, query=query)


def _of(updates: Sequence[BulkEventUpdate]) -> Call[list[EventDefinition]]:
    """What finds the definitions of the events to be changed; asked for by name where all have one."""
    names, ids = [each.name for each in updates if each.name], [each.id for each in updates if each.id]
    read = some(many(EventDefinition), lambda it: it.name in names or it.id in ids)
    return _definitions(names if len(names) == len(updates) else None, read)
