"""An answer tells what it rests on where the documents are silent, and which events count for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import Asking, event, filtered, group, insights, metric, stored


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "a", amount=1, plan="Pro"),
            event("Buy", "a", amount="many", plan=["Pro", "free"]),
            event("Buy", "b", amount="2"),
            event("Buy", None, amount=3),
            event("Buy", "", plan="Pro"),
            event("Look", None),
        ],
    )


def meta(asking: Asking, *show: dict[str, Any], **more: Any) -> Any:
    return asking.json(insights(*show, **more))["meta"]


def test_totals_rest_on_nothing_and_leave_nothing_out(asking: Asking) -> None:
    found = meta(asking, metric("Buy"))
    assert (found["assumptions"], found["left_out"]) == ({}, {})


@pytest.mark.parametrize("math", ["unique", "dau", "wau", "mau", "cumulative_unique", "sessions"])
def test_users_leave_out_events_of_nobody(asking: Asking, math: str) -> None:
    assert meta(asking, metric("Buy", math))["left_out"] == {"Buy": {"no distinct_id": 2}}


def test_weekly_users_leave_out_events_of_the_range_alone(tmp_path: Path) -> None:
    events = [event("Buy", None), event("Buy", None, event()["properties"]["time"] - 86_400)]
    assert meta(stored(tmp_path, events), metric("Buy", "wau"))["left_out"] == {"Buy": {"no distinct_id": 1}}


@pytest.mark.parametrize("math", ["total", "average", "median", "min", "max", "first_value", "most_frequent"])
def test_numbers_leave_out_what_has_none(asking: Asking, math: str) -> None:
    found = meta(asking, metric("Buy", math, "amount"), groups=[group("plan")])
    assert found["left_out"] == {"Buy": {"property not a number": 1, "property not set": 1}}


def test_distinct_values_leave_out_what_is_not_set(asking: Asking) -> None:
    assert meta(asking, metric("Buy", "unique_values", "amount"))["left_out"] == {"Buy": {"property not set": 1}}


def test_each_user_first_leaves_out_both(asking: Asking) -> None:
    found = meta(asking, metric("Buy", "average", "amount", perUserAggregation="total"))
    assert found["left_out"] == {"Buy": {"no distinct_id": 2, "property not a number": 1}}


def test_each_metric_has_its_own(asking: Asking) -> None:
    found = meta(asking, metric("Buy", "unique"), metric("Look", "unique"), metric("Buy", name="all"))
    assert found["left_out"] == {"Buy": {"no distinct_id": 2}, "Look": {"no distinct_id": 1}}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"where": [filtered("plan", "string", "equals", ["pro"])]}, {"filter_equals_case": "exact"}),
        ({"where": [filtered("plan", "string", "contains", "p")]}, {"filter_contains_case": "folded"}),
        (
            {"where": [filtered("plan", "string", "does not equal", ["pro"])]},
            {"filter_equals_case": "exact", "filter_unset_differs": "yes"},
        ),
        ({"where": [filtered("amount", "number", "is greater than", 1)]}, {}),
        ({"where": [filtered("plan", "boolean", "false")]}, {"filter_false_unset": "no"}),
        (
            {"where": [filtered("plan", "datetime", "was in the", 3, filterDateUnit="day")]},
            {"filter_window": "days"},
        ),
        ({"where": [filtered("plan", "datetime", "was in the", 3, filterDateUnit="hour")]}, {}),
        ({"groups": [group("plan")]}, {}),
        ({"groups": [group("amount", "number")]}, {"number_breakdown": "ranges"}),
        ({"groups": [group("plan", "datetime")]}, {"date_breakdown": "day"}),
        ({"unit": "week"}, {"week_start": "monday"}),
        ({"unit": "week", "chart": "bar"}, {}),
    ],
)
def test_assumptions_are_told_where_they_matter(asking: Asking, asked: Any, expected: dict[str, str]) -> None:
    assert meta(asking, metric("Buy"), **asked)["assumptions"] == expected


@pytest.mark.parametrize(
    ("assumption", "chosen", "asked", "default", "otherwise"),
    [
        ("filter_equals_case", "folded", filtered("plan", "string", "equals", ["pro"]), 0, 3),
        ("filter_contains_case", "exact", filtered("plan", "string", "contains", "pro"), 3, 0),
        ("filter_unset_differs", "no", filtered("plan", "string", "does not equal", ["Pro"]), 2, 0),
        ("filter_false_unset", "yes", filtered("plan", "boolean", "false"), 0, 2),
    ],
)
def test_assumptions_change_answers(
    asking: Asking, assumption: str, chosen: str, asked: dict[str, Any], default: int, otherwise: int
) -> None:
    assert asking.total(metric("Buy"), where=[asked]) == default
    assert asking.assuming(**{assumption: chosen}).total(metric("Buy"), where=[asked]) == otherwise


def test_whole_days_or_hours_of_relative_dates(tmp_path: Path) -> None:
    """It is noon of 2026-02-01; of the day before, its morning is longer ago than 24 hours."""
    asking = stored(tmp_path, [event(born="2026-01-31T08:00:00"), event(born="2026-01-30T08:00:00")])
    asked = {"where": [filtered("born", "datetime", "was in the", 1, filterDateUnit="day")]}
    assert asking.total(metric(), **asked) == 1
    assert asking.assuming(filter_window="hours").total(metric(), **asked) == 0


def test_days_of_events_are_the_projects_and_days_in_properties_are_utcs(tmp_path: Path) -> None:
    evening = event(born="2026-01-10T23:30:00", time=event()["properties"]["time"] + 11.5 * 3600)
    asking = stored(tmp_path, [evening], time_zone="Asia/Tokyo")
    on = {
        name: [filtered(name, "datetime", "was on", day)]
        for name, day in (("$time", "2026-01-11"), ("born", "2026-01-10"))
    }
    for where in on.values():
        assert asking.total(metric(), dates=("2026-01-10", "2026-01-11"), where=where) == 1


@pytest.mark.parametrize(("chosen", "expected"), [("passes", 2), ("fails", 1)])
def test_all_of_an_empty_list(tmp_path: Path, chosen: str, expected: int) -> None:
    events = [event(cart=[]), event(cart=[{"n": 1}]), event(cart=[{"n": 1}, {"n": 2}]), event(cart="none")]
    asked = {
        **filtered("cart", "object", "true", True),
        "filterJoinType": "list",
        "listQuantifier": "all",
        "listItemFilters": [filtered("n", "number", "equals", 1)],
    }
    asking = stored(tmp_path, events).assuming(filter_empty_list=chosen)
    assert asking.total(metric(), where=[asked]) == expected
