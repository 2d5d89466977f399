"""Which measure a measurement means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from mixpanel_local.engine import measures
from mixpanel_local.engine.measures import Measure, MostFrequent
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.per_user import PerUser, SessionCount
from mixpanel_local.engine.plan import Measurement
from mixpanel_local.engine.sums import Sum
from mixpanel_local.engine.trailing import ActiveUsers, UsersSoFar

_PLAIN: Final[dict[str, Measure]] = {
    "total": measures.COUNT,
    "unique": measures.USERS,
    "cumulative_unique": UsersSoFar(),
    "sessions": SessionCount(),
    "average": Sum(mean=True),
    "unique_values": measures.DISTINCT_VALUES,
    "min": measures.LEAST,
    "max": measures.LARGEST,
    "first_value": measures.FIRST_VALUE,
}
_ACTIVE: Final = {"dau": 1, "wau": 7, "mau": 30}
"""Days until the end of an interval in which users count as active."""


def likeness(measurement: Measurement) -> Measurement:
    """What measurements have in common that one measure takes."""
    return evolve(measurement, math="mau") if measurement.math in _ACTIVE else measurement


def measure_of(alike: Sequence[Measurement], notes: Notes) -> Measure:
    """The measure of metrics whose measurements are *alike*."""
    measurement = alike[0]
    if measurement.math in _ACTIVE:
        return ActiveUsers(tuple(_ACTIVE[each.math] for each in alike))
    outer = _outer(measurement, notes)
    return outer if measurement.per_user is None else PerUser(measurement.per_user, outer)


def _outer(measurement: Measurement, notes: Notes) -> Measure:
    if measurement.percentile is not None:
        interpolated = notes.take("percentiles") == "interpolated"
        return measures.percentile(measurement.percentile / 100, interpolated=interpolated)
    if measurement.math == "most_frequent":
        return MostFrequent(least=notes.take("most_frequent_tie") == "least")
    if measurement.math == "total" and measurement.segments != "all" and measurement.property is None:
        return measures.FIRSTS
    if measurement.math == "total" and (measurement.property is not None or measurement.per_user is not None):
        return Sum()
    return _PLAIN[measurement.math]
