"""Breakdowns: ``sections.group``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from mixpanel_local.engine.buckets import Automatic, Buckets
from mixpanel_local.engine.filter_reading import cohort_reader, read_filters
from mixpanel_local.engine.moments import SEGMENT_UNITS
from mixpanel_local.engine.plan import Condition, Frequency, Group, Label, Property
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, number, one_of, sequence, text
from mixpanel_local.engine.user_reading import read_frequency, read_sides

_RANGES: Final = 100
_CASTS: Final = ("string", "number", "boolean", "datetime")


def read_group(entry: Mapping[str, Any], setting: Setting) -> Group:
    """The breakdown *entry* asks for."""
    if entry.get("cohorts"):
        return Group(read_sides(entry, cohort_reader(setting)))
    if entry.get("behavior"):
        return _read_named(entry, Group(read_frequency(entry, setting, read_filters)))
    target = read_property(entry, "propertyName" if "propertyName" in entry else "value", setting)
    inner = entry.get("listItemGroup")
    if inner is not None:
        return _read_member(mapping(inner, "listItemGroup"), target)
    return _read_named(entry, Group(target))


def read_counted_group(entry: Mapping[str, Any], setting: Setting) -> Group:
    """The same, where frequencies are counted with the rest of the question: their numbers suggest no ranges before."""
    group = read_group(entry, setting)
    counted = isinstance(group.property, Frequency) and group.property.between
    if not counted or not isinstance(group.buckets, Automatic):
        return group
    size = group.buckets.size
    return evolve(group, buckets=None if size is None else Buckets.even(0, size * _RANGES, size))


def _read_member(inner: Mapping[str, Any], target: Property) -> Group:
    member = text(item(inner, "propertyName", "listItemGroup"), "listItemGroup.propertyName")
    return _read_named(inner, Group(target, "object", member=member))


def _read_named(entry: Mapping[str, Any], group: Group) -> Group:
    """*group* with what *entry* says of the names of its segments."""
    kind = str(entry.get("typeCast") or entry.get("propertyType") or "string")
    if entry.get("typeCast"):
        one_of(kind, _CASTS, "sections.group.typeCast")
    labels = _read_labels(entry.get("customGroups") or [], group.property)
    unit = entry.get("unit")
    if unit is not None:
        one_of(unit, SEGMENT_UNITS, "sections.group.unit")
    buckets = read_buckets(entry.get("customBucket"), kind)
    return evolve(group, kind=kind, buckets=buckets, cast=entry.get("typeCast"), unit=unit, labels=labels)


def read_buckets(entry: object, kind: str = "number") -> Buckets | Automatic | None:
    """The ranges of numbers that a ``customBucket`` asks for; of numbers without one, those their values suggest."""
    if entry is None:
        return Automatic() if kind == "number" else None
    asked = mapping(entry, "customBucket")
    if asked.get("disabled"):
        return None
    if asked.get("intervals") is not None:
        return Buckets.varied(sequence(asked["intervals"], "customBucket.intervals", number))
    size = number(item(asked, "bucketSize", "customBucket"), "customBucket.bucketSize")
    if asked.get("min") is None or asked.get("max") is None:
        return Automatic(size)
    low, high = (number(asked[key], f"customBucket.{key}") for key in ("min", "max"))
    return Buckets.even(low, high, size)


def _read_labels(value: object, target: Property) -> tuple[Label, ...]:
    """The segments that ``customGroups`` names: which texts come under each."""
    where = "sections.group.customGroups"
    found: list[Label] = []
    for entry in entries(value, where):
        operator = text(entry.get("filterOperator", "equals"), f"{where}.filterOperator")
        condition = Condition(target, "string", operator, item(entry, "filterValue", where))
        found.append(Label(text(item(entry, "segmentLabel", where), f"{where}.segmentLabel"), condition))
    return tuple(found)
