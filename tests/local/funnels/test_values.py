"""Times to convert and property values: sums, averages, percentiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from tests.local.asking import DAY, Asking, at, event, group
from tests.local.funnels.asking import funnel, journey, row, told

AMOUNT = {"name": "amount", "resourceType": "events", "type": "number"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Conversions after 1, 2, 3 and 10 minutes, the last two by one user; amounts of 0.1 to 0.4 and of a text."""
    events = []
    for user, start, minutes, amount in (("a", 0, 1, 0.1), ("b", 0, 2, 0.2), ("c", 0, 3, "0.3"), ("c", 100, 10, 0.4)):
        begin = at(DAY) + 60 * start
        events.append(event("A", user, begin, amount=1))
        events.append(event("B", user, begin + 60 * minutes, amount=amount))
    return journey(Path(tmp_path_factory.mktemp("asking")), *events, event("A", "d", at(DAY), amount="much"))


TIMES = [
    ("median", 150.0),
    ("min", 60.0),
    ("max", 600.0),
    ("p25", 105.0),
    ("p75", 285.0),
    ("p90", 474.0),
    ("p99", 587.4),
    ("average", 240.0),
]


@pytest.mark.parametrize(("math", "seconds"), TIMES)
def test_times_to_convert_are_of_totals(asking: Asking, math: str, seconds: float) -> None:
    """docs/reports/funnels, Measurements: time to convert is counted with totals."""
    block = told(asking, funnel("A", "B", math=math))
    assert row(block) == [5, 4]
    assert row(block, f"{math}_time_from_start") == [None, pytest.approx(seconds)]
    assert row(block, f"{math}_time") == [None, pytest.approx(seconds)]


VALUES = [
    ("total", [4.0, 1.0]),
    ("average", [1.0, 0.25]),
    ("median", [1.0, 0.25]),
    ("min", [1.0, 0.1]),
    ("max", [1.0, 0.4]),
]


@pytest.mark.parametrize(("math", "values"), VALUES)
def test_values_are_those_at_each_step(asking: Asking, math: str, values: list[float]) -> None:
    block = told(asking, funnel("A", "B", math=math, prop=AMOUNT))
    assert row(block, f"property_{math}") == values


def test_sums_are_exact_and_of_nothing_0(asking: Asking) -> None:
    nothing = funnel("X", "Y", math="total", prop=AMOUNT)
    assert row(told(asking, nothing), "property_total") == [0, 0]
    assert row(told(asking, funnel("X", "Y", math="median", prop=AMOUNT)), "property_median") == [None, None]


def test_values_by_segment_and_over_time(asking: Asking) -> None:
    split = told(asking, funnel("A", "B", math="total", prop=AMOUNT, groups=[group("$distinct_id")]))
    assert {name: row(block, "property_total")[1] for name, block in split.items()} == {
        "$overall": 1.0,
        "c": 0.7,
        "a": 0.1,
        "b": 0.2,
        "d": 0.0,
    }
    trend = told(asking, funnel("A", "B", math="max", chart="line", unit="hour"))
    found = [row(block, "max_time")[1] for block in trend.values()]
    assert [value for value in found if value is not None] == [180.0, 600.0]


def test_a_percentile_of_ones_own(asking: Asking) -> None:
    request = funnel("A", "B", math="custom_percentile")
    assert row(told(asking, request), "custom_percentile_time")[1] == 150.0


def test_a_percentile_is_between_two_values_or_one_of_them(asking: Asking) -> None:
    nearest = asking.assuming(percentiles="nearest")
    assert row(told(nearest, funnel("A", "B", math="median")), "median_time")[1] == 120.0
    meta = nearest.json(funnel("A", "B", math="median"))["meta"]
    assert meta["assumptions"]["percentiles"] == "nearest"


def answered(asking: Asking, **more: Any) -> Any:
    return told(asking, funnel("A", "B", **more))


def test_average_times_are_of_the_attempts_that_count(asking: Asking) -> None:
    assert row(answered(asking), "avg_time")[1] == 120.0
    assert row(answered(asking, math="conversion_rate_total"), "avg_time")[1] == 240.0


