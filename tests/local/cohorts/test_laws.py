"""The engine finds the members that loops over the events find, whatever the events and the definition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.local.asking import event, stored
from tests.local.cohorts import oracle
from tests.local.cohorts.definitions import definition, did, has, joined, last, who

USERS = ["a", "b", "c", "d"]
TODAY = date(2026, 3, 9)
# The night before, clocks changed in New York.
NOW = datetime(2026, 3, 9, 15, tzinfo=UTC)
# Hours only, so that most events have others at the same time.
EVENTS = st.lists(
    st.builds(
        lambda name, user, hours, properties: event(
            name, user, round((NOW + timedelta(hours=hours)).timestamp()), **properties
        ),
        st.sampled_from(["Buy", "Buy", "Look"]),
        st.sampled_from([*USERS, "", None]),
        st.integers(-24 * 10, 3),
        st.dictionaries(st.just("amount"), st.integers(-2, 5)),
    ),
    max_size=30,
)
PROFILES = st.dictionaries(
    st.sampled_from([*USERS, "quiet"]),
    st.dictionaries(st.sampled_from(["plan"]), st.sampled_from(["pro", "free", None])),
).map(lambda users: [{"$distinct_id": user, "$properties": properties} for user, properties in users.items()])
DAYS = st.integers(-10, 0).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
SPANS = st.one_of(
    st.integers(1, 9).map(last),
    st.just(last(1, "week")),
    st.tuples(DAYS, DAYS).map(lambda days: dict(zip(("from_date", "to_date"), sorted(days), strict=True))),
)
AMOUNTS = st.one_of(
    st.just({}),
    st.sampled_from(["total", "unique", "average", "median", "min", "max"]).map(
        lambda aggregate: {"aggregationOperator": aggregate, "property": "amount"}
    ),
)
DID = st.builds(
    lambda name, compare, operand, span, count: did(name, compare, operand, count=count, **span),
    st.sampled_from(["Buy", "Look"]),
    st.sampled_from(sorted(oracle.COMPARE)),
    st.sampled_from([0, 1, 2, 3, 1.5]),
    SPANS,
    AMOUNTS,
)
HAS = st.builds(
    lambda compare, operand: has("plan", compare, operand),
    st.sampled_from(["==", "!=", "defined", "not defined"]),
    st.sampled_from(["pro", "free"]),
)
CONDITIONS = st.recursive(
    DID | HAS,
    lambda inner: st.builds(
        lambda operator, children: joined(operator, *children),
        st.sampled_from(["and", "or"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(
    events=EVENTS,
    profiles=PROFILES,
    cohorts=st.lists(st.lists(CONDITIONS, min_size=1, max_size=2), min_size=1, max_size=5),
    operator=st.sampled_from(["and", "or"]),
    zone=st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_members(events: list[Any], profiles: list[Any], cohorts: list[list[Any]], operator: str, zone: str) -> None:
    with TemporaryDirectory() as folder:
        asking = stored(Path(folder), events, profiles, time_zone=zone)
        for conditions in cohorts:
            cohort = definition(*conditions, operator=operator)
            assert who(asking, cohort, now=NOW) == oracle.members(cohort, events, profiles, zone, NOW), cohort
