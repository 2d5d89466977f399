"""What is computed from an event: the measurement part of a metric, its JSON and its rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.maths import COUNTS_USERS, PERCENTILE_ON_THE_WIRE, TAKES_PROPERTY
from mixpanel_async.specs.properties import CustomPropertyRef, InlineCustomProperty


def measurement_clause(
    math: str | None, prop: object, per_user: str | None, percentile: float | None
) -> dict[str, Any]:
    """The ``measurement`` of a clause in ``sections.show``, as far as it is said."""
    entry: dict[str, Any] = {} if math is None else {"math": PERCENTILE_ON_THE_WIRE if math == "percentile" else math}
    if prop is not None:
        entry["property"] = measured_property(prop)
    if per_user is not None:
        entry["perUserAggregation"] = per_user
    if percentile is not None:
        entry["percentile"] = percentile
    return entry


def measured_property(prop: object) -> dict[str, Any]:
    """The ``property`` of a measurement: by name, or a custom one."""
    if isinstance(prop, CustomPropertyRef):
        return {"customPropertyId": prop.id, "name": "", "resourceType": "events"}
    if isinstance(prop, InlineCustomProperty):
        return {
            "customProperty": prop.clause(None),
            "name": "",
            "resourceType": prop.resource_type,
            "dataset": "$mixpanel",
            "dataGroupId": None,
        }
    return {"name": prop, "resourceType": "events"}


def rejects_property(math: str, prop: object) -> bool:
    """Whether *prop* is given to a math that has no use for one."""
    return prop is not None and math not in TAKES_PROPERTY


def per_user_problems(math: str, prop: object, per_user: str | None) -> Sequence[ValidationError]:
    """Rules of aggregating per user first."""
    if per_user is None:
        if math != "histogram":
            return ()
        message = "a histogram is over users; give per_user, for example per_user='total'"
        return (ValidationError("", message, "V27_HISTOGRAM_REQUIRES_PER_USER"),)
    found = []
    if math in COUNTS_USERS:
        message = f"per_user has no use with math={math!r}; remove it"
        found.append(ValidationError("", message, "V3_PER_USER_INCOMPATIBLE"))
    if prop is None:
        found.append(ValidationError("", "per_user aggregates a property; name one", "V3B_PER_USER_REQUIRES_PROPERTY"))
    return found
