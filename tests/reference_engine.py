"""Mixpanel's reports in plain Python, one event after the other: slow, and simple enough to be checked by reading.

Written from Mixpanel's documents (docs/reports/insights, funnels, retention; docs/features/sessions) and the
choices named in ``mixpanel_local.Assumptions``; it shares no code with the engine that is held against it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
UNDEFINED = "undefined"


@dataclass(frozen=True)
class Row:
    """One event: *time* in milliseconds; *place* orders events of one time."""

    name: str
    user: str
    time: int
    place: int
    properties: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True)
class Condition:
    """A test of one property."""

    name: str
    operator: str
    operand: Any = None

    def holds(self, row: Row) -> bool:
        """Whether *row* passes; what is not set passes ``is not set`` and ``does not equal`` alone."""
        value = row.properties.get(self.name)
        if value is None:
            return self.operator in ("is not set", "does not equal")
        tests: dict[str, Callable[[], bool]] = {
            "is set": lambda: True,
            "is not set": lambda: False,
            "equals": lambda: label(value) in self.operand,
            "does not equal": lambda: label(value) not in self.operand,
            "is greater than": lambda: (amount := number_in(value)) is not None and amount > self.operand,
            "is at most": lambda: (amount := number_in(value)) is not None and amount <= self.operand,
        }
        return tests[self.operator]()


@dataclass(frozen=True)
class Step:
    """An event by name that passes all *conditions*."""

    name: str
    conditions: tuple[Condition, ...] = ()

    def matches(self, row: Row) -> bool:
        """Whether *row* is such an event."""
        return row.name == self.name and all(condition.holds(row) for condition in self.conditions)


@dataclass(frozen=True)
class Range:
    """Days of a zone, both included."""

    first: date
    last: date
    zone: str = "UTC"

    def holds(self, row: Row) -> bool:
        """Whether *row* happened in it."""
        return self.first <= self.day(row) <= self.last

    def moment(self, row: Row) -> datetime:
        """The wall clock at *row*."""
        return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=row.time)).astimezone(ZoneInfo(self.zone))

    def day(self, row: Row) -> date:
        """The day of *row*."""
        return self.moment(row).date()


# --- what all reports share -------------------------------------------------------------------------------------------


def number_in(value: Any) -> float | None:
    """A number, also one written as decimal text (docs/reports, Typecasting)."""
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, int | float):
        return float(value)
    return float(value) if set(value) <= set("0123456789.") else None


def label(value: Any) -> str:
    """The segment a value belongs to."""
    if value is None:
        return UNDEFINED
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """*rows* by time, those of one time by place."""
    return sorted(rows, key=lambda row: (row.time, row.place))


def journeys(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The events of each user in order; events of nobody are in none."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in in_order(rows):
        if row.user:
            found[row.user].append(row)
    return found


def start_of(day: date, unit: str) -> date:
    """The day that begins the *unit* of *day*; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
    return day


def sessions(journey: Sequence[Row], days: Range) -> list[int]:
    """The number of each event's session: a new one begins after 30 minutes of silence and at midnight."""
    numbers: list[int] = []
    for at, row in enumerate(journey):
        before = journey[at - 1] if at else None
        goes_on = before is not None and row.time - before.time < 30 * MINUTE and days.day(before) == days.day(row)
        numbers.append(numbers[-1] + (not goes_on) if numbers else 0)
    return numbers


# --- insights ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Insights:
    """Events that match *step*, measured by *math*; over *over*, first within each user by *inner* if given."""

    step: Step
    days: Range
    unit: str = "day"
    math: str = "total"
    over: str | None = None
    inner: str | None = None
    by: str | None = None
    conditions: tuple[Condition, ...] = ()
    first_time: bool = False


def insights(rows: Sequence[Row], asked: Insights) -> dict[str, dict[date, float | None]]:
    """Points by segment (``""`` without a breakdown) and first day of the interval, where there are events."""
    found: dict[tuple[str, date], list[Row]] = defaultdict(list)
    session = _session_of(rows, asked.days)
    for row in in_order(rows):
        if asked.step.matches(row) and all(each.holds(row) for each in asked.conditions) and asked.days.holds(row):
            segment = "" if asked.by is None else label(row.properties.get(asked.by))
            found[segment, start_of(asked.days.day(row), asked.unit)].append(row)
    points: dict[str, dict[date, float | None]] = defaultdict(dict)
    for (segment, day), several in found.items():
        points[segment][day] = _measured(several, asked, session)
    return points


def _session_of(rows: Iterable[Row], days: Range) -> dict[Row, tuple[str, int]]:
    return {
        row: (user, number)
        for user, journey in journeys(rows).items()
        for row, number in zip(journey, sessions(journey, days), strict=True)
    }


