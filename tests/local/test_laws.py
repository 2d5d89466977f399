"""The engine and the plain-Python reference give the same answers, whatever the events and the question."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.local import reference
from tests.local.asking import event, filtered, group, metric, stored

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Both changes of clocks of the zones lie inside, and a year's end.
FIRST, LAST = date(2025, 10, 20), date(2026, 4, 10)
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
MOMENTS = st.one_of(
    st.datetimes(datetime(2025, 10, 18), datetime(2026, 4, 12)),
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from([datetime(2025, 11, 2, 6), datetime(2026, 3, 8, 7), datetime(2025, 10, 26, 1)]),
        st.integers(-180, 180),
    ),
)
VALUES = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([0.1, 0.2, 2.5, 1e17, 1e-12, -7.25]),
    st.sampled_from(["pro", "Pro", "free", "", "5", "2.5", "-1", "false", "true", "1e3", " 7", "0x10"]),
    st.booleans(),
    st.none(),
)
EVENTS = st.lists(
    st.builds(
        lambda name, user, moment, properties: event(
            name, user, round(moment.replace(tzinfo=UTC).timestamp()), **properties
        ),
        st.sampled_from(["Buy", "Buy", "Look"]),
        st.sampled_from(["a", "b", "c", "d", "", None]),
        MOMENTS,
        st.dictionaries(st.sampled_from(["plan", "amount", "Plan"]), VALUES, max_size=3),
    ),
    max_size=25,
)
NUMBER = st.sampled_from([-1, 0, 2.5, 5, 1000])
FILTERS = st.one_of(
    st.builds(
        lambda prop, operator, values: filtered(prop, "string", operator, values),
        st.sampled_from(["plan", "amount", "Plan"]),
        st.sampled_from(["equals", "does not equal"]),
        st.lists(st.sampled_from(["pro", "free", "5", "2.5", "true", ""]), min_size=1, max_size=3),
    ),
    st.builds(
        lambda operator, value: filtered("plan", "string", operator, value),
        st.sampled_from(["contains", "does not contain", "starts with", "ends with"]),
        st.sampled_from(["p", "RO", "e", "5"]),
    ),
    st.builds(
        lambda operator, value: filtered("amount", "number", operator, value),
        st.sampled_from(["is greater than", "is less than", "is at least", "is at most"]),
        NUMBER,
    ),
    st.builds(
        lambda operator, low, high: filtered("amount", "number", operator, sorted([low, high])),
        st.sampled_from(["is between", "not between"]),
        NUMBER,
        NUMBER,
    ),
    st.builds(
        lambda prop, operator: filtered(prop, "boolean", operator),
        st.sampled_from(["plan", "amount"]),
        st.sampled_from(["true", "false", "is set", "is not set"]),
    ),
)
AGGREGATES = ["total", "average", "min", "max", "median", "p90", "unique_values"]
MATHS = st.one_of(
    st.sampled_from([("total", None, None), ("unique", None, None)]),
    st.builds(lambda name: (name, "amount", None), st.sampled_from(AGGREGATES)),
    st.builds(
        lambda name, inner: (name, "amount", inner),
        st.sampled_from(AGGREGATES),
        st.sampled_from(["total", "average", "min", "max", "unique_values"]),
    ),
)


@SLOW
@given(
    EVENTS,
    MATHS,
    st.lists(FILTERS, max_size=2),
    st.booleans(),
    st.sampled_from([None, "plan"]),
    st.sampled_from(["hour", "day", "week", "month", "quarter"]),
    ZONES,
)
def test_series_equal_the_reference(
    events: list[dict[str, Any]],
    asked: tuple[str, str | None, str | None],
    filters: list[dict[str, Any]],
    some: bool,
    by: str | None,
    unit: str,
    zone: str,
) -> None:
    name, prop, per_user = asked
    expected = reference.series(
        events,
        name="Buy",
        math_name=name,
        prop=prop,
        per_user=per_user,
        filters=filters,
        some=some,
        group=by,
        unit=unit,
        zone=zone,
        days=(FIRST, LAST),
    )
    more: dict[str, Any] = {} if per_user is None else {"perUserAggregation": per_user}
    clause = metric("Buy", name, prop, filters=filters, determiner="any" if some else "all", **more)
    span = (FIRST.isoformat(), LAST.isoformat())
    with TemporaryDirectory() as folder:
        asking = stored(Path(folder), events, time_zone=zone)
        tree = asking.series(clause, dates=span, unit=unit, groups=[group(by)] if by else [])["Buy"]
    found = {segment: line for segment, line in tree.items() if segment != "$overall"} if by else {"": tree}
    empty = 0 if name in ("unique", "total", "unique_values") else None
    assert set(expected) - {""} == set(found) - {""}
    for segment, line in found.items():
        points = expected.get(segment, {})
        assert set(points) <= set(line)
        for key, value in line.items():
            assert same(value, points.get(key, empty)), (segment, key)


@SLOW
@given(EVENTS, st.sampled_from([("dau", 1), ("wau", 7), ("mau", 30)]), st.sampled_from(["day", "week", "month"]), ZONES)
def test_active_users_equal_the_reference(
    events: list[dict[str, Any]], asked: tuple[str, int], unit: str, zone: str
) -> None:
    name, days = asked
    with TemporaryDirectory() as folder:
        asking = stored(Path(folder), events, time_zone=zone)
        line = asking.series(metric("Buy", name), dates=(FIRST.isoformat(), LAST.isoformat()), unit=unit)["Buy"]
    starts = [datetime.fromisoformat(key).date() for key in line]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), LAST]
    expected = [reference.active_users(events, "Buy", end, days, zone) for end in ends]
    assert list(line.values()) == expected


@SLOW
@given(EVENTS, ZONES)
def test_segments_add_up_to_the_whole(events: list[dict[str, Any]], zone: str) -> None:
    with TemporaryDirectory() as folder:
        asking = stored(Path(folder), events, time_zone=zone)
        span = (FIRST.isoformat(), LAST.isoformat())
        tree = asking.series(metric(), dates=span, chart="bar", groups=[group("plan"), group("Plan")])["Buy"]
    overall = tree.pop("$overall")["all"]
    assert overall == sum(branch["$overall"]["all"] for branch in tree.values())
    for branch in tree.values():
        whole = branch.pop("$overall")["all"]
        assert whole == sum(leaf["all"] for leaf in branch.values())


def same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
