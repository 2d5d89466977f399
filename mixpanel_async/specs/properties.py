"""Which property is meant: by name, a saved custom property, or a formula given on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Self

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ValidationError
from mixpanel_async.specs.shown import shown
from mixpanel_async.specs.words import CustomPropertyType, ResourceType

__all__ = ["CustomPropertyRef", "InlineCustomProperty", "Property", "PropertyInput", "property_problems"]

MAX_FORMULA = 20_000


@frozen(repr=False)
class PropertyInput:
    """A property that a custom property's formula calls by a letter."""

    name: str
    type: Literal["string", "number", "boolean", "datetime", "list"] = "string"
    resource_type: Literal["event", "user"] = "event"

    def __repr__(self) -> str:
        return shown(self)

    def clause(self) -> dict[str, Any]:
        """Its entry in ``composedProperties``."""
        return {"value": self.name, "type": self.type, "resourceType": self.resource_type}


@frozen(repr=False)
class CustomPropertyRef:
    """A custom property saved in the project, by its id."""

    id: int

    def __repr__(self) -> str:
        return shown(self)


def _own_copy(inputs: Mapping[str, PropertyInput]) -> Mapping[str, PropertyInput]:
    if not isinstance(inputs, Mapping) or not all(map(_is_input, inputs.items())):
        raise ParamTypeError(f"inputs is {inputs!r}; give a mapping, as {{'A': PropertyInput('price', 'number')}}")
    # Equal inputs are written alike, in whatever order they were given.
    return dict(sorted(inputs.items()))


def _is_input(entry: tuple[object, object]) -> bool:
    return isinstance(entry[0], str) and isinstance(entry[1], PropertyInput)


@frozen(repr=False)
class InlineCustomProperty:
    """A property computed by *formula* from *inputs*, which are named A to Z in it. At most 20,000 characters.

    Without *property_type* it has the type its use asks for.
    """

    formula: str
    inputs: Mapping[str, PropertyInput] = field(hash=False, converter=_own_copy)
    property_type: CustomPropertyType | None = None
    resource_type: ResourceType = "events"

    def __repr__(self) -> str:
        return shown(self, 2)

    @classmethod
    def numeric(cls, formula: str, /, **properties: str) -> Self:
        """A number computed from numeric event properties: ``numeric("A * B", A="price", B="quantity")``."""
        return cls(formula, {letter: PropertyInput(name, "number") for letter, name in properties.items()}, "number")

    def clause(self, property_type: str | None) -> dict[str, Any]:
        """Its definition in the params; *property_type* is the use's, taken where it has none of its own."""
        definition: dict[str, Any] = {
            "displayFormula": self.formula,
            "composedProperties": {letter: given.clause() for letter, given in self.inputs.items()},
            "name": "",
            "description": "",
            "resourceType": self.resource_type,
        }
        kind = self.property_type or property_type
        return {**definition, "propertyType": kind} if kind else definition


Property = str | CustomPropertyRef | InlineCustomProperty


def check_property(prop: object) -> None:
    """Refuse what is no property at all."""
    if not isinstance(prop, Property):
        raise ParamTypeError(f"property is {prop!r}; name one, or give a custom property")


def property_problems(prop: object) -> Sequence[ValidationError]:
    """Rules that a custom property breaks; a plain name breaks none."""
    if isinstance(prop, InlineCustomProperty):
        return list(_inline_problems(prop))
    if isinstance(prop, CustomPropertyRef) and (not isinstance(prop.id, int) or prop.id <= 0):
        message = f"the custom property's id is {prop.id!r}; it is a positive number"
        return [ValidationError("", message, "CP1_INVALID_ID")]
    return ()


def _inline_problems(prop: InlineCustomProperty) -> Iterator[ValidationError]:
    if not prop.formula.strip():
        yield ValidationError("", "the custom property's formula is empty; write 'A * B'", "CP2_EMPTY_FORMULA")
    if not prop.inputs:
        yield ValidationError("", "the custom property has no inputs; name one for each letter", "CP3_EMPTY_INPUTS")
    for letter in prop.inputs:
        if not (len(letter) == 1 and "A" <= letter <= "Z"):
            yield ValidationError("", f"the input {letter!r} is not one letter A to Z", "CP4_INVALID_INPUT_KEY")
    if len(prop.formula) > MAX_FORMULA:
        message = f"the formula has {len(prop.formula)} characters; at most {MAX_FORMULA} are allowed"
        yield ValidationError("", message, "CP5_FORMULA_TOO_LONG")
    for letter, given in prop.inputs.items():
        if not given.name.strip():
            yield ValidationError("", f"the input {letter!r} names no property", "CP6_EMPTY_INPUT_NAME")
