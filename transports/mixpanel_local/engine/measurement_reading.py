"""What a metric measures: the ``measurement`` of its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mixpanel_local.engine.filter_reading import read_property
from mixpanel_local.engine.plan import Measurement
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import mapping, number, refuse, text
from mixpanel_local.errors import BadRequest

PERCENTILES: Final = {"median": 50, "p25": 25, "p75": 75, "p90": 90, "p99": 99}
_UNPROPERTIED: Final = frozenset({"total", "unique", "dau", "wau", "mau", "cumulative_unique"})
_OF_PROPERTY: Final = frozenset({"average", "min", "max", "custom_percentile", "unique_values", *PERCENTILES})
PER_USER: Final = frozenset({"total", "average", "min", "max", "unique_values"})


def read_measurement(entry: Mapping[str, Any], setting: Setting) -> Measurement:
    """The measurement *entry* asks for."""
    math = text(entry.get("math", "total"), "measurement.math")
    if math not in _UNPROPERTIED | _OF_PROPERTY:
        raise refuse(f"math {math!r}")
    if entry.get("segmentMethod") not in (None, "all"):
        raise refuse(f"segmentMethod {entry['segmentMethod']!r}")
    per_user = entry.get("perUserAggregation")
    if per_user is not None and per_user not in PER_USER:
        raise refuse(f"perUserAggregation {per_user!r}")
    named = entry.get("property")
    target = None if named is None else read_property(mapping(named, "measurement.property"), "name", setting)
    if target is None and (math not in _UNPROPERTIED or per_user):
        raise BadRequest(f"measurement.math: {math!r} needs a property")
    percentile = read_percentile(math, entry)
    return Measurement(math, target, per_user, percentile)


def read_percentile(math: str, entry: Mapping[str, Any]) -> float | None:
    """The percentile that *math* names, if it is one."""
    if math != "custom_percentile":
        return PERCENTILES.get(math)
    percentile = number(entry.get("percentile", 50), "measurement.percentile")
    if not 0 <= percentile <= 100:
        raise BadRequest(f"measurement.percentile: {percentile} is not between 0 and 100")
    return percentile
