"""Replies of insights: their shape, formulas, analyses, and what is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.local.asking import NOW, Asking, at, event, filtered, group, insights, metric, stored

WEEK = ("2026-01-05", "2026-01-11")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    days = [("2026-01-05", "a"), ("2026-01-05", "b"), ("2026-01-07", "a"), ("2026-01-11", "c"), ("2026-01-04", "z")]
    buys = [event("Buy", user, time=at(day), amount=amount) for amount, (day, user) in enumerate(days, 1)]
    return stored(tmp_path_factory.mktemp("asking"), [*buys, event("Look", "a", time=at("2026-01-05"))])


def values(line: dict[str, Any]) -> list[Any]:
    return list(line.values())


def test_the_shape_of_a_reply(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(time=at("2026-01-10", "04:30:00"))], time_zone="America/New_York")
    assert asking.json(insights(metric(), dates=("2026-01-09", "2026-01-10"))) == {
        "computed_at": NOW.isoformat(),
        "date_range": {"from_date": "2026-01-09T00:00:00-05:00", "to_date": "2026-01-10T23:59:59.999000-05:00"},
        "headers": ["$event"],
        "series": {"Buy": {"2026-01-09T00:00:00-05:00": 1, "2026-01-10T00:00:00-05:00": 0}},
        "meta": {
            "min_sampling_factor": 1,
            "is_segmentation_limit_hit": False,
            "assumptions": {},
            "left_out": {},
        },
    }


def test_headers_name_the_levels(asking: Asking) -> None:
    inner = {"propertyName": "Brand", "propertyType": "string"}
    groups = [group("plan"), {**group("cart", "object"), "listItemGroup": inner}]
    assert asking.json(insights(metric(), groups=groups))["headers"] == ["$metric", "plan", "cart.Brand"]


def test_no_event_is_zero_and_no_average_is_nothing(asking: Asking) -> None:
    series = asking.series(metric(), metric("Look", "average", "amount"), dates=WEEK)
    assert values(series["Buy"]) == [2, 0, 1, 0, 0, 0, 1]
    assert values(series["Look"]) == [None] * 7


def test_weeks_begin_on_monday_and_count_only_days_asked_for(asking: Asking) -> None:
    series = asking.series(metric(), dates=("2026-01-07", "2026-01-12"), unit="week")["Buy"]
    assert series == {"2026-01-05T00:00:00+00:00": 2, "2026-01-12T00:00:00+00:00": 0}


def test_totals_are_computed_over_the_whole_range(asking: Asking) -> None:
    assert asking.total(metric("Buy", "unique"), dates=WEEK) == 3
    assert asking.total(metric("Buy", "mau"), dates=WEEK) == 4


def test_users_without_id_count_as_events_only(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event(user=""), event(user=None), event(user="a")])
    assert [asking.total(metric("Buy", math)) for math in ("total", "unique", "dau", "cumulative_unique")] == [
        3,
        1,
        1,
        1,
    ]


def test_users_so_far(asking: Asking) -> None:
    assert values(asking.series(metric("Buy", "cumulative_unique"), dates=WEEK)["Buy"]) == [2, 2, 2, 2, 2, 2, 3]


def test_weekly_users_look_back_before_the_range(asking: Asking) -> None:
    assert values(asking.series(metric("Buy", "wau"), dates=WEEK)["Buy"]) == [3, 3, 3, 3, 3, 3, 3]


def test_percentiles_lie_between_neighbours(asking: Asking) -> None:
    found = [
        asking.total(metric("Buy", "custom_percentile", "amount", percentile=share), dates=WEEK)
        for share in (0, 25, 100)
    ]
    assert found == [1, 1.75, 4]


def test_formulas_are_computed_point_by_point_and_hide_nothing_by_themselves(asking: Asking) -> None:
    formula = {
        "type": "formula",
        "definition": "(A - B) / B * 2",
        "measurement": {},
        "referencedMetrics": [],
        "name": "R",
    }
    series = asking.series(metric(isHidden=True), metric("Look"), formula, dates=WEEK)
    assert list(series) == ["Look", "R"]
    assert values(series["R"]) == [2, None, None, None, None, None, None]


def test_a_formula_over_segments_takes_a_missing_one_as_nothing_counted(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event("A", p="x"), event("B", p="y"), event("B", p="x")])
    formula = {"type": "formula", "definition": "A + B * 10", "measurement": {}}
    show = (metric("A", isHidden=True), metric("B", isHidden=True), formula)
    tree = asking.series(*show, chart="bar", groups=[group("p")])["A + B * 10"]
    assert {name: value["all"] for name, value in tree.items()} == {"$overall": 21, "x": 11, "y": 10}


@pytest.mark.parametrize("definition", ["A + Z", "A +", "(A", "A B", "A ? 1", ")", ""])
def test_a_formula_that_means_nothing_is_refused(asking: Asking, definition: str) -> None:
    reply = asking.json(insights(metric(), {"type": "formula", "definition": definition}), status=400)
    assert "formula" in reply["error"]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [("2 + 3 * 4", 14), ("-2 ^ 2", -4), ("2 ^ 3 ^ 2", 512), ("8 / 4 / 2", 1), ("(1 + 1.5e1) * .5", 8), ("2 - -3", 5)],
)
def test_arithmetic(asking: Asking, definition: str, expected: float) -> None:
    formula = {"type": "formula", "definition": definition}
    assert asking.series(metric(isHidden=True), formula, chart="bar")[definition] == {"all": expected}


def test_metrics_of_one_name_are_told_apart(asking: Asking) -> None:
    show = [metric(), metric("Buy", "unique"), metric("Buy", "unique"), metric("Look")]
    assert list(asking.series(*show)) == ["Buy - total", "B. Buy - unique", "C. Buy - unique", "Look"]


def test_rolling_averages_read_what_came_before(asking: Asking) -> None:
    series = asking.series(metric(), dates=("2026-01-05", "2026-01-07"), analysis="rolling", rollingWindowSize=2)
    assert values(series["Buy"]) == [1.5, 1, 0.5]


def test_cumulative(asking: Asking) -> None:
    assert values(asking.series(metric(), dates=WEEK, analysis="cumulative")["Buy"]) == [2, 2, 3, 3, 3, 3, 4]


def test_the_last_days_are_whole_ones_and_the_one_under_way(asking: Asking) -> None:
    window = {"dateRangeType": "in the last", "unit": "day", "window": {"unit": "day", "value": 2}}
    series = asking.series(metric(), sections={"time": [window]})["Buy"]
    assert [day[:10] for day in series] == ["2026-01-30", "2026-01-31", "2026-02-01"]


def test_a_metric_of_several_events_counts_an_event_once(asking: Asking) -> None:
    arms = [
        {"type": "event", "name": name, "filters": [], "filtersDeterminer": "all"} for name in ("Buy", "Look", "Buy")
    ]
    clause = {"type": "metric", "behavior": {"type": "simple", "name": "Any", "behaviors": arms}, "measurement": {}}
    assert asking.total(clause, dates=WEEK) == 5


def test_any_event(asking: Asking) -> None:
    assert asking.total(metric("$all_events"), dates=WEEK) == 5


@pytest.mark.parametrize(
    ("said", "show", "more"),
    [
        ("math 'numeric_summary'", metric("Buy", "numeric_summary", "amount"), {}),
        ("math 'multi_attribution'", metric("Buy", "multi_attribution", "amount"), {}),
        ("segmentMethod 'last' with math 'mau'", metric("Buy", "mau", segmentMethod="last"), {"groups": [group("p")]}),
        ("timeComparison of type 'lunar'", metric(), {"timeComparison": {"type": "lunar", "value": "day"}}),
        ("dateRangeType 'relative_after'", metric(), {"sections": {"time": [{"dateRangeType": "relative_after"}]}}),
    ],
)
def test_what_cannot_be_answered_yet_is_named(asking: Asking, said: str, show: dict[str, Any], more: Any) -> None:
    error = asking.json(insights(show, **more), status=501)["error"]
    assert error.startswith("the embedded Mixpanel cannot answer insights with ")
    assert said in error


@pytest.mark.parametrize(
    ("said", "request_made"),
    [
        ("is after", insights(metric(), dates=("2026-01-02", "2026-01-01"))),
        ("no date", insights(metric(), dates=("soon", "2026-01-01"))),
        ("none of minute", insights(metric(), unit="fortnight")),
        ("between the years", insights(metric(), dates=("0001-01-01", "2026-01-01"))),
        ("intervals of a hour", insights(metric(), dates=("1970-01-01", "2900-01-01"), unit="hour")),
        ("between 1 and 1000", insights(metric(), analysis="rolling", rollingWindowSize=10**6)),
        ("at least one metric", insights()),
        ("needs a property", insights(metric("Buy", "average"))),
        ("between 0 and 100", insights(metric("Buy", "custom_percentile", "amount", percentile=101))),
        ("'rhymes with' means nothing", insights(metric(), where=[filtered("p", "number", "rhymes with", 1)])),
        ("over users", insights(metric("Buy", "histogram", "amount"))),
        ("counts users", insights(metric("Buy", "unique", perUserAggregation="total"))),
        ("has the letter B", insights({"type": "formula", "definition": "B", "referencedMetrics": [metric()]})),
        ("needs two values", insights(metric(), where=[filtered("p", "number", "is between", [1])])),
        ("needs a number", insights(metric(), where=[filtered("p", "number", "is at most", "x")])),
        ("between 1 and 50000", insights(metric(), limit=0)),
        ("ranges", insights(metric(), groups=[group("p", customBucket={"min": 0, "max": 1, "bucketSize": 0})])),
    ],
)
def test_what_means_nothing_is_a_bad_request(asking: Asking, said: str, request_made: Any) -> None:
    assert said in asking.json(request_made, status=400)["error"]


def test_a_body_that_is_no_json_is_a_bad_request(asking: Asking) -> None:
    from attrs import evolve

    assert "not JSON" in asking.json(evolve(insights(metric()), body=b"{"), status=400)["error"]
    deep = b"[" * 100_000
    assert "nested too deeply" in asking.json(evolve(insights(metric()), body=deep), status=400)["error"]
    half = asking.json(insights(metric("\ud800")), status=400)["error"]
    assert half == "the body: half of a surrogate pair, which is no text"


def test_text_cannot_leave_its_quotes(tmp_path: Path) -> None:
    evil = "x'; DROP TABLE e; --\"\\"
    asking = stored(tmp_path, [event(evil, evil, **{evil: evil})])
    found = asking.segments(metric(evil), evil, where=[filtered(evil, "string", "equals", [evil])])
    assert found == {evil: 1}


FIRST = datetime(2025, 1, 1, tzinfo=UTC)
# All of a year but for its last days.
TIMES = [round((FIRST + timedelta(minutes=minutes)).timestamp()) for minutes in range(0, 360 * 24 * 60, 90)]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Asking]:
    """A store of TIMES by its time zone."""
    events = [event(user=str(time), time=time) for time in TIMES]
    return cache(lambda zone: stored(tmp_path_factory.mktemp("year"), events, time_zone=zone))


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
@pytest.mark.parametrize("unit", ["hour", "day"])
def test_no_event_is_lost_where_clocks_change(years: Callable[[str], Asking], zone: str, unit: str) -> None:
    info = ZoneInfo(zone)
    dates = (FIRST.date().isoformat(), "2025-12-31")
    line = years(zone).series(metric(), dates=dates, unit=unit)["Buy"]
    expected: dict[str, int] = {}
    for time in TIMES:
        moment = datetime.fromtimestamp(time, info)
        key = moment.replace(minute=0) if unit == "hour" else datetime(*moment.timetuple()[:3], tzinfo=info)
        expected[key.isoformat()] = expected.get(key.isoformat(), 0) + 1
    inside = {key: count for key, count in expected.items() if key >= dates[0]}
    found = {key: count for key, count in line.items() if count}
    if unit == "hour" and zone == "Australia/Lord_Howe":
        # Its clocks change by half an hour, which splits one hour of the year in two.
        assert sum(found.values()) == sum(inside.values())
    else:
        assert found == inside


def test_a_reply_is_json_of_utf8(tmp_path: Path) -> None:
    asking = stored(tmp_path, [event("Café")])
    assert "Café" in json.loads(asking.send(insights(metric("Café"))).body.decode())["series"]


@pytest.mark.parametrize("amounts", [[1 / 3, 0.1, 0.2], [2**60, 0.5], [1e300, 1e300, 7]])
def test_sums_are_exact_whatever_the_numbers_digits(tmp_path: Path, amounts: list[float]) -> None:
    events = [event(user=f"u{number}", amount=amount) for number, amount in enumerate(amounts)]
    asking = stored(tmp_path, events)
    summed = insights(metric("Buy", "total", "amount"), chart="bar")
    assert asking.json(summed)["series"] == {"Buy": {"all": math.fsum(amounts)}}
