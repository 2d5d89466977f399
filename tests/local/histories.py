"""Random histories: events of few users at few moments, so that most are tied, some of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.local.asking import event

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2028, 1, 1, tzinfo=UTC)
# A change of clocks lies behind it.
FIRST = datetime(2026, 3, 6)
ZONES = st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"])

Row = tuple[str, str | None, int, str | None]


def histories(names: Sequence[str], moments: st.SearchStrategy[datetime], most: int) -> st.SearchStrategy[list[Row]]:
    """Names of *names*, users, seconds and plans of at most so many events."""
    rows = st.builds(
        lambda name, user, moment, plan: (name, user, round(moment.replace(tzinfo=UTC).timestamp()), plan),
        st.sampled_from(names),
        st.sampled_from(["u", "u", "v", "w", "", None]),
        moments,
        st.sampled_from(["pro", "free", None]),
    )
    return st.lists(rows, max_size=most)


def lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The events of *rows*, whose ids rise."""
    ids = count(1000)
    return [
        event(name, user, moment, **{"$insert_id": f"i{next(ids)}"}, **({} if plan is None else {"plan": plan}))
        for name, user, moment, plan in rows
    ]
