"""A property read back: by name, a saved custom property, or a formula given on the spot."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.properties import CustomPropertyRef, InlineCustomProperty, Property, PropertyInput
from mixpanel_async.specs.reading.place import Place


def read_property(place: Place, *names: str) -> Property:
    """The property an object speaks of; *names* are the keys that can hold a plain name."""
    if (saved := place.get("customPropertyId")).value is not None:
        return CustomPropertyRef(saved.whole())
    if (inline := place.get("customProperty")).value is not None:
        return _inline(inline)
    plain = next((place.get(name) for name in names if place.get(name).value), place.get(names[0]))
    return plain.text()


def _inline(place: Place) -> InlineCustomProperty:
    kind: Any = place.get("propertyType").if_given(Place.text)
    resource: Any = place.get("resourceType").if_given(Place.text) or "events"
    inputs = {letter: _input(given) for letter, given in place.get("composedProperties").entries()}
    return InlineCustomProperty(place.get("displayFormula").text(), inputs, kind, resource)


def _input(place: Place) -> PropertyInput:
    kind: Any = place.get("type").text()
    resource: Any = place.get("resourceType").text()
    return PropertyInput(place.get("value").text(), kind, resource)
