"""Funnels by segment: lists, profiles, ranges, several breakdowns, and no room for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, filtered, group, stored
from tests.local.funnels.asking import funnel, journey, row, step, told


def two(user: str, *, converts: bool = True, minute: int = 0, **properties: Any) -> list[dict[str, Any]]:
    """A user who did A and perhaps B."""
    time = at(DAY) + 60 * minute
    first = event("A", user, time, **properties)
    return [first, event("B", user, time + 30)] if converts else [first]


def by_segment(asking: Asking, *groups: Any, **more: Any) -> dict[str, list[int]]:
    split = told(asking, funnel("A", "B", groups=list(groups), **more))
    return {name: row(block) for name, block in split.items()}


def test_an_attempt_is_in_the_segment_of_each_item(tmp_path: Path) -> None:
    happened = [*two("u1", tags=["red", "blue", "red"]), *two("u2", converts=False, tags=["red"]), *two("u3", tags=[])]
    assert by_segment(journey(tmp_path, *happened), group("tags")) == {
        "$overall": [3, 2],
        "red": [2, 1],
        "blue": [1, 1],
    }


def test_what_is_not_set_is_a_segment(tmp_path: Path) -> None:
    found = by_segment(journey(tmp_path, *two("u1"), *two("u2", plan=None)), group("plan"))
    assert found == {"$overall": [2, 2], "undefined": [2, 2]}


def test_a_property_of_the_profile(tmp_path: Path) -> None:
    profiles = [{"$distinct_id": "u1", "$properties": {"country": "DE"}}]
    asking = stored(tmp_path, [*two("u1"), *two("u2")], profiles)
    assert by_segment(asking, group("country", resource="people")) == {
        "$overall": [2, 2],
        "DE": [1, 1],
        "undefined": [1, 1],
    }
    german = [filtered("country", "string", "equals", ["DE"], resourceType="people")]
    assert row(told(asking, funnel("A", "B", where=german))) == [1, 1]


def test_ranges_of_numbers(tmp_path: Path) -> None:
    buckets = {"min": 0, "max": 20, "bucketSize": 10}
    happened = [*two("u1", age=5), *two("u2", age=15), *two("u3", age="old")]
    assert by_segment(journey(tmp_path, *happened), group("age", "number", customBucket=buckets)) == {
        "$overall": [3, 3],
        "(non-numeric values)": [1, 1],
        "0 - 10": [1, 1],
        "10 - 20": [1, 1],
    }


def test_several_breakdowns_nest(tmp_path: Path) -> None:
    happened = [*two("u1", plan="pro", os="mac"), *two("u2", plan="pro", os="win", converts=False)]
    split = told(journey(tmp_path, *happened), funnel("A", "B", groups=[group("plan"), group("os")]))
    assert row(split["$overall"]) == [2, 1]
    assert {name: row(block) for name, block in split["pro"].items()} == {
        "$overall": [2, 1],
        "mac": [1, 1],
        "win": [1, 0],
    }


def test_the_most_entered_segments_have_room(tmp_path: Path) -> None:
    """docs/reports, Limits: funnels rank by step 1 of totals, and gather the rest."""
    entries = {"x": 3, "y": 2, "z": 1}
    happened = [
        each
        for name, count in entries.items()
        for turn in range(count)
        for each in two("u", minute=turn * 10 + ord(name) * 60, kind=name)
    ]
    request = funnel("A", "B", groups=[group("kind")], limit=1, dates=(DAY, "2026-01-20"))
    answer = journey(tmp_path, *happened).json(request)
    assert {name: row(block) for name, block in answer["series"]["A through B"].items()} == {
        "$overall": [1, 1],
        "x": [1, 1],
        "$other": [2, 2],
    }
    assert answer["meta"]["is_segmentation_limit_hit"] is True


def test_there_is_no_other_where_all_have_room(tmp_path: Path) -> None:
    answer = journey(tmp_path, *two("u1", kind="x")).json(funnel("A", "B", groups=[group("kind")], limit=1))
    assert list(answer["series"]["A through B"]) == ["$overall", "x"]
    assert answer["meta"]["is_segmentation_limit_hit"] is False


def test_segments_over_time(tmp_path: Path) -> None:
    happened = [*two("u1", plan="pro"), event("A", "u2", at("2026-01-11"), plan="free")]
    request = funnel("A", "B", groups=[group("plan")], chart="line", dates=(DAY, "2026-01-11"))
    split = told(journey(tmp_path, *happened), request)
    assert {name: [row(block) for block in line.values()] for name, line in split.items()} == {
        "$overall": [[1, 1], [1, 0]],
        "free": [[0, 0], [1, 0]],
        "pro": [[1, 1], [0, 0]],
    }


def test_held_properties_let_attempts_coexist_in_segments(tmp_path: Path) -> None:
    """docs/reports/funnels, Breakdown: a new segment waits for the attempt before, unless a property is held."""
    happened = [
        event("A", time=at(DAY, "10:00:00"), item="shirt"),
        event("A", time=at(DAY, "10:10:00"), item="jeans"),
        event("B", time=at(DAY, "10:20:00"), item="jeans"),
    ]
    asking = journey(tmp_path, *happened)
    assert by_segment(asking, group("item"), held=["item"]) == {"$overall": [1, 0], "jeans": [1, 1], "shirt": [1, 0]}
    assert by_segment(asking, group("item")) == {"$overall": [1, 1], "shirt": [1, 1]}


def test_several_global_filters_judge_by_their_own_property(tmp_path: Path) -> None:
    happened = [event("A", time=at(DAY), plan="pro"), event("B", time=at(DAY, "13:00:00"), os="mac")]
    where = [filtered("plan", "string", "equals", ["pro"]), filtered("os", "string", "equals", ["mac"])]
    asking = journey(tmp_path, *happened)
    assert row(told(asking, funnel("A", "B", where=where))) == [1, 1]
    assert row(told(asking.assuming(funnel_attribution="step_1"), funnel("A", "B", where=where))) == [0, 0]


def test_a_step_not_reached_meets_no_filter(tmp_path: Path) -> None:
    unset = [filtered("plan", "string", "is not set")]
    asking = journey(tmp_path, *two("u1"), *two("u2", converts=False)).assuming(funnel_attribution="step_2")
    assert row(told(asking, funnel("A", "B", where=unset))) == [1, 1]


def test_steps_with_filters_that_any_one_meets(tmp_path: Path) -> None:
    either = [filtered("kind", "string", "equals", ["x"]), filtered("size", "number", "is greater than", 5)]
    happened = [*two("u1", kind="x"), *two("u2", size=9), *two("u3", kind="y")]
    some = step("A", filters=either, filtersDeterminer="any")
    assert row(told(journey(tmp_path, *happened), funnel(some, "B"))) == [2, 2]


def test_several_events_can_be_a_step(tmp_path: Path) -> None:
    several = {"type": "simple", "behaviors": [step("A"), step("C")], "name": "A or C"}
    happened = [*two("u1"), event("C", "u2", at(DAY)), event("B", "u2", at(DAY, "13:00:00"))]
    assert row(told(journey(tmp_path, *happened), funnel(several, "B"))) == [2, 2]


@pytest.mark.parametrize("name", ["$all_events", "$any_event"])
def test_any_event_can_be_a_step(tmp_path: Path, name: str) -> None:
    assert row(told(journey(tmp_path, *two("u1")), funnel("A", name))) == [1, 1]


def test_numbers_are_in_ranges_of_their_own_making(tmp_path: Path) -> None:
    """As in insights: reports make ranges of numbers, unless their values are asked for."""
    happened = [each for at in range(40) for each in two(f"u{at}", age=at)]
    asking = journey(tmp_path, *happened)
    ranges = by_segment(asking, group("age", "number"))
    assert sum(counts[0] for name, counts in ranges.items() if name != "$overall") == 40
    assert len(ranges) < 20
    values = asking.assuming(number_breakdown="values")
    assert len(by_segment(values, group("age", "number"))) == 41
