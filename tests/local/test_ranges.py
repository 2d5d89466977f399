"""When a question is about: every kind of range, and comparison with another (docs/reports, Date Range)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.local.asking import NOW, Asking, at, event, insights, metric, stored


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Events at noon: as many on a day as its number in the month says, from 2024-12-01 to 2026-02-01."""
    moments = range(at("2024-12-01"), round(NOW.timestamp()) + 1, 86_400)
    events = [event(time=moment, user=f"u{number}") for moment in moments for number in range(day_of(moment))]
    return stored(tmp_path_factory.mktemp("ranges"), events)


def day_of(moment: int) -> int:
    return datetime.fromtimestamp(moment, UTC).day


def keys(asking: Asking, time: dict[str, Any]) -> list[str]:
    line = asking.series(metric(), sections={"time": [time]})["Buy"]
    return [key[:10] for key in line]


@pytest.mark.parametrize(
    ("time", "first", "last"),
    [
        ({"dateRangeType": "on", "value": "2026-01-05"}, "2026-01-05", "2026-01-05"),
        ({"dateRangeType": "on", "value": ["2026-01-05"]}, "2026-01-05", "2026-01-05"),
        ({"dateRangeType": "since", "value": "2026-01-30"}, "2026-01-30", "2026-02-01"),
        ({"dateRangeType": "in the last", "window": {"unit": "day", "value": 2}}, "2026-01-30", "2026-02-01"),
        ({"dateRangeType": "in the last", "window": {"unit": "week", "value": 1}}, "2026-01-25", "2026-02-01"),
        ({"dateRangeType": "in the last", "window": {"unit": "month", "value": 1}}, "2026-01-01", "2026-02-01"),
        ({"dateRangeType": "in the last", "window": {"unit": "quarter", "value": 1}}, "2025-11-01", "2026-02-01"),
        ({"dateRangeType": "in the last", "window": {"unit": "year", "value": 1}}, "2025-02-01", "2026-02-01"),
    ],
)
def test_ranges_of_days(asking: Asking, time: dict[str, Any], first: str, last: str) -> None:
    found = keys(asking, {"unit": "day", **time})
    assert (found[0], found[-1]) == (first, last)


def test_the_last_hours_are_whole_ones_and_the_one_under_way(asking: Asking) -> None:
    time = {"dateRangeType": "in the last", "unit": "hour", "window": {"unit": "hour", "value": 2}}
    line = asking.series(metric(), sections={"time": [time]})["Buy"]
    assert [key[11:16] for key in line] == ["10:00", "11:00", "12:00"]
    assert list(line.values()) == [0, 0, 1]


def test_a_range_may_begin_and_end_within_a_day(asking: Asking) -> None:
    time = {"dateRangeType": "between", "unit": "day", "value": ["2026-01-10T12:00:01", "2026-01-11T12:00:00"]}
    assert list(asking.series(metric(), sections={"time": [time]})["Buy"].values()) == [0, 11]


@pytest.mark.parametrize(
    ("comparison", "first"),
    [
        ({"type": "relative", "value": "day"}, "2026-01-13"),
        ({"type": "relative", "value": "week"}, "2026-01-07"),
        ({"type": "relative", "value": "month"}, "2025-12-14"),
        ({"type": "relative", "value": "quarter"}, "2025-10-14"),
        ({"type": "absolute-start", "value": "2025-03-03"}, "2025-03-03"),
        ({"type": "absolute-end", "value": "2025-03-03"}, "2025-03-01"),
    ],
)
def test_a_comparison_is_point_beside_point(asking: Asking, comparison: dict[str, str], first: str) -> None:
    span = ("2026-01-14", "2026-01-16")
    reply = asking.json(insights(metric(), dates=span, timeComparison=comparison))
    own, other = reply["series"].values()
    assert list(own) == list(other)
    day = int(first[8:])
    assert list(other.values()) == [day, day + 1, day + 2]
    assert reply["meta"]["compared_date_range"]["from_date"][:10] == first


def test_comparisons_are_named_after_the_time_they_are_of(asking: Asking) -> None:
    asked = [metric(name="A"), {"type": "formula", "definition": "A * 2", "name": "twice"}]
    more = {"dates": ("2026-01-14", "2026-01-14"), "chart": "bar"}
    found = asking.series(*asked, timeComparison={"type": "relative", "value": "week"}, **more)
    assert found == {
        "A": {"all": 14},
        "twice": {"all": 28},
        "A (previous week)": {"all": 7},
        "twice (previous week)": {"all": 14},
    }
    absolute = asking.series(metric(), timeComparison={"type": "absolute-end", "value": "2025-03-03"}, **more)
    assert absolute == {"Buy": {"all": 14}, "Buy (until 2025-03-03)": {"all": 3}}


def test_a_month_has_nothing_beside_days_the_month_before_did_not_have(asking: Asking) -> None:
    found = asking.series(
        metric(), dates=("2025-03-27", "2025-03-31"), timeComparison={"type": "relative", "value": "month"}
    )
    assert list(found["Buy (previous month)"].values()) == [27, 28, None, None, None]