def test_a_distribution_of_times_is_by_their_seconds(asking: Asking) -> None:
    block = answered(asking, math="histogram")
    assert row(block) == [5, 4]
    assert row(block, "histogram_time") == [
        {"60": 0, "120": 0, "180": 0, "600": 0},
        {"60": 1, "120": 1, "180": 1, "600": 1},
    ]


def test_times_from_step_to_step_and_from_the_start_have_ranges_of_their_own(tmp_path: Path) -> None:
    happened = [event(name, time=at(DAY) + 10 * turn) for turn, name in enumerate("ABC")]
    block = told(journey(tmp_path, *happened), funnel("A", "B", "C", math="histogram"))
    assert row(block, "histogram_time")[1:] == [{"10": 1}, {"10": 1}]
    assert row(block, "histogram_time_from_start")[1:] == [{"10": 1, "20": 0}, {"10": 0, "20": 1}]


def test_a_distribution_of_values_has_one_set_of_ranges(asking: Asking) -> None:
    """What is no number is in no range; every step, segment and interval has the ranges of all."""
    block = answered(asking, math="histogram", prop=AMOUNT)
    first, second = row(block, "property_histogram")
    assert first == {"0.1": 0, "0.2": 0, "0.3": 0, "0.4": 0, "1": 4}
    assert second == {"0.1": 1, "0.2": 1, "0.3": 1, "0.4": 1, "1": 0}
    split = answered(asking, math="histogram", prop=AMOUNT, groups=[group("$distinct_id")])
    assert row(split["d"], "property_histogram") == [dict.fromkeys(first, 0)] * 2
    trend = answered(asking, math="histogram", prop=AMOUNT, chart="line", unit="hour")
    assert all(list(row(block, "property_histogram")[0]) == list(first) for block in trend.values())


def many(folder: Path) -> Asking:
    """A hundred conversions, after 0 to 99 seconds."""
    pairs = ((event("A", f"u{at_}", at(DAY)), event("B", f"u{at_}", at(DAY) + at_, amount=at_)) for at_ in range(100))
    return journey(folder, *(each for pair in pairs for each in pair))


def test_many_values_are_in_even_ranges_or_by_themselves(tmp_path: Path) -> None:
    asking = many(tmp_path)
    tens = {f"{low} - {low + 10}": 10 for low in range(0, 100, 10)}
    assert row(answered(asking, math="histogram"), "histogram_time")[1] == tens
    assert asking.json(funnel("A", "B", math="histogram"))["meta"]["assumptions"]["number_breakdown"] == "ranges"
    values = answered(asking.assuming(number_breakdown="values"), math="histogram")
    assert row(values, "histogram_time")[1] == {str(second): 1 for second in range(100)}


def test_a_distribution_of_nothing_has_no_ranges(asking: Asking) -> None:
    nobody = funnel("X", "Y", math="histogram", prop=AMOUNT)
    assert row(told(asking, nobody), "property_histogram") == [{}, {}]


def test_our_client_reads_the_counts_beside_a_distribution(asking: Asking) -> None:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        found = ws.query_funnel(["A", "B"], math="histogram", math_property="amount", from_date=DAY, to_date=DAY)
    assert [step["count"] for step in found.steps_data] == [5, 4]


def test_steps_without_a_number_are_left_out_and_told(tmp_path: Path) -> None:
    happened = [
        event("A", "u", at(DAY), amount="much"),
        event("B", "u", at(DAY) + 1),
        event("A", "v", at(DAY), amount=3),
        event("A", "w", at(DAY), amount=None),
        event("B", "x", at(DAY), amount="never reached"),
    ]
    asking = journey(tmp_path, *happened)
    for more in ({}, {"groups": [group("$distinct_id")]}):
        meta = asking.json(funnel("A", "B", math="total", prop=AMOUNT, **more))["meta"]
        assert meta["left_out"] == {"A through B": {"property not a number": 1, "property not set": 2}}
    assert asking.json(funnel("A", "B"))["meta"]["left_out"] == {}
