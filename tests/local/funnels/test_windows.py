"""How long an attempt may take, and which days its entry lies in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import DAY, at, event
from tests.local.funnels.asking import funnel, journey, logged, row, told

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 30 * 86_400}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("late", "counts"), [(-0.001, [1, 1]), (0, [1, 1]), (0.001, [1, 0])])
def test_a_window_of_each_unit(tmp_path: Path, unit: str, late: float, counts: list[int]) -> None:
    happened = [event("A", time=at(DAY) * 1000), event("B", time=(at(DAY) + 2 * UNITS[unit] + late) * 1000)]
    assert row(told(journey(tmp_path, *happened), funnel("A", "B", window=(2, unit)))) == counts


def test_the_end_of_the_window_is_inside_unless_said_otherwise(tmp_path: Path) -> None:
    asking = journey(tmp_path, event("A", time=at(DAY)), event("B", time=at(DAY, "13:00:00")))
    asked = funnel("A", "B", window=(1, "hour"))
    assert row(told(asking, asked)) == [1, 1]
    assert row(told(asking.assuming(funnel_window_end="outside"), asked)) == [1, 0]


def test_a_month_has_as_many_days_as_is_assumed(tmp_path: Path) -> None:
    asking = journey(tmp_path, event("A", time=at(DAY)), event("B", time=at("2026-02-10")))
    asked = funnel("A", "B", window=(1, "month"))
    assert row(told(asking, asked)) == [1, 0]
    assert row(told(asking.assuming(funnel_month_days=31), asked)) == [1, 1]


@pytest.mark.parametrize(("ties", "counts"), [("log", [2, 1]), ("strict", [2, 0]), ("any", [2, 2])])
def test_ties_without_a_grace_period(tmp_path: Path, ties: str, counts: list[int]) -> None:
    happened = logged([event("A", "u1"), event("B", "u1"), event("B", "u2"), event("A", "u2")])
    asking = journey(tmp_path, *happened).assuming(funnel_grace_seconds=0, funnel_ties=ties)
    assert row(told(asking, funnel("A", "B"))) == counts


GRACE: list[tuple[dict[str, Any], list[int], list[float]]] = [
    ({}, [1, 1, 0], [0.0, 0.0, 0.0]),
    ({"funnel_grace_from": "previous"}, [1, 1, 1], [0.0, 0.0, 0.0]),
    ({"funnel_grace_from": "previous", "funnel_grace_time": "signed"}, [1, 1, 1], [0.0, -2.0, -2.0]),
    ({"funnel_grace_end": "outside"}, [1, 0, 0], [0.0, 0.0, 0.0]),
    ({"funnel_grace_seconds": 4}, [1, 1, 1], [0.0, 0.0, 0.0]),
]


@pytest.mark.parametrize(("assume", "counts", "times"), GRACE)
def test_the_details_of_the_grace_period(
    tmp_path: Path, assume: dict[str, Any], counts: list[int], times: list[float]
) -> None:
    happened = [event(name, time=at(DAY) + turn) for name, turn in (("C", 0), ("B", 2), ("A", 4))]
    block = told(journey(tmp_path, *happened).assuming(**assume), funnel("A", "B", "C"))
    assert (row(block), row(block, "avg_time")) == (counts, times)


@pytest.mark.parametrize(("seconds", "conversions"), [(0, 2), (2, 3)])
def test_what_one_attempt_used_no_other_one_uses(tmp_path: Path, seconds: int, conversions: int) -> None:
    happened = [event(name, time=at(DAY) + turn) for turn, name in enumerate("ABABA")]
    happened.append(event("B", "u2", at(DAY)))
    happened.append(event("A", "u2", at(DAY) + 1))
    asking = journey(tmp_path, *happened).assuming(funnel_grace_seconds=seconds)
    assert row(told(asking, funnel("A", "B", math="conversion_rate_total")))[1] == conversions


DST = [
    # Clocks of New York go forward on 2026-03-08: that day has 23 hours.
    ("2026-03-08T04:59:59", ["2026-03-07"]),
    ("2026-03-08T05:00:00", ["2026-03-08"]),
    ("2026-03-09T03:59:59", ["2026-03-08"]),
    ("2026-03-09T04:00:00", ["2026-03-09"]),
]


@pytest.mark.parametrize(("moment", "days"), DST)
def test_days_are_the_projects_also_where_clocks_change(tmp_path: Path, moment: str, days: list[str]) -> None:
    day, clock = moment.split("T")
    asking = journey(tmp_path, event("A", time=at(day, clock)), time_zone="America/New_York")
    trend = told(asking, funnel("A", "B", dates=("2026-03-07", "2026-03-09"), chart="line"))
    assert [key[:10] for key, block in trend.items() if row(block)[0]] == days
    assert list(trend)[1:] == ["2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00"]


@pytest.mark.parametrize("unit", ["hour", "week", "month", "quarter"])
def test_trends_of_every_unit(tmp_path: Path, unit: str) -> None:
    happened = [event("A", time=at(DAY)), event("B", time=at(DAY, "12:30:00"))]
    trend = told(journey(tmp_path, *happened), funnel("A", "B", chart="line", unit=unit))
    assert [row(block) for block in trend.values() if row(block)[0]] == [[1, 1]]
    assert len(trend) == (24 if unit == "hour" else 1)


def test_a_range_within_a_day(tmp_path: Path) -> None:
    happened = [event("A", "u1", at(DAY, "11:59:59")), event("A", "u2", at(DAY, "12:00:00"))]
    dates = (f"{DAY}T12:00:00", f"{DAY}T13:00:00")
    assert row(told(journey(tmp_path, *happened), funnel("A", "B", dates=dates))) == [1, 0]


def test_an_empty_range_has_its_steps_and_no_users(tmp_path: Path) -> None:
    block = told(journey(tmp_path, event("A")), funnel("A", "B", dates=("2020-01-01", "2020-01-02")))
    assert row(block) == [0, 0]
    assert row(block, "step_conv_ratio") == row(block, "overall_conv_ratio") == row(block, "avg_time") == [0.0, 0.0]


def test_users_without_a_name_are_left_out_and_told(tmp_path: Path) -> None:
    happened = [event("A", ""), event("A", None), event("B", ""), event("C", ""), event("A", "u")]
    answer = journey(tmp_path, *happened).json(funnel("A", "B"))
    assert row(answer["series"]["A through B"]) == [1, 0]
    assert answer["meta"]["left_out"] == {"A through B": {"no distinct_id": 3}}


def test_what_is_assumed_is_told_as_far_as_it_matters(tmp_path: Path) -> None:
    asking = journey(tmp_path, event("A")).assuming(funnel_grace_seconds=0, funnel_ties="strict")
    told_plain = asking.json(funnel("A", "B"))["meta"]["assumptions"]
    assert told_plain == {"funnel_grace_seconds": 0, "funnel_ties": "strict", "funnel_window_end": "inside"}
    more = {"math": "conversion_rate_total", "held": ["p"], "funnelReentryMode": "aggressive", "chart": "line"}
    assert asking.json(funnel("A", "B", **more))["meta"]["assumptions"].keys() - told_plain.keys() == {
        "funnel_aggressive",
        "funnel_hold_undefined",
        "funnel_totals_absorb",
        "funnel_trends",
    }
