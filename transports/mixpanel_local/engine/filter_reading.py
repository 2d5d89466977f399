"""Filters of insights parameters become conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from mixpanel_local.engine.plan import Condition, Filters, ItemCondition, PropertyRef
from mixpanel_local.engine.scan import Resource
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, refuse, text
from mixpanel_local.errors import BadRequest

_RESOURCES: Final = {"events": "events", "event": "events", "people": "people", "user": "people"}
_QUANTIFIERS: Final = ("any", "all")


def read_filters(value: object, determiner: object, where: str, setting: Setting) -> Filters:
    """The filters in the list *value*, joined by *determiner* (all, any)."""
    conditions = tuple(_read_condition(entry, where, setting) for entry in entries(value, where))
    return Filters(conditions, some=one_of(determiner, _QUANTIFIERS, f"{where}.filtersDeterminer") == "any")


def read_property(entry: Mapping[str, Any], key: str, setting: Setting) -> PropertyRef:  # noqa: ARG001 - custom ones come with it
    """The property named under *key*."""
    refuse_custom(entry)
    resource = str(entry.get("resourceType") or "events")
    if resource not in _RESOURCES:
        raise refuse(f"properties of {resource!r}")
    return PropertyRef(text(item(entry, key, "property"), key), cast("Resource", _RESOURCES[resource]))


def refuse_custom(entry: Mapping[str, Any]) -> None:
    """Raise where *entry* is about a custom property."""
    if "customProperty" in entry or "customPropertyId" in entry:
        raise refuse(f"the custom property {entry.get('customPropertyId', 'written inline')}")


def _read_condition(entry: Mapping[str, Any], where: str, setting: Setting) -> Condition | ItemCondition:
    if entry.get("behavior"):
        raise refuse("a filter by frequency")
    if entry.get("value") == "$cohorts":
        raise refuse("a filter by cohort")
    if "listItemFilters" in entry:
        return _read_items(entry, where, setting)
    return _read_plain(entry, where, setting)


def _read_plain(entry: Mapping[str, Any], where: str, setting: Setting) -> Condition:
    kind = text(item(entry, "filterType", where), f"{where}.filterType")
    operator = text(item(entry, "filterOperator", where), f"{where}.filterOperator")
    operand = entry.get("filterValue")
    if isinstance(operand, Mapping) or (isinstance(operand, list) and any(isinstance(one, Mapping) for one in operand)):
        raise refuse(f"the filter value {operand!r}")
    unit = entry.get("filterDateUnit")
    target = read_property(entry, "value", setting)
    return Condition(target, kind, operator, operand, None if unit is None else str(unit))


def _read_items(entry: Mapping[str, Any], where: str, setting: Setting) -> ItemCondition:
    filters = entries(entry["listItemFilters"], f"{where}.listItemFilters")
    inner = tuple(_read_plain(one, where, setting) for one in filters)
    if not inner:
        raise BadRequest(f"{where}.listItemFilters: needs at least one filter")
    every = one_of(entry.get("listQuantifier", "any"), _QUANTIFIERS, f"{where}.listQuantifier") == "all"
    return ItemCondition(read_property(mapping(entry, where), "value", setting), inner, every)
