"""Times to convert and property values: sums, averages, percentiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, group
from tests.local.funnels.asking import funnel, journey, row, told

AMOUNT = {"name": "amount", "resourceType": "events", "type": "number"}


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    """Conversions after 1, 2, 3 and 10 minutes, the last two by one user; amounts of 0.1 to 0.4 and of a text."""
    events = []
    for user, start, minutes, amount in (("a", 0, 1, 0.1), ("b", 0, 2, 0.2), ("c", 0, 3, "0.3"), ("c", 100, 10, 0.4)):
        begin = at(DAY) + 60 * start
        events.append(event("A", user, begin, amount=1))
        events.append(event("B", user, begin + 60 * minutes, amount=amount))
    return journey(Path(tmp_path), *events, event("A", "d", at(DAY), amount="much"))


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
