"""Breakdowns read back, from ``sections.group``."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.cohorts import CohortBreakdown
from mixpanel_async.specs.frequency import FrequencyBreakdown
from mixpanel_async.specs.groups import GroupBy, ListItemGroupMode
from mixpanel_async.specs.reading.cohorts import read_cohort
from mixpanel_async.specs.reading.filters import frequency_label, read_filter
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.reading.properties import read_property
from mixpanel_async.specs.roles import Breakdown


def read_breakdown(place: Place) -> str | Breakdown:
    """The breakdown of an entry; a plain text property of the event by its name alone."""
    if place.get("cohorts").value:
        return _cohort(place)
    if place.get("behavior").value is not None:
        return _frequency(place)
    if place.get("listItemGroup").value is not None:
        return _list_item(place)
    return _property(place)


def _property(place: Place) -> str | GroupBy:
    prop = read_property(place, "value", "propertyName")
    kind: Any = place.get("propertyType").if_given(Place.text) or "string"
    resource: Any = place.get("resourceType").if_given(Place.text) or "events"
    bucket = place.get("customBucket")
    if isinstance(prop, str) and (kind, resource, bucket.value) == ("string", "events", None):
        return prop
    size, low, high = (bucket.get(key).if_given(Place.number) for key in ("bucketSize", "min", "max"))
    resource = resource if isinstance(prop, str) else "events"
    return place.made(GroupBy, prop, kind, size, low, high, resource_type=resource)


def _list_item(place: Place) -> GroupBy:
    item = place.get("listItemGroup")
    kind: Any = item.get("propertyType").text()
    mode = item.made(ListItemGroupMode, item.get("propertyName").text(), kind)
    return place.made(GroupBy, place.get("value").text(), _list_item_mode=mode)


def _cohort(place: Place) -> CohortBreakdown:
    sides = place.get("cohorts").items()
    name = sides[0].get("name").if_given(Place.text) or None
    negated = any(side.get("negated").flag() for side in sides)
    return place.made(CohortBreakdown, read_cohort(sides[0], read_filter), name, negated)


def _frequency(place: Place) -> FrequencyBreakdown:
    event = place.get("behavior").get("event").get("value").text()
    bucket = place.get("customBucket")
    size, low, high = (bucket.get(key).whole() for key in ("bucketSize", "min", "max"))
    return place.made(FrequencyBreakdown, event, size, low, high, frequency_label(place, event))
