"""Saved metrics read back, with what is different about them."""

from __future__ import annotations

from typing import Any

from mixpanel_async.errors import ParamValidationError
from mixpanel_async.specs.metric_refs import MetricRef
from mixpanel_async.specs.reading.measurement import KEYS, read_measurement
from mixpanel_async.specs.reading.place import Place

_POSITIONS = ("stepIndex", "retentionBucketIndex")


def read_reference(place: Place, *, hidden: bool) -> MetricRef:
    """The saved metric an entry names; what a formula hides is not *hidden* by itself.

    Differences come back by their names where these say all of them, else as *overrides*.
    """
    is_hidden = None if hidden else place.get("isHidden").if_given(Place.flag)
    overrides = place.get("overrides")
    try:
        named = _made(place, is_hidden, **_named(overrides), overrides=_unnamed(overrides) or None)
    except ParamValidationError:
        return _made(place, is_hidden, overrides=overrides.value)
    is_all = named.clause().get("overrides") == overrides.value
    return named if is_all else _made(place, is_hidden, overrides=overrides.value)


def _made(place: Place, hidden: bool | None, **options: Any) -> MetricRef:
    kind: Any = place.get("type").text()
    return place.made(MetricRef, place.get("id").whole(), type=kind, hidden=hidden, **options)


def _named(overrides: Place) -> dict[str, Any]:
    """The overrides that have names."""
    measurement = overrides.get("measurement")
    return {
        "label": overrides.get("name").if_given(Place.text),
        **read_measurement(measurement),
        "funnel_order": overrides.get("behavior").get("funnelOrder").if_given(Place.text),
        "step_index": measurement.get("stepIndex").if_given(Place.whole),
        "bucket_index": measurement.get("retentionBucketIndex").if_given(Place.whole),
    }


def _unnamed(overrides: Place) -> dict[str, Any]:
    """The overrides that have no name of their own, and objects that were empty from the start."""
    rest = _without(overrides, "name", "measurement", "behavior")
    nested = {
        "measurement": _without(overrides.get("measurement"), *KEYS, *_POSITIONS),
        "behavior": _without(overrides.get("behavior"), "funnelOrder"),
    }
    return rest | {key: values for key, values in nested.items() if values or overrides.get(key).value == {}}


def _without(place: Place, *keys: str) -> dict[str, Any]:
    return {key: item.value for key, item in place.entries() if key not in keys}
