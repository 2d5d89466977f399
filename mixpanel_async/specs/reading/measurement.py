"""The ``measurement`` of a clause read back, by the names of ``Metric``."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.maths import PERCENTILE_ON_THE_WIRE
from mixpanel_async.specs.properties import Property
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.reading.properties import read_property

KEYS = ("math", "property", "perUserAggregation", "percentile", "segmentMethod")


def read_measurement(place: Place) -> dict[str, Any]:
    """How an event is aggregated, as far as it is said."""
    said = {
        "math": place.get("math").if_given(Place.text),
        "property": place.get("property").if_given(read_measured),
        "per_user": place.get("perUserAggregation").if_given(Place.text),
        "percentile_value": place.get("percentile").if_given(Place.number),
        "segment_method": place.get("segmentMethod").if_given(Place.text),
    }
    ranked = said["math"] == PERCENTILE_ON_THE_WIRE and said["percentile_value"] is not None
    return said | {"math": "percentile"} if ranked else said


def read_measured(place: Place) -> Property:
    """The property that is aggregated."""
    return read_property(place, "name")
