"""Breakdowns: ``sections.group``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.filter_reading import read_property, refuse_custom
from mixpanel_local.engine.plan import Buckets, Group
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import item, mapping, number, refuse, text
from mixpanel_local.errors import BadRequest

_MAX_BUCKETS: Final = 1_000


def read_group(entry: Mapping[str, Any], setting: Setting) -> Group:
    """The breakdown *entry* asks for."""
    for key, said in (("cohorts", "a breakdown by cohort"), ("behavior", "a breakdown by frequency")):
        if entry.get(key):
            raise refuse(said)
    refuse_custom(entry)
    if entry.get("typeCast") or entry.get("unit"):
        raise refuse("a breakdown with a type cast or a time unit")
    target = read_property(entry, "propertyName" if "propertyName" in entry else "value", setting)
    inner = entry.get("listItemGroup")
    if inner is not None:
        member = text(item(mapping(inner, "listItemGroup"), "propertyName", "listItemGroup"), "listItemGroup")
        return Group(target, "object", member=member)
    return Group(target, str(entry.get("propertyType") or "string"), _read_buckets(entry.get("customBucket")))


def _read_buckets(entry: object) -> Buckets | None:
    if entry is None or mapping(entry, "customBucket").get("disabled"):
        return None
    low, high, size = (number(item(mapping(entry, "customBucket"), key, "customBucket"), key) for key in _BUCKET_KEYS)
    if size <= 0 or high < low or (high - low) / size > _MAX_BUCKETS:
        raise BadRequest(f"customBucket: {low}..{high} by {size} is not 1 to {_MAX_BUCKETS} ranges")
    return Buckets(low, high, size)


_BUCKET_KEYS: Final = ("min", "max", "bucketSize")
