"""Random events, half of them at the same moment as another, and random questions: for the engine and the reference."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mixpanel_local import import_events
from mixpanel_sync import Filter, Workspace
from tests.local.asking import write_lines
from tests.reference_engine import DAY, HOUR, MINUTE, SECOND, Condition, Range, Row, Step

NAMES = ("Look", "Cart", "Buy", "Help")
USERS = ("ann", "bob", "cid", "")
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata")
# A change of clocks in New York and one in Berlin lie inside.
BEGINS = datetime(2026, 3, 6, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 4), date(2026, 4, 10)

# Half of all events follow another one at once.
STEPS_OF_TIME = st.sampled_from([*[0] * 8, SECOND, 2 * SECOND, MINUTE, 29 * MINUTE, 30 * MINUTE, HOUR, 5 * HOUR, DAY])
VALUES = st.one_of(
    st.integers(-2, 9), st.sampled_from([0.5, 2.5]), st.sampled_from(["pro", "free", "5", ""]), st.booleans(), st.none()
)
PROPERTIES = st.fixed_dictionaries({}, optional={"plan": VALUES, "amount": VALUES})


def examples(test: Any) -> Any:
    """75 questions of each of the four reports; ``make test-long`` asks 750 of each."""
    return settings(
        max_examples=max(75, settings().max_examples // 4),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )(test)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Some events in order of time."""
    count = draw(st.sampled_from([0, 1, 20, 40, 60]))
    one = st.tuples(STEPS_OF_TIME, st.sampled_from(NAMES), st.sampled_from(USERS), PROPERTIES)
    parts = draw(st.lists(one, min_size=count, max_size=count))
    start = round(BEGINS.timestamp() * 1000) + draw(st.integers(0, 48)) * HOUR
    times = accumulate((step for step, *_ in parts), initial=start)
    return [
        Row(name, user, time, place, properties)
        for place, (time, (_, name, user, properties)) in enumerate(zip(times, parts, strict=False))
    ]


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Some days of a zone: mostly those that have events, else few of them, or none."""
    zone = draw(st.sampled_from(ZONES))
    if draw(st.sampled_from([True, True, True, False])):
        return Range(FIRST, LAST, zone)
    first = draw(st.dates(FIRST, LAST))
    return Range(first, draw(st.dates(first, LAST)), zone)


CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from(["plan", "amount"]),
        st.sampled_from(["equals", "does not equal"]),
        st.lists(st.sampled_from(["pro", "free", "5", "2.5", "true"]), min_size=1, max_size=2).map(tuple),
    ),
    st.builds(
        Condition, st.just("amount"), st.sampled_from(["is greater than", "is at most"]), st.sampled_from([0, 2.5, 5])
    ),
    st.builds(Condition, st.sampled_from(["plan", "amount"]), st.sampled_from(["is set", "is not set"])),
)


def steps(names: Sequence[str] = NAMES) -> st.SearchStrategy[Step]:
    """An event by name, sometimes with a condition."""
    conditions = st.one_of(st.just(()), st.just(()), st.tuples(CONDITIONS))
    return st.builds(Step, st.sampled_from(names), conditions)


def filter_of(condition: Condition) -> Filter:
    """The condition as a client writes it."""
    name, operand = condition.name, condition.operand
    makers = {
        "equals": lambda: Filter.equals(name, list(operand)),
        "does not equal": lambda: Filter.not_equals(name, list(operand)),
        "is greater than": lambda: Filter.greater_than(name, operand),
        "is at most": lambda: Filter.at_most(name, operand),
        "is set": lambda: Filter.is_set(name),
        "is not set": lambda: Filter.is_not_set(name),
    }
    return makers[condition.operator]()


def filters_of(step: Step) -> list[Filter] | None:
    """The conditions of a step as a client writes them."""
    return [filter_of(condition) for condition in step.conditions] or None


def days_of(days: Range) -> dict[str, str]:
    """The range as a client writes it."""
    return {"from_date": days.first.isoformat(), "to_date": days.last.isoformat()}


@contextmanager
def workspace(events: Sequence[Row], zone: str, assume: Mapping[str, Any]) -> Iterator[Workspace]:
    """An embedded Mixpanel that holds *events*, whose ``$insert_id`` keep their order."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = [_line(row) for row in events]
        import_events(write_lines(folder / "events.ndjson", lines), folder / "store", time_zone=zone)
        with Workspace.local(folder / "store", assume=assume) as asked:
            yield asked


def _line(row: Row) -> dict[str, Any]:
    # Milliseconds since 1970 are taken for what they are.
    core = {"time": row.time, "distinct_id": row.user, "$insert_id": f"{row.place:06}"}
    return {"event": row.name, "properties": {**core, **row.properties}}


def at_noon(day: date) -> datetime:
    """A moment of *day* that no zone takes for another one."""
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def same(found: float | None, expected: float | None) -> bool:
    """Whether two numbers are equal, but for the order in which they were added up."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
