"""Insights in plain Python, one event after the other: what the engine's answers are held against.

Written from Mixpanel's documents and the choices the engine declares, sharing no code with it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Event = Mapping[str, Any]
MISSING = object()


def label(value: Any) -> str:
    """The name of the segment a value belongs to."""
    if value is MISSING or value is None:
        return "undefined"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) <= 2**53:
        return str(int(value))
    return str(value)


def as_number(value: Any) -> float | None:
    """A number, also one written as text."""
    if isinstance(value, bool) or value is None or value is MISSING:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value)
    plain = text and all(char in "0123456789.+-eE" for char in text)
    try:
        return float(text) if plain else None
    except ValueError:
        return None


def truth(value: Any) -> bool:
    """The boolean cast."""
    return value is not MISSING and value not in (None, False, 0, "", "false")


def holds(condition: Mapping[str, Any], value: Any) -> bool:
    """Whether *value* meets an entry of sections.filter."""
    is_set = value is not MISSING and value is not None
    operand = condition["filterValue"]
    texts = [label(one) for one in (operand if isinstance(operand, list) else [operand])]
    name, amount = label(value).lower(), as_number(value)
    tests: dict[str, Callable[[], bool]] = {
        "is set": lambda: is_set,
        "is not set": lambda: not is_set,
        "true": lambda: truth(value),
        "false": lambda: is_set and not truth(value),
        "equals": lambda: is_set and label(value) in texts,
        "does not equal": lambda: not (is_set and label(value) in texts),
        "contains": lambda: is_set and texts[0].lower() in name,
        "does not contain": lambda: not (is_set and texts[0].lower() in name),
        "starts with": lambda: is_set and name.startswith(texts[0].lower()),
        "ends with": lambda: is_set and name.endswith(texts[0].lower()),
        "is greater than": lambda: amount is not None and amount > operand,
        "is less than": lambda: amount is not None and amount < operand,
        "is at least": lambda: amount is not None and amount >= operand,
        "is at most": lambda: amount is not None and amount <= operand,
        "is between": lambda: amount is not None and operand[0] <= amount <= operand[1],
        "not between": lambda: amount is not None and not operand[0] <= amount <= operand[1],
    }
    return tests[condition["filterOperator"]]()


def local_day(event: Event, zone: ZoneInfo) -> date:
    """The day an event belongs to."""
    return datetime.fromtimestamp(event["properties"]["time"], UTC).astimezone(zone).date()


def interval_start(event: Event, unit: str, zone: ZoneInfo) -> str:
    """The key of an event's interval."""
    moment = datetime.fromtimestamp(event["properties"]["time"], UTC).astimezone(zone)
    if unit == "hour":
        return moment.replace(minute=0, second=0).isoformat()
    day = moment.date()
    starts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1),
    }
    return datetime(starts[unit].year, starts[unit].month, starts[unit].day, tzinfo=zone).isoformat()


def percentile(values: Sequence[float], fraction: float) -> float | None:
    """Interpolated between neighbours."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * fraction
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def aggregate(name: str, values: Sequence[float]) -> float | None:
    """Of numbers."""
    tests: dict[str, Callable[[], float | None]] = {
        "total": lambda: math.fsum(values),
        "average": lambda: math.fsum(values) / len(values) if values else None,
        "min": lambda: min(values, default=None),
        "max": lambda: max(values, default=None),
        "median": lambda: percentile(values, 0.5),
        "p90": lambda: percentile(values, 0.9),
        "unique_values": lambda: len(set(values)),
    }
    return tests[name]()


def measure(events: Sequence[Event], math_name: str, prop: str | None, per_user: str | None) -> float | None:
    """One point: a measurement over the events of one interval and segment."""
    if math_name == "unique":
        return len({user for event in events if (user := event["properties"].get("distinct_id"))})
    if prop is None:
        return len(events)
    pairs = [(event["properties"].get("distinct_id"), event["properties"].get(prop, MISSING)) for event in events]
    if per_user is None:
        if math_name == "unique_values":
            return len({label(value) for _, value in pairs if value is not MISSING and value is not None})
        return aggregate(math_name, [number for _, value in pairs if (number := as_number(value)) is not None])
    users: dict[str, list[Any]] = defaultdict(list)
    for user, value in pairs:
        known = label(value) if per_user == "unique_values" else as_number(value)
        if user and known is not None and value is not MISSING and value is not None:
            users[user].append(known)
    inner = [aggregate(per_user, values) for values in users.values()]
    return aggregate(math_name, [value for value in inner if value is not None])


def series(
    events: Iterable[Event],
    *,
    name: str,
    math_name: str,
    prop: str | None,
    per_user: str | None,
    filters: Sequence[Mapping[str, Any]],
    some: bool,
    group: str | None,
    unit: str,
    zone: str,
    days: tuple[date, date],
) -> dict[str, dict[str, float | None]]:
    """Points by segment (``""`` without breakdown) and interval; intervals without events are left out."""
    info = ZoneInfo(zone)
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        tests = [holds(condition, event["properties"].get(condition["value"], MISSING)) for condition in filters]
        matches = any(tests) if some and tests else all(tests)
        if event["event"] == name and days[0] <= local_day(event, info) <= days[1] and matches:
            segment = "" if group is None else label(event["properties"].get(group, MISSING))
            found[segment, interval_start(event, unit, info)].append(event)
    result: dict[str, dict[str, float | None]] = defaultdict(dict)
    for (segment, key), several in found.items():
        result[segment][key] = measure(several, math_name, prop, per_user)
    return result


def active_users(events: Iterable[Event], name: str, day: date, days: int, zone: str) -> int:
    """Users seen in the *days* that end with *day*."""
    info = ZoneInfo(zone)
    first = day - timedelta(days=days - 1)
    seen = {
        event["properties"].get("distinct_id")
        for event in events
        if event["event"] == name and first <= local_day(event, info) <= day
    }
    return len(seen - {None, ""})