def _measured(rows: Sequence[Row], asked: Insights, session: Mapping[Row, tuple[str, int]]) -> float | None:
    if asked.math == "unique":
        return len({row.user for row in rows if row.user})
    if asked.math == "sessions":
        return len({session[row] for row in rows if row.user})
    if asked.over is None:
        return len(rows)
    if asked.inner is None:
        return aggregated(asked.math, [row.properties.get(asked.over) for row in rows])
    users: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.user:
            users[row.user].append(row.properties.get(asked.over))
    inner = [aggregated(asked.inner, values) for values in users.values() if any(map(_counts(asked.inner), values))]
    return aggregated(asked.math, inner)


def _counts(math_name: str) -> Callable[[Any], bool]:
    return lambda value: (value if math_name == "unique_values" else number_in(value)) is not None


def aggregated(name: str, values: Sequence[Any]) -> float | None:
    """Of the numbers among *values*; ``unique_values`` of all that are set."""
    if name == "unique_values":
        return len({label(value) for value in values if value is not None})
    numbers = sorted(number for value in values if (number := number_in(value)) is not None)
    if name == "total":
        return math.fsum(numbers)
    if not numbers:
        return None
    plain = {"average": math.fsum(numbers) / len(numbers), "min": numbers[0], "max": numbers[-1]}
    return plain[name] if name in plain else percentile(numbers, {"median": 0.5, "p25": 0.25, "p90": 0.9}[name])


def percentile(ordered: Sequence[float], fraction: float) -> float:
    """Interpolated between neighbours."""
    place = (len(ordered) - 1) * fraction
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


# --- retention --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Retention:
    """Users who did *born* in each *cohort* unit, and did *returned* in later buckets of *unit*.

    *calendar* buckets are those of the calendar; else they follow the user's own event.
    """

    born: Step
    returned: Step
    days: Range
    unit: str = "day"
    cohort: str = "day"
    calendar: bool = False
    mode: str = "none"
    sizes: tuple[int, ...] = ()


def retention(rows: Sequence[Row], asked: Retention, buckets: int) -> dict[date, tuple[int, list[int]]]:
    """By cohort: how many users were born, and how many of them count in each of the *buckets*."""
    born: dict[date, list[set[int]]] = defaultdict(list)
    for journey in journeys(rows).values():
        seen: set[date] = set()
        for at, row in enumerate(journey):
            cohort = start_of(asked.days.day(row), asked.cohort)
            if asked.born.matches(row) and asked.days.holds(row) and cohort not in seen:
                seen.add(cohort)
                born[cohort].append(set(_returns(journey, at, asked)))
    return {
        cohort: (len(users), [sum(_retained(user, k, asked.mode, buckets) for user in users) for k in range(buckets)])
        for cohort, users in born.items()
    }


def _returns(journey: Sequence[Row], at: int, asked: Retention) -> Iterator[int]:
    """The buckets of what the user did after *at*; of a streak, the event there is part too."""
    if asked.mode == "consecutive_forward" and asked.returned.matches(journey[at]):
        yield 0
    for row in journey[at + 1 :]:
        if asked.returned.matches(row):
            units = _units_between(journey[at], row, asked)
            if not asked.sizes:
                yield units
            elif units < sum(asked.sizes):
                yield next(k for k in range(len(asked.sizes)) if units < sum(asked.sizes[: k + 1]))


def _units_between(born: Row, row: Row, asked: Retention) -> int:
    if not asked.calendar:
        return (row.time - born.time) // {"day": DAY, "week": 7 * DAY, "month": 30 * DAY}[asked.unit]
    first, then = (start_of(asked.days.day(each), asked.unit) for each in (born, row))
    if asked.unit == "month":
        return (then.year - first.year) * 12 + then.month - first.month
    return (then - first).days // {"day": 1, "week": 7}[asked.unit]


def _retained(returns: set[int], bucket: int, mode: str, buckets: int) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "none": lambda: bucket in returns,
        "carry_back": lambda: any(bucket <= other < buckets for other in returns),
        "carry_forward": lambda: any(other <= bucket for other in returns),
        "consecutive_forward": lambda: all(other in returns for other in range(bucket + 1)),
    }
    return tests[mode]()


# --- frequency --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frequency:
    """Users who did *step*, by how many different hours or days (*active*) of each *unit* they did it in."""

    step: Step
    days: Range
    unit: str = "day"
    active: str = "hour"


def frequency(rows: Sequence[Row], asked: Frequency) -> dict[date, list[int]]:
    """By the first day of each unit: how many users were active at least once, twice ... as often as anybody was."""
    active: dict[tuple[date, str], set[object]] = defaultdict(set)
    for row in rows:
        if row.user and asked.step.matches(row) and asked.days.holds(row):
            moment = asked.days.moment(row)
            # In an autumn night two hours have one name, and are two.
            hour = (moment.date(), moment.hour, moment.utcoffset())
            active[start_of(moment.date(), asked.unit), row.user].add(hour if asked.active == "hour" else moment.date())
    times: dict[date, list[int]] = defaultdict(list)
    for (day, _), several in active.items():
        times[day].append(len(several))
    return {
        day: [sum(own >= least for own in each) for least in range(1, max(each) + 1)] for day, each in times.items()
    }
