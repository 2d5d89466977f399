"""Retention in plain Python, one user after the other: what the engine's cohorts are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

Event = Mapping[str, Any]
HOURS = {"day": 24, "week": 7 * 24, "month": 30 * 24}


@frozen(kw_only=True)
class Question:
    """What is asked, in the words of ``query_retention`` and of the assumptions."""

    born: str
    back: str
    days: tuple[date, date]
    unit: str = "day"
    retention_unit: str = "day"
    calendar: bool = False
    edges: Sequence[int] = (1,)
    criterion: str = "none"
    zone: str = "UTC"
    birth: str = "every interval"
    clock: str = "first in row"
    zero: str = "later event"
    horizon: str = "last bucket"
    by: str | None = None
    by_return: bool = False


Cohorts = dict[str, tuple[int, list[int]]]
"""Size and users by bucket, by the first day of the row."""

Returns = list[tuple[str, int]]
"""Segment and bucket of what a user came back to do."""


def cohorts(events: Iterable[Event], asked: Question) -> dict[str, Cohorts]:
    """The rows in which somebody was born, by segment (``""`` without a breakdown)."""
    journeys: dict[str, list[Event]] = defaultdict(list)
    # Events of one moment are in the order of their ids, which is that of the engine.
    for one in sorted(events, key=lambda one: (one["properties"]["time"], one["properties"]["$insert_id"])):
        if user := one["properties"].get("distinct_id"):
            journeys[user].append(one)
    births = [birth for journey in journeys.values() for birth in _births(journey, asked)]
    if asked.by_return:
        # Everybody is born in each segment, and comes back in those of the returns.
        values = {value for _, _, returns in births for value, _ in returns}
        births = [(value, row, [one for one in back if one[0] == value]) for _, row, back in births for value in values]
    found: dict[str, Cohorts] = defaultdict(dict)
    for segment, row in {(segment, row) for segment, row, _ in births}:
        users = [{at for _, at in back} for other, day, back in births if (other, day) == (segment, row)]
        found[segment][row] = (len(users), _counts(users, asked))
    return found


def _births(journey: Sequence[Event], asked: Question) -> Iterator[tuple[str, str, Returns]]:
    """Segment, row and returns of every birth of a user."""
    places = [at for at, one in enumerate(journey) if one["event"] == asked.born and _inside(one, asked)]
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in places[:1] if asked.birth == "first in range" else places:
        segment = label(journey[at], asked.by) if asked.by and not asked.by_return else ""
        rows[segment, start(day_of(journey[at], asked.zone), asked.unit).isoformat()].append(at)
    for (segment, row), starts in rows.items():
        at = starts[-1 if asked.clock == "last in row" else 0]
        counts_itself = asked.zero == "birth event counts" or asked.criterion == "consecutive_forward"
        later = [one for one in journey[at if counts_itself else at + 1 :] if one["event"] == asked.back]
        yield segment, row, [(label(one, asked.by), bucket(journey[at], one, asked)) for one in later]


def _inside(one: Event, asked: Question) -> bool:
    return asked.days[0] <= day_of(one, asked.zone) <= asked.days[1]


def bucket(born: Event, back: Event, asked: Question) -> int:
    """The bucket of *back*; as many as there are where it lies behind all of them."""
    if asked.calendar:
        first, then = (start(day_of(one, asked.zone), asked.retention_unit) for one in (born, back))
        months = (then.year - first.year) * 12 + then.month - first.month
        passed = (
            months if asked.retention_unit == "month" else (then - first).days // (HOURS[asked.retention_unit] // 24)
        )
    else:
        passed = (back["properties"]["time"] - born["properties"]["time"]) // (HOURS[asked.retention_unit] * 3600)
    return next((at for at, edge in enumerate(asked.edges) if passed < edge), len(asked.edges))


def _counts(users: Sequence[set[int]], asked: Question) -> list[int]:
    return [sum(_counts_in(user, at, asked) for user in users) for at in range(len(asked.edges))]


def _counts_in(user: set[int], at: int, asked: Question) -> bool:
    last = len(asked.edges) - (asked.horizon == "last bucket")
    return {
        "none": at in user,
        "carry_back": any(at <= one <= last for one in user),
        "carry_forward": any(one <= at for one in user),
        "consecutive_forward": user.issuperset(range(at + 1)),
    }[asked.criterion]


def label(one: Event, name: str | None) -> str:
    """The segment an event belongs to."""
    return str(one["properties"].get(name, "undefined"))


def day_of(one: Event, zone: str) -> date:
    """The day of an event."""
    return datetime.fromtimestamp(one["properties"]["time"], UTC).astimezone(ZoneInfo(zone)).date()


def start(day: date, unit: str) -> date:
    """The first day of the unit *day* lies in."""
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[unit]
