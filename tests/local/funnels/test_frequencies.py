"""How often something was done between the steps (docs/features/computed-properties)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import mixpanel_sync
from mixpanel_async import FrequencyBreakdown, FrequencyFilter
from tests.local.asking import DAY, Asking, at, event, filtered
from tests.local.funnels.asking import excluded, funnel, journey, row, step, told
from tests.local.funnels.oracle import Journey
from tests.local.funnels.test_oracle import asked, crowd, examples, remembered, specs


def often(name: str, **more: Any) -> dict[str, Any]:
    """What a breakdown or a filter says of it."""
    return {
        "behavior": {"behaviorType": "$frequency", "aggregationOperator": "total", "event": {"value": name}, **more},
        "value": f"{name} Frequency",
        "resourceType": "people",
    }


def split(name: str, bucket: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {**often(name, **more), "propertyType": "number", "customBucket": bucket or {"disabled": True}}


def at_least(name: str, times: int) -> dict[str, Any]:
    return {**often(name), "filterType": "number", "filterOperator": "is at least", "filterValue": times}


def done(user: str, names: str, **properties: Any) -> list[dict[str, Any]]:
    """Ten seconds apart."""
    return [event(name, user, at(DAY) + 10 * turn, **properties) for turn, name in enumerate(names)]


def by_segment(asking: Asking, *groups: Any, **more: Any) -> dict[str, list[int]]:
    answer = told(asking, funnel("A", "B", groups=list(groups), **more))
    return {name: row(block) for name, block in answer.items()}


def test_events_that_are_steps_do_not_count(tmp_path: Path) -> None:
    """S1 S1 S2: the frequency of S1 is 1."""
    asking = journey(tmp_path, *done("u", "AAB"))
    assert by_segment(asking, split("A")) == {"$overall": [1, 1], "1": [1, 1]}
    assert by_segment(asking, split("B")) == {"$overall": [1, 1], "0": [1, 1]}


def test_only_what_happens_between_the_steps_counts(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "XXAXXXBX"), *done("v", "XABXX"))
    assert by_segment(asking, split("X")) == {"$overall": [2, 2], "0": [1, 1], "3": [1, 1]}


def test_an_attempt_that_was_left_counts_to_its_last_step_or_its_end(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AXXB"), *done("v", "AXXX"), event("X", "v", at("2026-01-12")))
    one = {"window": (1, "day"), "dates": (DAY, "2026-01-12")}
    assert by_segment(asking, split("X"), **one) == {"$overall": [2, 1], "0": [1, 0], "2": [1, 1]}
    whole = asking.assuming(funnel_frequency_end="attempt over")
    assert by_segment(whole, split("X"), **one) == {"$overall": [2, 1], "2": [1, 1], "3": [1, 0]}
    meta = whole.json(funnel("A", "B", groups=[split("X")]))["meta"]["assumptions"]
    assert meta["funnel_frequency_end"] == "attempt over"


def test_an_exclusion_ends_it(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AXYXB")).assuming(funnel_frequency_end="attempt over")
    assert by_segment(asking, split("X"), exclusions=[excluded("Y", 1, 2)]) == {"$overall": [1, 0], "1": [1, 0]}


def test_ranges_of_times(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AB"), *done("v", "AXXXB"), *done("w", "AXXXXXXXXB"))
    ranges = {"bucketSize": 2, "min": 0, "max": 4, "disabled": False}
    expected = {"$overall": [3, 3], "0 - 2": [1, 1], "2 - 4": [1, 1], ">= 4": [1, 1]}
    assert by_segment(asking, split("X", ranges)) == expected
    automatic = {**split("X"), "customBucket": None}
    assert by_segment(asking, automatic) == {"$overall": [3, 3], "0": [1, 1], "3": [1, 1], "8": [1, 1]}


def test_its_events_may_have_filters(tmp_path: Path) -> None:
    happened = [*done("u", "A"), event("X", "u", at(DAY) + 1, kind="big"), event("X", "u", at(DAY) + 2)]
    asking = journey(tmp_path, *happened, event("B", "u", at(DAY) + 9))
    big = split("X", filters=[filtered("kind", "string", "equals", ["big"])])
    assert by_segment(asking, big) == {"$overall": [1, 1], "1": [1, 1]}
    assert by_segment(asking, split("$all_events")) == {"$overall": [1, 1], "2": [1, 1]}


def test_a_filter_judges_whole_attempts(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AXXB"), *done("v", "AXB"))
    counts = [row(told(asking, funnel("A", "B", where=[at_least("X", times)])))[1] for times in (0, 1, 2, 3)]
    assert counts == [2, 2, 1, 0]


def test_beside_a_breakdown_by_a_property_and_over_time(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AXB", plan="pro"), *done("v", "AB", plan="pro"))
    nested = told(asking, funnel("A", "B", groups=[{"value": "plan", "propertyType": "string"}, split("X")]))
    assert {name: row(block) for name, block in nested["pro"].items()} == {"$overall": [2, 2], "0": [1, 1], "1": [1, 1]}
    trend = told(asking, funnel("A", "B", groups=[split("X")], chart="line"))
    assert {name: [row(block) for block in line.values()] for name, line in trend.items()} == {
        "$overall": [[2, 2]],
        "0": [[1, 1]],
        "1": [[1, 1]],
    }


def test_inside_a_step_it_is_refused(tmp_path: Path) -> None:
    asking = journey(tmp_path, *done("u", "AXB"))
    error = asking.json(funnel(step("A", filters=[at_least("X", 1)]), "B"), 501)["error"]
    assert "a frequency that names no range of time of its own" in error


def test_our_client_asks_it(tmp_path: Path) -> None:
    days: Any = {"from_date": DAY, "to_date": DAY}
    with mixpanel_sync.Workspace.local(journey(tmp_path, *done("u", "AXB"), *done("v", "AB")).root) as ws:
        answer = ws.query_funnel(["A", "B"], group_by=FrequencyBreakdown("X", bucket_max=2), **days)
        filtered_answer = ws.query_funnel(["A", "B"], where=FrequencyFilter("X", value=1), **days)
    (series,) = answer.series.values()
    assert {name: row(block) for name, block in series.items()} == {
        "$overall": [2, 2],
        "0 - 1": [1, 1],
        "1 - 2": [1, 1],
    }
    assert [each["count"] for each in filtered_answer.steps_data] == [1, 1]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return remembered(crowd(5), tmp_path_factory.mktemp("crowd"))


@examples(25)
@given(drawn=specs())
def test_counts_are_those_of_plain_python(world: Any, drawn: Any) -> None:
    asking, journeys = world
    spec, window = drawn
    expected: Counter[tuple[str, int]] = Counter()
    for each in (Journey(events, spec) for events in journeys.values()):
        for attempt in each.counted():
            places = range(min(attempt.places) + 1, max(attempt.places))
            times = sum(each.names[place] == "B" for place in places if place not in attempt.places)
            expected.update((str(times), number) for number in range(len(attempt.places)))
    totals = asked(spec, window, groups=[split("B")])
    found = told(asking.assuming(**spec.assume), totals)
    if spec.counting == "totals":
        counts = {(name, at): count for name, block in found.items() for at, count in enumerate(row(block)) if count}
        assert {key: count for key, count in counts.items() if key[0] != "$overall"} == expected
