"""Whether two params ask for the same: what of a report is decoration, and what goes without saying."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mixpanel_async.specs.operators import SECOND_NAMES
from mixpanel_async.specs.reading.place import Place

# How a report looks, and what the app notes beside it. The params are undocumented: these are taken to be decoration
# by their names, and anything that is not named here counts.
_LOOKS = frozenset(
    [
        *("color", "colors", "columnWidths", "customColors", "description", "icon", "isExpanded", "legend"),
        *("plotStyle", "primaryYAxisOptions", "secondaryYAxisOptions", "showLegend", "sorting", "title"),
    ]
)
_NAMED = frozenset({"id", "name", "uuid"})
# Names and ids that are labels, by the key of the object or list they stand in.
_LABELS: Mapping[str, frozenset[str]] = {
    "$": _NAMED,
    "customProperty": _NAMED,
    "filter": _NAMED,
    "filters": _NAMED,
    "group": _NAMED,
    "time": _NAMED,
}
# A custom property is known by its definition; what else it is called is a label.
_CUSTOM = ("customPropertyId", "customProperty")
_TITLES = frozenset({"name", "propertyName", "value"})
# What holds where a report does not say.
_USUAL: Mapping[str, object] = {
    "analysis": "linear",
    "dataset": "$mixpanel",
    "filtersDeterminer": "all",
    "resourceType": "events",
}
# These repeat what another key of the same object says, and may be left out.
_REPEATED: Mapping[str, str] = {
    "defaultType": "filterType",
    "propertyDefaultType": "propertyType",
    "propertyName": "value",
    "value": "propertyName",
}
_RESOURCES = {"event": "events", "user": "people", "cohort": "cohorts"}
# Two words for the same.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "chartType": {"column": "line", "stacked-column": "line", "stacked-line": "line"},
    "filterOperator": dict(SECOND_NAMES),
    "resourceType": _RESOURCES,
}
_IDS = frozenset({"dataGroupId", "data_group_id", "globalDataGroupId"})
_EMPTY: tuple[object, ...] = (None, False, "", [], {})


def differences(given: Place, written: Any) -> Iterator[tuple[Place, Any]]:
    """Every place where *given* says something else than *written*, with what is written there."""
    if isinstance(given.value, dict) and isinstance(written, dict):
        yield from _of_objects(given, written)
    elif isinstance(given.value, list) and isinstance(written, list) and len(given.value) == len(written):
        for item, other in zip(given.items(), written, strict=True):
            yield from differences(item, other)
    elif not _is_same(given.value, written):
        said, other = _unpacked(given.value), _unpacked(written)
        if said is None or other is None:
            yield given, written
        else:
            yield from differences(given.at(said, ""), other)


def _unpacked(value: object) -> Any:
    """The object or list that a text holds as JSON, None where it holds none."""
    if not (isinstance(value, str) and value[:1] in ("{", "[")):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _of_objects(given: Place, written: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    silent = _silent(given)
    for key in dict.fromkeys((*given.value, *written)):
        item, other = given.get(key), written.get(key)
        if key in silent or (not _stands(item.value) and not _stands(other)):
            continue
        if key not in given.value and _goes_without_saying(key, other, written):
            continue
        if key not in written and item.value == _USUAL.get(key):
            continue
        yield from differences(item.at(plain(key, item.value), ""), plain(key, other))


def _silent(given: Place) -> frozenset[str]:
    """The keys of an object that are decoration."""
    silent = _LOOKS | _LABELS.get(given.path.rpartition(".")[2].partition("[")[0], frozenset())
    is_custom = any(given.value.get(key) is not None for key in _CUSTOM)
    return silent | _TITLES if is_custom else silent


def _goes_without_saying(key: str, value: object, written: Mapping[str, Any]) -> bool:
    return value == _USUAL.get(key, ...) or (key in _REPEATED and value == written.get(_REPEATED[key]))


def plain(key: str, value: Any) -> Any:
    """The one of several words for the same that questions write under *key*."""
    if key in _IDS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _WORDS.get(key, {}).get(value, value) if isinstance(value, str) else value


def _stands(value: object) -> bool:
    """Whether *value* says anything."""
    return not any(type(value) is type(nothing) and value == nothing for nothing in _EMPTY)


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)
