"""Who is in a cohort, found with loops, from docs/users/cohorts and what is assumed where it is silent."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import mean, median
from typing import Any, Final
from zoneinfo import ZoneInfo

Event = Mapping[str, Any]

COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def members(
    cohort: Mapping[str, Any], events: Sequence[Event], profiles: Sequence[Mapping[str, Any]], zone: str, now: datetime
) -> list[str]:
    """The ids of the members, in order."""
    known = {profile["$distinct_id"]: profile["$properties"] for profile in profiles}
    ids = {user for one in events if (user := one["properties"].get("distinct_id"))} | known.keys()

    def meets(user: str, node: Mapping[str, Any]) -> bool:
        if "children" in node:
            return (any if node["operator"] == "or" else all)(meets(user, child) for child in node["children"])
        if node["property"] == "user":
            return _compares(known.get(user, {}).get(node["value"]), node)
        behavior = cohort["behaviors"][node["value"]]
        own = [one["properties"] for one in events if one["properties"].get("distinct_id") == user]
        names = [one["event"] for one in events if one["properties"].get("distinct_id") == user]
        counted = [
            properties
            for name, properties in zip(names, own, strict=True)
            if name == behavior["count"]["event_selector"]["event"] and _inside(properties["time"], behavior, zone, now)
        ]
        amount = _amount(counted, behavior["count"])
        return amount is not None and COMPARE[node["operator"]](amount, node["operand"])

    return sorted(user for user in ids if meets(user, cohort["selector"]))


def _compares(value: object, node: Mapping[str, Any]) -> bool:
    if node["operator"] in ("defined", "not defined"):
        return (value is not None) == (node["operator"] == "defined")
    return (value == node["operand"]) == (node["operator"] == "==")


def _inside(seconds: float, behavior: Mapping[str, Any], zone: str, now: datetime) -> bool:
    info = ZoneInfo(zone)
    if seconds > now.timestamp():
        return False
    day = datetime.fromtimestamp(seconds, info).date()
    if "from_date" in behavior:
        return bool(behavior["from_date"] <= day.isoformat() <= behavior["to_date"])
    days = {"day": 1, "week": 7}[behavior["window"]["unit"]] * behavior["window"]["value"]
    return bool(day >= now.astimezone(info).date() - timedelta(days=days))


def _amount(counted: Sequence[Mapping[str, Any]], count: Mapping[str, Any]) -> float | None:
    aggregate = count.get("aggregationOperator")
    if aggregate is None:
        return len(counted)
    values = [value for one in counted if (value := one.get(count["property"])) is not None]
    if aggregate == "unique":
        return len(set(values))
    if not values:
        return 0 if aggregate == "total" else None
    return float({"total": sum, "average": mean, "median": median, "min": min, "max": max}[aggregate](values))
