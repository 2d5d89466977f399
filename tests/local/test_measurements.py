"""What is counted: users, sessions, values, users by their values, profiles (docs/reports/insights, Measurements)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, group, insights, metric, stored

NEXT = "2026-01-11"
BOTH = (DAY, NEXT)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "a", at(DAY, "10:00:00"), amount=5, plan="pro"),
            event("Look", "a", at(DAY, "10:10:00")),
            event("Buy", "a", at(DAY, "10:20:00"), amount=1, plan="free"),
            event("Buy", "a", at(DAY, "15:00:00"), amount=1, plan="pro"),
            event("Buy", "b", at(DAY, "11:00:00"), amount=7, plan="free"),
            event("Buy", "b", at(NEXT, "11:00:00"), amount=2, plan="pro"),
            event("Buy", "b", at(NEXT, "12:00:00"), amount=4, plan="pro"),
            event("Buy", None, at(NEXT, "12:00:00"), amount=100, plan="free"),
        ],
        [
            {"$distinct_id": "a", "$properties": {"age": 30, "city": "Oslo"}},
            {"$distinct_id": "b", "$properties": {"age": 40, "city": "Rome"}},
            {"$distinct_id": "c", "$properties": {"age": "unknown", "city": "Rome"}},
        ],
    )


def values(line: dict[str, Any]) -> list[Any]:
    return list(line.values())


def test_sessions_are_those_with_at_least_one_of_the_events(asking: Asking) -> None:
    assert values(asking.series(metric("Buy", "sessions"), dates=BOTH)["Buy"]) == [3, 2]
    assert asking.total(metric("Look", "sessions"), dates=BOTH) == 1


def test_a_session_counts_in_each_of_its_segments(asking: Asking) -> None:
    assert asking.segments(metric("Buy", "sessions"), "plan", dates=BOTH) == {"pro": 4, "free": 2}


def test_the_timeout_of_sessions_is_an_assumption(asking: Asking) -> None:
    strict = asking.assuming(session_timeout=10)
    assert strict.total(metric("Buy", "sessions"), dates=BOTH) == 6
    meta = strict.json(insights(metric("Buy", "sessions")))["meta"]
    assert meta["assumptions"] == {"session_gap": "ends", "session_timeout": 10}


@pytest.mark.parametrize(
    ("math", "expected"),
    [("average", 3), ("total", 6), ("min", 3), ("max", 3), ("median", 3), ("unique_values", 1)],
)
def test_frequency_per_user_needs_no_property(asking: Asking, math: str, expected: float) -> None:
    assert asking.total(metric("Buy", math, perUserAggregation="total"), dates=BOTH) == expected


def test_sessions_per_user(asking: Asking) -> None:
    assert asking.total(metric("Buy", "average", perUserAggregation="sessions"), dates=BOTH) == 2.5


@pytest.mark.parametrize(
    ("math", "expected"), [("first_value", 5), ("most_frequent", 1), ("max", 100), ("unique_values", 6)]
)
def test_values_of_events(asking: Asking, math: str, expected: float) -> None:
    assert asking.total(metric("Buy", math, "amount"), dates=BOTH) == expected


def test_of_equally_frequent_values_one_is_assumed(asking: Asking) -> None:
    asked = metric("Buy", "most_frequent", "amount")
    assert asking.total(asked, dates=(NEXT, NEXT)) == 2
    assert asking.assuming(most_frequent_tie="largest").total(asked, dates=(NEXT, NEXT)) == 100


def test_the_first_value_among_users_is_that_of_the_first_user(asking: Asking) -> None:
    assert asking.total(metric("Buy", "first_value", "amount", perUserAggregation="max"), dates=BOTH) == 5


def test_percentiles_between_neighbours_are_an_assumption(asking: Asking) -> None:
    asked = metric("Buy", "median", "amount")
    assert asking.total(asked, dates=BOTH) == 4
    assert asking.total(asked, dates=(NEXT, NEXT)) == 4
    assert asking.total(metric("Buy", "p25", "amount"), dates=(NEXT, NEXT)) == 3
    assert asking.assuming(percentiles="nearest").total(metric("Buy", "p25", "amount"), dates=(NEXT, NEXT)) == 2


def test_a_distribution_is_users_by_their_value(asking: Asking) -> None:
    asked = metric("Buy", "histogram", "amount", perUserAggregation="total")
    assert asking.series(asked, dates=BOTH, chart="bar") == {
        "Buy": {"$overall": {"all": 2}, "13": {"all": 1}, "7": {"all": 1}}
    }
    assert asking.json(insights(asked, dates=BOTH))["headers"] == ["$metric", "$distribution"]


def test_a_distribution_over_time_and_by_segment(asking: Asking) -> None:
    asked = metric("Buy", "histogram", perUserAggregation="total")
    found = asking.series(asked, dates=BOTH, groups=[group("plan")])["Buy"]
    assert {name: values(line) for name, line in found["pro"].items()} == {"$overall": [1, 1], "2": [1, 1]}
    assert {name: values(line) for name, line in found["free"].items()} == {"$overall": [2, 0], "1": [2, 0]}


def test_a_distribution_of_many_values_has_even_ranges(tmp_path: Path) -> None:
    events = [event("Buy", f"u{number}", amount=number) for number in range(100)]
    asked = metric("Buy", "histogram", "amount", perUserAggregation="max")
    found = stored(tmp_path, events).series(asked, chart="bar")["Buy"]
    assert found.pop("$overall") == {"all": 100}
    assert {name: line["all"] for name, line in found.items()} == {
        f"{low} - {low + 10}": 10 for low in range(0, 100, 10)
    }


@pytest.mark.parametrize(
    ("method", "pro", "free"), [("all", [1, 1], [2, 0]), ("first", [1, 1], [1, 0]), ("last", [1, 1], [1, 0])]
)
def test_users_are_of_all_segments_or_of_their_first_or_last_in_the_interval(
    asking: Asking, method: str, pro: list[int], free: list[int]
) -> None:
    """Uniques with breakdowns: on a line chart first and last are those of each interval."""
    found = asking.series(metric("Buy", "unique", segmentMethod=method), dates=BOTH, groups=[group("plan")])["Buy"]
    assert (values(found["pro"]), values(found["free"])) == (pro, free)


def test_users_by_their_first_segment_of_the_whole_range(asking: Asking) -> None:
    assert asking.segments(metric("Buy", "unique", segmentMethod="first"), "plan", dates=BOTH) == {"pro": 1, "free": 1}
    assert asking.segments(metric("Buy", "unique", segmentMethod="last"), "plan", dates=BOTH) == {"pro": 2, "free": 0}


def test_totals_of_first_events_count_each_user_once(asking: Asking) -> None:
    reply = asking.json(insights(metric("Buy", "total", segmentMethod="first"), dates=BOTH, chart="bar"))
    assert reply["series"] == {"Buy": {"all": 2}}
    assert reply["meta"]["left_out"] == {"Buy": {"no distinct_id": 1}}


def people(math: str = "total", prop: str | None = None, **more: Any) -> dict[str, Any]:
    clause = metric("", math, prop, resource="people", **more)
    return {**clause, "behavior": {"type": "people", "name": "", "resourceType": "people", "filters": []}}


def test_profiles_are_counted_as_they_are_now(asking: Asking) -> None:
    assert values(asking.series(people(), dates=BOTH)["User profiles"]) == [3, 3]
    assert asking.total(people("average", "age")) == 35
    found = asking.series(people(), chart="bar", groups=[group("city", resource="people")])["User profiles"]
    assert {name: line["all"] for name, line in found.items()} == {"$overall": 3, "Oslo": 1, "Rome": 2}


def test_profiles_and_events_beside_each_other(asking: Asking) -> None:
    found = asking.series(people(), metric("Buy", "unique"), dates=BOTH, chart="bar")
    assert found == {"User profiles": {"all": 3}, "Buy": {"all": 2}}


def test_without_profiles_there_are_none(tmp_path: Path) -> None:
    assert stored(tmp_path, [event()]).total(people()) == 0


def test_session_events_are_counted_and_have_properties(asking: Asking) -> None:
    assert asking.total(metric("$session_start"), dates=BOTH) == 5
    assert asking.total(metric("$session_start", "unique"), dates=BOTH) == 2
    assert asking.total(metric("$session_end", "max", "$duration_s"), dates=BOTH) == 1200
    assert asking.segments(metric("$session_end"), "$origin_start", dates=BOTH) == {"Buy": 5}


def test_any_event_is_no_session_event(asking: Asking) -> None:
    found = asking.series(metric("$all_events"), metric("$session_start"), dates=BOTH, chart="bar")
    assert found == {"$all_events": {"all": 8}, "$session_start": {"all": 5}}


def test_several_metrics_measured_alike_and_not(asking: Asking) -> None:
    """One pass for those measured alike: an event that two of them count is counted by both."""
    asked = [
        metric("Buy", name="buys"),
        metric("$all_events", name="any"),
        metric("Look", name="looks"),
        metric("Buy", "unique", name="buyers"),
        metric("Look", "unique", name="lookers"),
    ]
    found = asking.series(*asked, dates=BOTH, chart="bar", groups=[group("plan")])
    assert {name: {segment: line["all"] for segment, line in tree.items()} for name, tree in found.items()} == {
        "buys": {"$overall": 7, "pro": 4, "free": 3},
        "any": {"$overall": 8, "pro": 4, "free": 3, "undefined": 1},
        "looks": {"$overall": 1, "undefined": 1},
        "buyers": {"$overall": 2, "free": 2, "pro": 2},
        "lookers": {"$overall": 1, "undefined": 1},
    }
