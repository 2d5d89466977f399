"""Definitions of properties: what is known of them, and what is said to change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeVar

from attrs import field, frozen
from attrs.validators import optional

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import names as checked_names
from mixpanel_async.arguments import said
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.entities._calls import app_call, many, many_or_nothing, objects, one_or_nothing
from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._resource_types import PropertyResourceType
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.lexicon.finding import some, the_one

__all__ = ["BulkPropertyUpdate", "BulkUpdatePropertiesParams", "PropertyDefinition", "UpdatePropertyDefinitionParams"]

T = TypeVar("T")

Resource = Literal["Event", "User"]


@frozen(kw_only=True, eq=False, repr=False)
class PropertyDefinition(Entity):
    """What the Lexicon says of the property *name* of a resource type: events, users or groups have one each.

    A *hidden* property is not offered in reports, a *dropped* one is thrown away as it arrives, a *sensitive* one holds
    personal data. *example_value* is a value of any kind. Custom properties may have no *id*.
    """

    camel: ClassVar[bool] = True

    id: int | None = None
    name: str
    resource_type: str | None = None
    display_name: str | None = None
    description: str | None = None
    example_value: Any = None
    hidden: bool | None = None
    dropped: bool | None = None
    merged: bool | None = None
    sensitive: bool | None = None
    data_group_id: str | int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class UpdatePropertyDefinitionParams(Params):
    """What to change of a property's definition. *resource_type* says whose property it is, and is not changed.

    What arrives while a property is *dropped* is gone for good.
    """

    camel: ClassVar[bool] = True

    hidden: bool | Unset | None = UNSET
    dropped: bool | Unset | None = UNSET
    merged: bool | Unset | None = UNSET
    sensitive: bool | Unset | None = UNSET
    display_name: str | Unset | None = UNSET
    description: str | Unset | None = UNSET
    example_value: str | Unset | None = UNSET
    resource_type: Resource | Unset | None = field(default=UNSET, validator=optional(one_of(Resource)))


@frozen(kw_only=True, eq=False, repr=False)
class BulkPropertyUpdate(Params):
    """What to change of the property *name* of events or of users, one of several."""

    camel: ClassVar[bool] = True

    name: str
    resource_type: Resource = field(validator=one_of(Resource))
    id: int | Unset | None = UNSET
    hidden: bool | Unset | None = UNSET
    dropped: bool | Unset | None = UNSET
    sensitive: bool | Unset | None = UNSET
    display_name: str | Unset | None = UNSET
    example_value: str | Unset | None = UNSET
    data_group_id: str | int | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BulkUpdatePropertiesParams(Params):
    """What to change of several properties."""

    properties: Sequence[BulkPropertyUpdate]


class PropertyDefinitions(Operations):
    """What the Lexicon says of properties."""

    async def get_property_definitions(
        self, *, names: Sequence[str] | None = None, resource_type: PropertyResourceType | str | None = None
    ) -> list[PropertyDefinition]:
        """The definitions of all properties, or of those with these *names*: of no names there are none.

        *resource_type* is ``event`` or ``user``; what else it says is sent as it is.

        ``(await ws.get_property_definitions(names=["plan"], resource_type="user"))[0].sensitive``
        """
        if names is not None and not names:
            return []
        return await self._call(_definitions(names, resource_type, many(PropertyDefinition)))

    async def update_property_definition(
        self, property_name: str, params: UpdatePropertyDefinitionParams
    ) -> PropertyDefinition:
        """The definition as it is after the change. Say whose property it is where both events and users have it.

        ``await ws.update_property_definition("email", UpdatePropertyDefinitionParams(sensitive=True,
        resource_type="User"))``
        """
        body = {**given(params, UpdatePropertyDefinitionParams).to_body(), "name": property_name}
        change = app_call("PATCH", _PROPERTIES, one_or_nothing(PropertyDefinition), body=body)
        return await changed(self._connection, change, _look(property_name, params.resource_type or None))

    async def bulk_update_property_definitions(self, params: BulkUpdatePropertiesParams) -> list[PropertyDefinition]:
        """The definitions as they are after changes of several properties; of none, nothing is sent.

        ``await ws.bulk_update_property_definitions(BulkUpdatePropertiesParams(properties=[
        BulkPropertyUpdate(name="plan", resource_type="Event", hidden=True)]))``
        """
        if not given(params, BulkUpdatePropertiesParams).properties:
            return []
        change = app_call("PATCH", _PROPERTIES, many_or_nothing(PropertyDefinition), params=params)
        return await changed(self._connection, change, _of(params.properties))

    async def get_property_history(self, property_name: str, entity_type: str) -> list[dict[str, Any]]:
        """The changes of a property's definition, as they are sent; undocumented.

        *entity_type* is ``event`` or ``user``.

        ``await ws.get_property_history("$os", "event")``
        """
        path, args = f"{_PROPERTIES}{{name}}/history/", {"name": property_name}
        return await self._call(app_call("GET", path, objects, args=args, query={"entity_type": entity_type}))


_PROPERTIES = "{scope}/data-definitions/properties/"

_RESOURCES: Mapping[str, Resource] = {
    "event": "Event",
    "events": "Event",
    "user": "User",
    "users": "User",
    "people": "User",
}
"""What is said for a resource type, and its name there."""


def _resource(kind: str | None) -> str | None:
    return None if kind is None else _RESOURCES.get(said(kind, "resource_type").lower(), kind)


def _definitions(names: Sequence[str] | None, resource_type: str | None, read: Callable[[Answer], T]) -> Call[T]:
    query: Mapping[str, QueryValue] = {
        "name[]": None if names is None else checked_names(names, "names"),
        "resourceType": _resource(resource_type),
    }
    return app_call("GET", _PROPERTIES, read, query=query)


def _look(name: str, resource_type: str | None) -> Call[PropertyDefinition]:
    return _definitions(
        [name], resource_type, the_one(many(PropertyDefinition), lambda it: it.name == name, repr(name))
    )


def _of(updates: Sequence[BulkPropertyUpdate]) -> Call[list[PropertyDefinition]]:
    """What finds the definitions of the properties to be changed."""
    wanted = {(update.name, update.resource_type) for update in updates}
    names = list(dict.fromkeys(update.name for update in updates))
    return _definitions(
        names, None, some(many(PropertyDefinition), lambda it: (it.name, _resource(it.resource_type)) in wanted)
    )
