"""What a metric measures: the ``measurement`` of its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from mixpanel_local.engine.per_user import SESSIONS
from mixpanel_local.engine.plan import OF_USERS, Measurement
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import mapping, number, one_of, refuse, text
from mixpanel_local.errors import BadRequest

PERCENTILES: Final = {"median": 50, "p25": 25, "p75": 75, "p90": 90, "p99": 99}
PER_USER: Final = frozenset({"total", "average", "min", "max", "unique_values", SESSIONS})

_OF_PROPERTY: Final = frozenset(
    {
        "average",
        "min",
        "max",
        "custom_percentile",
        "unique_values",
        "most_frequent",
        "first_value",
        "histogram",
        *PERCENTILES,
    }
)
# No document says what Mixpanel answers to these.
_INSTEAD: Final = {
    "numeric_summary": "ask for its parts, each with a metric of its own: average, median, min, max, percentiles",
    "multi_attribution": "break the metric down by the property that conversions are attributed to",
}
_SEGMENTS: Final = ("all", "first", "last")
# Aggregates of a user's events themselves, for which no property need be named.
_COUNTS: Final = frozenset({"total", SESSIONS})


def read_measurement(entry: Mapping[str, Any], setting: Setting) -> Measurement:
    """The measurement *entry* asks for."""
    math = text(entry.get("math", "total"), "measurement.math")
    if math != "total" and math not in OF_USERS | _OF_PROPERTY:
        raise refuse(f"math {math!r}", instead=_INSTEAD.get(math, ""))
    given = entry.get("perUserAggregation")
    per_user = None if given is None else text(given, "measurement.perUserAggregation")
    if per_user is not None and per_user not in PER_USER:
        raise refuse(f"perUserAggregation {per_user!r}")
    named = entry.get("property")
    target = None if named is None else read_property(mapping(named, "measurement.property"), "name", setting)
    _check(math, per_user, named=target is not None)
    segments = one_of(entry.get("segmentMethod") or "all", _SEGMENTS, "measurement.segmentMethod")
    percentile = read_percentile(math, entry)
    return Measurement(math, target, per_user, percentile, cast("Literal['all', 'first', 'last']", segments))


def _check(math: str, per_user: str | None, *, named: bool) -> None:
    """Raise where the parts of a measurement do not belong together."""
    if per_user is not None and math in OF_USERS:
        raise BadRequest(f"measurement.perUserAggregation: {math!r} counts users, or sessions of theirs, already")
    if math == "histogram" and per_user is None:
        raise BadRequest("measurement.perUserAggregation: 'histogram' is over users; say what each of them comes to")
    if not named and (per_user not in _COUNTS if per_user is not None else math in _OF_PROPERTY):
        raise BadRequest(f"measurement.math: {math!r} needs a property")


def read_percentile(math: str, entry: Mapping[str, Any]) -> float | None:
    """The percentile that *math* names, if it is one."""
    if math != "custom_percentile":
        return PERCENTILES.get(math)
    percentile = number(entry.get("percentile", 50), "measurement.percentile")
    if not 0 <= percentile <= 100:
        raise BadRequest(f"measurement.percentile: {percentile} is not between 0 and 100")
    return percentile
