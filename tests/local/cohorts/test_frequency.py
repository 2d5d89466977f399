"""Frequencies: how often users did an event, as filters and breakdowns (docs/features/computed-properties)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import Asking, at, event, filtered, insights, metric, stored

DAYS = ("2026-01-10", "2026-01-12")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """User u pays three times in three days, v once, w never; somebody unknown pays too."""
    pays = [("u", "2026-01-10"), ("u", "2026-01-10"), ("u", "2026-01-12"), ("v", "2026-01-12"), (None, "2026-01-10")]
    events = [event("Pay", user, at(day), plan="pro" if at_ else "free") for at_, (user, day) in enumerate(pays)]
    events += [event("Look", user, at(day)) for user in ("u", "v", "w", None) for day in DAYS]
    return stored(tmp_path_factory.mktemp("asking"), events)


def behavior(name: str = "Pay", **more: Any) -> dict[str, Any]:
    """What users did, as clients compile it."""
    return {
        "aggregationOperator": "total",
        "behaviorType": "$frequency",
        "dateRange": None,
        "event": {"label": name, "value": name},
        "filters": [],
        "filtersOperator": "and",
        **more,
    }


def split(low: int = 0, high: int = 3, **more: Any) -> dict[str, Any]:
    """A breakdown by frequency."""
    bucket = {"bucketSize": 1, "min": low, "max": high, "disabled": False}
    return {
        "behavior": behavior(**more),
        "value": "Pay Frequency",
        "resourceType": "people",
        "propertyType": "number",
        "customBucket": bucket,
    }


def often(operator: str, value: float, **more: Any) -> dict[str, Any]:
    """A filter by frequency."""
    where = filtered("Pay Frequency", "number", operator, value, resourceType="people")
    return {**where, "behavior": behavior(**more)}


def test_a_breakdown_over_the_whole_range(asking: Asking) -> None:
    found = asking.segments(metric("Look", "unique"), split(), dates=DAYS)
    assert found == {"0 - 1": 1, "1 - 2": 1, ">= 3": 1, "undefined": 0}
    assert asking.segments(metric("Look"), split(), dates=DAYS) == {"0 - 1": 2, "1 - 2": 2, ">= 3": 2, "undefined": 2}


# "For a line chart, that will be for each interval plotted on the chart."
def test_a_breakdown_over_time_counts_in_each_interval(asking: Asking) -> None:
    found = asking.json(insights(metric("Look", "unique"), groups=[split()], dates=DAYS))["series"]["Look"]
    days = {name: list(points.values()) for name, points in found.items()}
    assert days == {
        "$overall": [3, 0, 3],
        "0 - 1": [2, 0, 1],
        "1 - 2": [0, 0, 2],
        "2 - 3": [1, 0, 0],
        "undefined": [0, 0, 0],
    }


@pytest.mark.parametrize(
    ("operator", "value", "users", "events"),
    [
        ("is at least", 3, 1, 2),
        ("is at least", 1, 2, 4),
        ("is at most", 1, 2, 4),
        ("is equal to", 0, 1, 2),
        ("is less than", 3, 2, 4),
        ("is greater than", 1, 1, 2),
    ],
)
def test_filters(asking: Asking, operator: str, value: float, users: int, events: int) -> None:
    where = [often(operator, value)]
    assert asking.total(metric("Look", "unique"), dates=DAYS, where=where) == users
    assert asking.total(metric("Look"), dates=DAYS, where=where) == events


def test_only_some_events_count(asking: Asking) -> None:
    pro = filtered("plan", "string", "equals", ["pro"])
    assert asking.total(metric("Look", "unique"), dates=DAYS, where=[often("is equal to", 2, filters=[pro])]) == 1


def test_a_range_of_its_own_ends_now(asking: Asking) -> None:
    span = {"type": "in the last", "unit": "day", "window": {"unit": "day", "value": 20}}
    where = [often("is at least", 1, dateRange=span)]
    assert asking.total(metric("Look", "unique"), dates=DAYS, where=where) == 2
    assert asking.total(metric("Look", "unique"), dates=DAYS, where=[often("is equal to", 1, dateRange=span)]) == 2
    assert asking.segments(metric("Look", "unique"), split(dateRange=span), dates=DAYS) == {
        "0 - 1": 1,
        "1 - 2": 2,
        "undefined": 0,
    }


def test_an_event_nobody_did(asking: Asking) -> None:
    assert (
        asking.total(metric("Look", "unique"), dates=DAYS, where=[often("is at most", 0, event={"value": "No"})]) == 3
    )


@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ({"behaviorType": "$duration"}, "of type '$duration'", 501),
        ({"aggregationOperator": "average"}, "('average')", 501),
        ({"dateRange": {"type": "between", "window": {}}}, "of type 'between'", 501),
        ({"dateRange": {"window": {"unit": "day", "value": 0}}}, "0 is not 1 or more", 400),
        ({"event": {}}, "'value' is missing", 400),
    ],
)
def test_what_is_no_frequency_is_refused(asking: Asking, more: dict[str, Any], said: str, status: int) -> None:
    assert said in asking.json(insights(metric("Look"), where=[often("is at least", 1, **more)]), status)["error"]
