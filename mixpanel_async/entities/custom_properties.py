"""Custom properties: properties that are computed from others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.validators import optional

from mixpanel_async.call import Call, Operations
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, done, many, mapping, one, one_or_nothing
from mixpanel_async.entities._choices import one_of
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._record import wire_names
from mixpanel_async.entities._resource_types import PropertyResourceType
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamValidationError, QueryError
from mixpanel_async.specs.words import CustomPropertyType

__all__ = [
    "ComposedPropertyValue",
    "CreateCustomPropertyParams",
    "CustomProperty",
    "CustomPropertyResourceType",
    "UpdateCustomPropertyParams",
]


class CustomPropertyResourceType(StrEnum):
    """Whose property a custom property is. The words differ from those of the properties it is made of."""

    EVENTS = "events"
    PEOPLE = "people"
    GROUP_PROFILES = "group_profiles"


@frozen(kw_only=True, eq=False, repr=False)
class ComposedPropertyValue(Entity):
    """What a letter in a formula stands for: mostly the property called *value* of a *resource_type*."""

    camel: ClassVar[bool] = True

    type: str | None = None
    type_cast: str | None = None
    resource_type: PropertyResourceType | str
    value: str | None = None
    label: str | None = None
    property_default_type: str | None = None
    behavior: Any = None
    join_property_type: str | None = None


Composed = Mapping[str, ComposedPropertyValue]


@frozen(kw_only=True, eq=False, repr=False)
class CustomProperty(Entity):
    """A property that is computed from others by its *display_formula*, where letters stand for *composed_properties*.

    One that is computed from what users do has no formula, and its ``behavior`` in ``extra``.
    """

    camel: ClassVar[bool] = True

    custom_property_id: int
    name: str
    description: str | None = None
    resource_type: CustomPropertyResourceType | str
    property_type: str | None = None
    display_formula: str | None = None
    composed_properties: Composed | None = None
    is_locked: bool | None = None
    is_visible: bool | None = None
    data_group_id: str | int | None = None
    created: datetime | None = None
    modified: datetime | None = None
    example_value: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class CreateCustomPropertyParams(Params):
    """A custom property to be made: by a *display_formula* with its *composed_properties*, or by a *behavior*.

    *property_type* is what it gives; Mixpanel finds that out where nothing is said.
    """

    camel: ClassVar[bool] = True

    name: str
    resource_type: CustomPropertyResourceType | str = field(validator=one_of(CustomPropertyResourceType))
    description: str | Unset | None = UNSET
    display_formula: str | Unset | None = UNSET
    composed_properties: Composed | Unset | None = UNSET
    is_locked: bool | Unset | None = UNSET
    is_visible: bool | Unset | None = UNSET
    property_type: CustomPropertyType | Unset | None = field(
        default=UNSET, validator=optional(one_of(CustomPropertyType))
    )
    example_value: str | Unset | None = UNSET
    data_group_id: str | int | Unset | None = UNSET
    behavior: Any = UNSET

    def __attrs_post_init__(self) -> None:
        formula, composed, behavior = map(_said, (self.display_formula, self.composed_properties, self.behavior))
        problems = {
            "display_formula and behavior exclude each other; leave one out": formula and behavior,
            "nothing says how it is computed; give display_formula, or behavior": not formula and not behavior,
            "display_formula is given without composed_properties; say what its letters stand for": formula
            and not composed,
            "behavior and composed_properties exclude each other; leave one out": behavior and composed,
        }
        for problem in (problem for problem, is_so in problems.items() if is_so):
            raise ParamValidationError(f"CreateCustomPropertyParams: {problem}")


def _said(value: object) -> bool:
    return value is not UNSET and value is not None


@frozen(kw_only=True, eq=False, repr=False)
class UpdateCustomPropertyParams(Params):
    """What to change of a custom property; its resource type and data group stay what they are."""

    camel: ClassVar[bool] = True

    name: str | Unset | None = UNSET
    description: str | Unset | None = UNSET
    display_formula: str | Unset | None = UNSET
    composed_properties: Composed | Unset | None = UNSET
    is_locked: bool | Unset | None = UNSET
    is_visible: bool | Unset | None = UNSET


class CustomProperties(Operations):
    """Properties that are computed from others."""

    async def list_custom_properties(self) -> list[CustomProperty]:
        """The custom properties there are. A formula that Mixpanel cannot read makes it list none: a ``QueryError``.

        ``{each.name: each.display_formula for each in await ws.list_custom_properties()}``
        """
        return await _listed(self._connection)

    async def create_custom_property(self, params: CreateCustomPropertyParams) -> CustomProperty:
        """The custom property made.

        ``await ws.create_custom_property(CreateCustomPropertyParams(name="Net", resource_type="events",
        display_formula="A - B", composed_properties={"A": ComposedPropertyValue(resource_type="event", value="gross"),
        "B": ComposedPropertyValue(resource_type="event", value="tax")}))``
        """
        return await self._call(app_call("POST", _ALL, one(CustomProperty), params=params))

    async def get_custom_property(self, property_id: str | int) -> CustomProperty:
        """One custom property.

        ``(await ws.get_custom_property(77)).display_formula``
        """
        return await self._call(_property(property_id))

    async def update_custom_property(
        self, property_id: str | int, params: UpdateCustomPropertyParams
    ) -> CustomProperty:
        """The custom property as it is after the change.

        The server replaces the whole: what *params* leave out is read first and sent along, and what somebody else
        changes in between is lost.

        ``await ws.update_custom_property(77, UpdateCustomPropertyParams(description="Without tax"))``
        """
        return await _replaced(self._connection, property_id, params)

    async def delete_custom_property(self, property_id: str | int) -> None:
        """Remove one custom property.

        ``await ws.delete_custom_property(77)``
        """
        return await self._call(app_call("DELETE", _ONE, done, args={"id": property_id}))

    async def validate_custom_property(self, params: CreateCustomPropertyParams) -> dict[str, Any]:
        """What Mixpanel says of a custom property before it is made, as it is sent; nothing is changed.

        ``(await ws.validate_custom_property(params)).get("valid")``
        """
        return await self._call(app_call("POST", f"{_ALL}validate/", mapping, params=params, safe=True))


_ALL = "{scope}/custom_properties/"
_ONE = _ALL + "{id}/"


def _property(property_id: str | int) -> Call[CustomProperty]:
    return app_call("GET", _ONE, one(CustomProperty), args={"id": property_id})


async def _listed(connection: Connection) -> list[CustomProperty]:
    try:
        return await connection.perform(app_call("GET", _ALL, many(CustomProperty)))
    except QueryError as refusal:
        body = refusal.response_body
        if not isinstance(body, dict) or body.get("field") != "displayFormula":
            raise
        problem = "the formula of one custom property cannot be read, so none are listed; mend or remove it in Mixpanel"
        raise QueryError(f"{refusal.message}; {problem}", **refusal.details) from refusal


async def _replaced(
    connection: Connection, property_id: str | int, params: UpdateCustomPropertyParams
) -> CustomProperty:
    """The property, of which now is different what *params* say."""
    look, body = _property(property_id), given(params, UpdateCustomPropertyParams).to_body()
    if wire_names(UpdateCustomPropertyParams).values() - body.keys():
        body = {**_kept(await connection.perform(look), body), **body}
    change = app_call("PUT", _ONE, one_or_nothing(CustomProperty), args={"id": property_id}, body=body)
    return await changed(connection, change, look)


def _kept(before: CustomProperty, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stays as it was, as it was sent: also how it is computed, if that is no formula."""
    names = {*wire_names(UpdateCustomPropertyParams).values()}
    if before.display_formula is None and "displayFormula" not in body:
        names.add("behavior")
    return {name: value for name, value in before.raw.items() if name in names and value is not None}
