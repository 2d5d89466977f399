"""A filter for users' first events, found in all history (docs/reports, First time ever)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, filtered, group, insights, metric, stored

FIRST = filtered("$first_time_ever", "boolean", "true")
LATER = filtered("$first_time_ever", "boolean", "false")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "old", at("2026-01-01")),
            event("Buy", "old", at(DAY)),
            # Two events on the same second are both the first.
            event("Buy", "tied", at(DAY), plan="pro"),
            event("Buy", "tied", at(DAY), plan="free"),
            event("Buy", "tied", at(DAY, "13:00:00"), plan="pro"),
            event("Buy", "new", at(DAY, "09:00:00"), plan="free"),
            event("Look", "new", at(DAY, "08:00:00")),
            event("Buy", "new", at(DAY, "10:00:00"), plan="pro"),
            event("Buy", None, at(DAY)),
        ],
    )


def test_history_before_the_range_counts_and_ties_do_all(asking: Asking) -> None:
    assert asking.total(metric("Buy", filters=[FIRST])) == 3
    assert asking.total(metric("Buy", "unique", filters=[FIRST])) == 2


def test_later_events_are_those_that_are_not_first(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique", filters=[LATER])) == 3


def test_the_first_of_an_event_is_of_that_event(asking: Asking) -> None:
    assert asking.segments(metric("Buy", filters=[FIRST]), "$distinct_id") == {"tied": 2, "new": 1}
    assert asking.segments(metric("$all_events", filters=[FIRST]), "$distinct_id") == {"tied": 2, "new": 1}


@pytest.mark.parametrize(("chosen", "expected"), [("event", {"tied": 1}), ("filtered", {"tied": 1, "new": 1})])
def test_the_order_with_other_filters_is_an_assumption(asking: Asking, chosen: str, expected: dict[str, int]) -> None:
    asked = metric("Buy", filters=[FIRST, filtered("plan", "string", "equals", ["pro"])])
    assuming = asking.assuming(first_time_order=chosen)
    assert assuming.segments(asked, "$distinct_id") == expected
    meta = assuming.json(insights(asked))["meta"]
    assert meta["assumptions"] == {"filter_equals_case": "exact", "first_time_order": chosen}


def test_as_a_filter_of_the_whole_report(asking: Asking) -> None:
    found = asking.series(metric("Buy"), metric("Look"), chart="bar", where=[FIRST])
    assert found == {"Buy": {"all": 3}, "Look": {"all": 1}}


def test_of_one_of_several_events(asking: Asking) -> None:
    arms: list[dict[str, Any]] = [
        {"type": "event", "name": "Buy", "filters": [FIRST], "filtersDeterminer": "all"},
        {"type": "event", "name": "Look", "filters": [], "filtersDeterminer": "all"},
    ]
    behavior = {"type": "simple", "name": "Either", "behaviors": arms, "filters": []}
    assert asking.total({"type": "metric", "behavior": behavior, "measurement": {}}) == 4


def test_with_a_breakdown(asking: Asking) -> None:
    found = asking.series(metric("Buy", filters=[FIRST]), chart="bar", groups=[group("plan")])["Buy"]
    assert {segment: point["all"] for segment, point in found.items()} == {"$overall": 3, "free": 2, "pro": 1}
