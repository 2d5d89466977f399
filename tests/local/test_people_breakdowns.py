"""Properties of users as breakdowns and filters of insights: the latest value joins to all events of the user."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mixpanel_async import Filter, GroupBy, Metric
from tests.local.asking import DAY, at, event, stored
from tests.local.through import workspace

USERS = ("ann", "bob", "cid", "dee", "")
VALUES = st.one_of(
    st.sampled_from(["pro", "free", "5", ""]), st.integers(-2, 9), st.sampled_from([0.5, 2.0]), st.booleans(), st.none()
)
PROFILES = st.dictionaries(st.sampled_from(USERS[:3]), st.fixed_dictionaries({}, optional={"plan": VALUES}))
EVENTS = st.lists(st.tuples(st.sampled_from(USERS), st.sampled_from(["Look", "Buy"])), max_size=20)
SPAN: dict[str, Any] = {"from_date": DAY, "to_date": DAY, "mode": "total"}


def label(value: Any) -> str:
    """The segment of a value."""
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def root_of(folder: str, events: list[tuple[str, str]], profiles: dict[str, dict[str, Any]]) -> Path:
    lines = [event(name, user, at(DAY) + place) for place, (user, name) in enumerate(events)]
    people = [{"$distinct_id": user, "$properties": properties} for user, properties in profiles.items()]
    return stored(Path(folder), lines, people).root


def numbers(answer: Any) -> dict[str, int]:
    """Numbers by segment, without the overall one."""
    (line,) = answer.series.values() or [{}]
    return {name: int(value["all"]) for name, value in line.items() if name != "$overall"}


@settings(
    max_examples=max(25, settings().max_examples // 4), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(EVENTS, PROFILES)
def test_users_are_told_apart_by_what_they_are(
    events: list[tuple[str, str]], profiles: dict[str, dict[str, Any]]
) -> None:
    counts: dict[str, int] = defaultdict(int)
    users: dict[str, set[str]] = defaultdict(set)
    of_pro = 0
    for user, name in events:
        plan = profiles.get(user, {}).get("plan")
        if name == "Look":
            counts[label(plan)] += 1
            users[label(plan)] |= {user} if user else set()
            of_pro += plan == "pro"
    by_plan = GroupBy("plan", resource_type="people")
    with TemporaryDirectory() as folder, workspace(root_of(folder, events, profiles)) as ws:
        total = ws.query(Metric("Look"), group_by=by_plan, **SPAN)
        unique = ws.query(Metric("Look", math="unique"), group_by=by_plan, **SPAN)
        pro = ws.query(Metric("Look"), where=Filter.equals("plan", "pro", resource_type="people"), **SPAN)
    assert numbers(total) == counts
    assert {name: several for name, several in numbers(unique).items() if several} == {
        name: len(several) for name, several in users.items() if several
    }
    assert pro.series["Look"]["all"] == of_pro
