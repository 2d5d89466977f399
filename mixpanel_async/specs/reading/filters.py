"""Conditions read back, from ``sections.filter`` or from among the filters of an event."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.frequency import FrequencyFilter
from mixpanel_async.specs.operators import canonical
from mixpanel_async.specs.properties import InlineCustomProperty
from mixpanel_async.specs.reading.cohorts import read_cohort
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.reading.properties import read_property


def read_condition(place: Place) -> Filter | FrequencyFilter:
    """The condition of an entry in ``sections.filter``."""
    return read_filter(place) if place.get("behavior").value is None else _frequency(place)


def read_filter(place: Place) -> Filter:
    """The filter of an entry; a formula given on the spot comes back with the type it is compared as."""
    if place.get("listItemFilters").value is not None:
        return _list_filter(place)
    prop = read_property(place, "value", "propertyName")
    kind: Any = place.get("filterType").if_given(Place.text) or "string"
    said: Any = place.get("filterOperator").text()
    operator = place.get("filterOperator").made(canonical, said)
    resource: Any = place.get("resourceType").if_given(Place.text) or "events"
    if isinstance(prop, InlineCustomProperty):
        resource = prop.resource_type
    unit: Any = place.get("filterDateUnit").if_given(Place.text)
    value = None if operator in ("true", "false") else _value(place.get("filterValue"))
    return place.made(Filter, prop, operator, value, kind, resource, unit)


def _value(place: Place) -> Any:
    if isinstance(place.value, list):
        if len({isinstance(item, dict) for item in place.value}) > 1:
            raise place.refusal("cohorts and plain values do not mix")
        return [_item(item) for item in place.items()]
    if isinstance(place.value, dict):
        raise place.refusal(f"{place.value!r} is an object; filters compare with text, numbers, days and cohorts")
    return place.value


def _item(place: Place) -> Any:
    if isinstance(place.value, list):
        raise place.refusal("a list in a list compares with nothing")
    if not isinstance(place.value, dict):
        return place.value
    return {key: read_cohort_entry(item) if key == "cohort" else item.value for key, item in place.entries()}


def read_cohort_entry(place: Place) -> dict[str, Any]:
    """What a filter on cohorts says of one, a described cohort as a definition."""
    key = "raw_cohort" if place.get("raw_cohort").value is not None else "id"
    return {name: item.value for name, item in place.entries()} | {key: read_cohort(place, read_filter)}


def _list_filter(place: Place) -> Filter:
    resource: Any = place.get("resourceType").if_given(Place.text) or "events"
    items = tuple(read_filter(item) for item in place.get("listItemFilters").items())
    quantifier: Any = place.get("listQuantifier").text()
    name = read_property(place, "value", "propertyName")
    return place.made(Filter, name, "list_contains", None, "object", resource, None, items, quantifier)


def read_filters(place: Place) -> tuple[Filter, ...] | None:
    """The filters of an event, None where it has none."""
    return tuple(read_filter(item) for item in place.items()) or None


def _frequency(place: Place) -> FrequencyFilter:
    behavior = place.get("behavior")
    event = behavior.get("event").get("value").text()
    operator: Any = place.get("filterOperator").text()
    window = behavior.get("dateRange").get("window")
    unit: Any = window.get("unit").if_given(Place.text)
    return place.made(
        FrequencyFilter,
        event,
        place.get("filterValue").number(),
        operator,
        window.get("value").if_given(Place.whole),
        unit,
        read_filters(behavior.get("filters")),
        frequency_label(place, event),
    )


def frequency_label(place: Place, event: str) -> str | None:
    """The label of a condition or a split by frequency, None where it is the usual one."""
    label = place.get("value").if_given(Place.text)
    return None if label == f"{event} Frequency" else label