def test_a_weekend_of_a_year_ago_is_the_monday_behind_it(asking: Asking) -> None:
    """2025-01-11 and 12 were a weekend: their points are moved to Monday, January 13."""
    asked = insights(metric(), dates=("2026-01-10", "2026-01-13"), timeComparison={"type": "relative", "value": "year"})
    reply = asking.json(asked)
    assert list(reply["series"]["Buy (previous year)"].values()) == [10, 13, 13, 13]
    assert reply["meta"]["assumptions"] == {"year_comparison": "workday"}
    assert reply["meta"]["compared_date_range"]["to_date"][:10] == "2025-01-13"
    same = asking.assuming(year_comparison="date").json(asked)
    assert list(same["series"]["Buy (previous year)"].values()) == [10, 11, 12, 13]


def test_a_weekend_at_the_end_is_known_too(asking: Asking) -> None:
    found = asking.series(
        metric(), dates=("2026-01-11", "2026-01-11"), timeComparison={"type": "relative", "value": "year"}
    )
    assert list(found["Buy (previous year)"].values()) == [13]


def test_parts_of_days_are_compared_by_the_clock(asking: Asking) -> None:
    def counted(first: str, last: str, **more: Any) -> list[float]:
        time = {"dateRangeType": "between", "unit": "hour", "value": [first, last]}
        found = asking.series(metric(), sections={"time": [time]}, **more)
        return [sum(value or 0 for value in line.values()) for line in found.values()]

    week = {"timeComparison": {"type": "relative", "value": "week"}}
    # Noon of the 20th beside that of the 13th; from the evening of the 19th to before noon there is nothing.
    assert counted("2026-01-19T18:00:00", "2026-01-20T13:00:00", **week) == [20, 13]
    assert counted("2026-01-19T18:00:00", "2026-01-20T11:00:00", **week) == [0, 0]
    assert counted("2026-01-19T18:00:00", "2026-01-20", **week) == [20, 13]
    assert counted("2026-01-19", "2026-01-20T11:00:00", **week) == [19, 12]


def test_parts_of_days_have_no_days_of_a_year_ago(asking: Asking) -> None:
    time = {"dateRangeType": "between", "unit": "day", "value": ["2026-01-19T18:00:00", "2026-01-20"]}
    year = {"timeComparison": {"type": "relative", "value": "year"}}
    said = asking.json(insights(metric(), sections={"time": [time]}, **year), status=501)["error"]
    assert "days of a year ago" in said


def test_months_of_a_year_ago(asking: Asking) -> None:
    found = asking.series(
        metric(),
        dates=("2025-12-01", "2026-01-31"),
        unit="month",
        timeComparison={"type": "relative", "value": "year"},
    )
    assert list(found["Buy (previous year)"].values()) == [496, 496]


def test_comparisons_of_rolling_averages_read_their_own_history(asking: Asking) -> None:
    found = asking.series(
        metric(),
        dates=("2026-01-14", "2026-01-14"),
        analysis="rolling",
        rollingWindowSize=3,
        timeComparison={"type": "relative", "value": "week"},
    )
    assert [list(line.values()) for line in found.values()] == [[13], [6]]


def test_weeks_begin_on_the_day_assumed(asking: Asking) -> None:
    asked = insights(metric(), dates=("2026-01-10", "2026-01-12"), unit="week")
    monday = asking.json(asked)
    assert {key[:10]: value for key, value in monday["series"]["Buy"].items()} == {"2026-01-05": 21, "2026-01-12": 12}
    assert monday["meta"]["assumptions"] == {"week_start": "monday"}
    sunday = asking.assuming(week_start="sunday").json(asked)
    assert {key[:10]: value for key, value in sunday["series"]["Buy"].items()} == {"2026-01-04": 10, "2026-01-11": 23}


class TestRolling:
    """Averages over a window that ends with each point (docs/reports/insights, Rolling average)."""

    def test_history_is_read_from_before_the_range(self, asking: Asking) -> None:
        line = asking.series(metric(), dates=("2026-01-14", "2026-01-15"), analysis="rolling", rollingWindowSize=3)
        assert list(line["Buy"].values()) == [13, 14]

    def test_history_may_be_cut(self, asking: Asking) -> None:
        cut = asking.assuming(rolling_history="cut")
        asked = insights(metric(), dates=("2026-01-14", "2026-01-17"), analysis="rolling", rollingWindowSize=3)
        reply = cut.json(asked)
        assert {key[:10]: value for key, value in reply["series"]["Buy"].items()} == {
            "2026-01-16": 15,
            "2026-01-17": 16,
        }
        assert reply["meta"]["assumptions"] == {"rolling_history": "cut"}

    def test_what_came_before_all_events_is_not_counted_or_is_zero(self, asking: Asking) -> None:
        asked = insights(metric(), dates=("2024-12-01", "2024-12-02"), analysis="rolling", rollingWindowSize=3)
        reply = asking.json(asked)
        assert list(reply["series"]["Buy"].values()) == [1, 1.5]
        assert reply["meta"]["assumptions"] == {"rolling_history": "read", "rolling_missing": "skipped"}
        zeros = asking.assuming(rolling_missing="zero").json(asked)
        assert list(zeros["series"]["Buy"].values()) == [pytest.approx(1 / 3), 1]

    def test_a_window_of_seven_unless_said(self, asking: Asking) -> None:
        line = asking.series(metric(), dates=("2026-01-14", "2026-01-14"), analysis="rolling")
        assert list(line["Buy"].values()) == [11]


def test_cumulative_points_add_up(asking: Asking) -> None:
    line = asking.series(metric("Buy", "unique"), dates=("2026-01-01", "2026-01-03"), analysis="cumulative")["Buy"]
    assert list(line.values()) == [1, 3, 6]
