"""Properties that questions name: plain ones, saved custom ones, and custom ones written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from mixpanel_local.engine.computed.grammar import parse_formula
from mixpanel_local.engine.plan import Computed, Input, Property, PropertyRef
from mixpanel_local.engine.scan import Resource
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_RESOURCES: Final = {"events": "events", "event": "events", "people": "people", "user": "people"}
# What stands beside events that are as of their groups.
_OF_GROUPS: Final = frozenset({"group_profiles", "groupprofile"})
_KINDS: Final = ("string", "number", "boolean", "datetime", "list", "object", "unknown", "undefined", "other")


def read_property(entry: Mapping[str, Any], key: str, setting: Setting, within: tuple[object, ...] = ()) -> Property:
    """The property named under *key*, or the custom one that *entry* is about."""
    if entry.get("customProperty") is not None:
        return _read_custom(mapping(entry["customProperty"], "customProperty"), setting, within)
    if entry.get("customPropertyId") is not None:
        return _read_saved(entry["customPropertyId"], setting, within)
    return PropertyRef(text(item(entry, key, "property"), key), _resource(entry, setting))


def _resource(entry: Mapping[str, Any], setting: Setting) -> Resource:
    resource = str(entry.get("resourceType") or "events")
    if resource in _OF_GROUPS and setting.data_group is not None:
        return "people"
    if resource not in _RESOURCES:
        instead = "ask about those groups (data_group_id)" if resource in _OF_GROUPS else ""
        raise refuse(f"properties of {resource!r}", instead=instead)
    return cast("Resource", _RESOURCES[resource])


def _read_saved(id: object, setting: Setting, within: tuple[object, ...]) -> Property:
    if id in within:
        raise BadRequest(f"the custom property {id!r} is computed from itself")
    return _read_custom(setting.saved("custom_property", id), setting, (*within, id))


def _read_custom(entry: Mapping[str, Any], setting: Setting, within: tuple[object, ...]) -> Computed:
    if entry.get("behavior") is not None:
        raise refuse(
            "a custom property computed from what users do (behavior)", instead="break down or filter by a frequency"
        )
    where = "customProperty" if not within else f"custom property {within[-1]}"
    formula = text(item(entry, "displayFormula", where), f"{where}.displayFormula")
    composed = mapping(entry.get("composedProperties") or {}, f"{where}.composedProperties")
    inputs = {name: _read_input(name, one, where, setting, within) for name, one in composed.items()}
    name = entry.get("name") or formula
    return Computed(
        str(name), parse_formula(formula, inputs, where), tuple(inputs.items()), _resource(entry, setting), setting
    )


def _read_input(name: str, entry: object, where: str, setting: Setting, within: tuple[object, ...]) -> Input:
    place = f"{where}.composedProperties.{name}"
    given = mapping(entry, place)
    for key in ("behavior", "joinPropertyType"):
        if given.get(key) is not None:
            raise refuse(f"a custom property over a property with {key}", instead="no document says what it holds")
    kind = given.get("typeCast") or given.get("type")
    if kind is not None:
        one_of(kind, _KINDS, f"{place}.type")
    target = read_property(given, "value", setting, within)
    return Input(target, kind, cast=bool(given.get("typeCast")))
