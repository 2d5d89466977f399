"""GET /retention and /retention/addiction (reference, Query Retention Report and Query Frequency Report)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mixpanel_async.errors import QueryError
from tests.local.asking import event, get, stored
from tests.local.retention.stores import events_at, seconds
from tests.local.through import workspace

DAYS = {"from_date": "2026-01-01", "to_date": "2026-01-03"}


def test_rows_have_their_size_and_the_0th_bucket_beside_those_asked_for(tmp_path: Path) -> None:
    """The "0th" interval has events less than one interval later; interval_count more are returned."""
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-01T13:00"), ("u", "B", "2026-01-03T11:00"))
    asking = stored(tmp_path, events)
    found = asking.json(get("/api/query/retention", born_event="A", event="B", interval_count=2, **DAYS))
    nobody = {"counts": [0, 0, 0], "first": 0}
    assert found == {"2026-01-01": {"counts": [1, 1, 0], "first": 1}, "2026-01-02": nobody, "2026-01-03": nobody}


def test_one_interval_is_the_default(tmp_path: Path) -> None:
    asking = stored(tmp_path, events_at(("u", "A", "2026-01-01T12:00")))
    found = asking.json(get("/api/query/retention", born_event="A", **DAYS))
    assert found["2026-01-01"] == {"counts": [0, 0], "first": 1}
    alone = asking.json(get("/api/query/retention", born_event="A", interval_count=0, **DAYS))
    assert alone["2026-01-01"] == {"counts": [0], "first": 1}


def test_birth_is_first_time_retention_and_compounded_recurring(tmp_path: Path) -> None:
    """compounded: first is the number of users who did the event on that date, and they return to the same event."""
    events = events_at(*(("u", "B", f"2026-01-0{day}T12:00") for day in (1, 2, 3)))
    ws = workspace(stored(tmp_path, events).root)
    birth = ws.retention(born_event="B", return_event="B", interval_count=1, **DAYS)
    assert [(one.size, *one.retention) for one in birth.cohorts] == [(1, 0.0, 1.0), (0, 0.0, 0.0), (0, 0.0, 0.0)]
    compounded = ws.retention(born_event="A", return_event="B", retention_type="compounded", interval_count=1, **DAYS)
    assert [(one.size, *one.retention) for one in compounded.cohorts] == [(1, 0.0, 1.0), (1, 0.0, 1.0), (1, 0.0, 0.0)]


def test_birth_in_every_interval_where_that_is_assumed(tmp_path: Path) -> None:
    events = events_at(*(("u", "B", f"2026-01-0{day}T12:00") for day in (1, 2, 3)))
    ws = workspace(stored(tmp_path, events).root, retention_birth="every interval")
    assert [one.size for one in ws.retention(born_event="B", **DAYS).cohorts] == [1, 1, 1]


def test_unbounded_retention_accumulates_from_right_to_left(tmp_path: Path) -> None:
    events = events_at(("u", "A", "2026-01-01T12:00"), ("u", "B", "2026-01-03T13:00"))
    ws = workspace(stored(tmp_path, events).root)
    found = ws.retention(born_event="A", return_event="B", interval_count=3, unbounded_retention=True, **DAYS)
    assert found.cohorts[0].retention == [1.0, 1.0, 1.0, 0.0]


def test_any_event_is_a_return_where_none_is_named_and_expressions_narrow_both(tmp_path: Path) -> None:
    events = [
        event("A", "u", seconds("2026-01-01T12:00"), plan="pro"),
        event("A", "v", seconds("2026-01-01T12:00"), plan="free"),
        event("X", "u", seconds("2026-01-02T13:00"), os="mac"),
        event("X", "v", seconds("2026-01-02T13:00"), os="win"),
    ]
    ws = workspace(stored(tmp_path, events).root)
    everyone = ws.retention(born_event="A", interval_count=1, **DAYS)
    assert (everyone.cohorts[0].size, everyone.cohorts[0].retention) == (2, [0.0, 1.0])
    born = ws.retention(born_event="A", born_where='properties["plan"] == "pro"', interval_count=1, **DAYS)
    assert born.cohorts[0].size == 1
    back = ws.retention(born_event="A", return_where='properties["os"] == "mac"', interval_count=1, **DAYS)
    assert back.cohorts[0].retention == [0.0, 0.5]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [("interval", {"2026-01-01": 2, "2026-01-08": 1}), ("unit", {"2026-01-01": 1, "2026-01-07": 1, "2026-01-08": 1})],
)
def test_an_interval_of_seven_days(tmp_path: Path, rows: str, expected: dict[str, int]) -> None:
    events = events_at(*((user, "A", f"2026-01-{day}T12:00") for user, day in (("u", "01"), ("v", "07"), ("w", "08"))))
    ws = workspace(stored(tmp_path, events).root, retention_interval_rows=rows)
    found = ws.retention(born_event="A", interval=7, from_date="2026-01-01", to_date="2026-01-10")
    assert {one.date: one.size for one in found.cohorts if one.size} == expected


def test_weeks_are_those_of_the_calendar(tmp_path: Path) -> None:
    ws = workspace(stored(tmp_path, events_at(("u", "A", "2026-01-07T12:00"))).root)
    found = ws.retention(born_event="A", unit="week", from_date="2026-01-07", to_date="2026-01-13")
    assert [(one.date, one.size) for one in found.cohorts] == [("2026-01-05", 1), ("2026-01-12", 0)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"born_event": ""}, "born_event"),
        ({"interval": 91}, "interval: 91"),
        ({"interval_count": -1}, "interval_count"),
        ({"unit": "hour"}, "unit"),
        ({"retention_type": "addiction"}, "retention_type"),
        ({"born_where": "properties["}, "born_where"),
        ({"from_date": "2026-01-04"}, "after"),
        ({"interval": 90, "interval_count": 1000}, "100 years"),
    ],
)
def test_what_means_nothing_is_refused_by_name(tmp_path: Path, arguments: dict[str, object], said: str) -> None:
    asking = stored(tmp_path, events_at(("u", "A", "2026-01-01T12:00")))
    request = get("/api/query/retention", **{"born_event": "A", **DAYS, **arguments})
    assert said in asking.json(request, 400)["error"]


@pytest.fixture(scope="module")
def platforms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """u and v join on a Mac; u comes back with one and v with Windows."""
    events = [
        event("A", "u", seconds("2026-01-01T12:00"), os="mac"),
        event("A", "v", seconds("2026-01-01T12:00"), os="mac"),
        event("B", "u", seconds("2026-01-02T13:00"), os="mac", size=3),
        event("B", "v", seconds("2026-01-02T13:00"), os="win", size=5),
    ]
    return stored(tmp_path_factory.mktemp("platforms"), events).root


SPLIT: dict[str, Any] = {"born_event": "A", "return_event": "B", "interval_count": 1, **DAYS}


@pytest.mark.parametrize("on", ["os", 'properties["os"]'])
def test_segments_are_those_of_the_second_event(platforms: Path, on: str) -> None:
    """on: "The property expression to segment the second event on." """
    found = workspace(platforms).retention(on=on, **SPLIT)
    assert (found.cohorts[0].size, found.cohorts[0].retention) == (2, [0.0, 1.0])
    rates = {name: (cohorts[0].size, cohorts[0].retention) for name, cohorts in found.segments.items()}
    assert rates == {"mac": (2, [0.0, 0.5]), "win": (2, [0.0, 0.5])}


def test_segments_may_be_those_of_the_first_event(platforms: Path) -> None:
    found = workspace(platforms, retention_segment_event="first").retention(on="os", **SPLIT)
    assert {name: cohorts[0].retention for name, cohorts in found.segments.items()} == {"mac": [0.0, 1.0]}


def test_segments_of_an_expression_and_no_more_of_them_than_asked_for(platforms: Path) -> None:
    found = workspace(platforms).retention(on='properties["size"] > 4', limit=1, **SPLIT)
    assert {name: cohorts[0].retention for name, cohorts in found.segments.items()} == {"false": [0.0, 0.5]}


def test_segments_of_frequency_are_refused_since_no_document_shows_them(tmp_path: Path) -> None:
    asking = stored(tmp_path, events_at(("u", "A", "2026-01-01T12:00")))
    request = get("/api/query/retention/addiction", on='properties["x"]', **DAYS)
    assert "segments (on)" in asking.json(request, 501)["error"]


def test_frequency_counts_users_by_at_least_so_many_hours_of_a_day(tmp_path: Path) -> None:
    """Cumulative frequency: users who did the event in at least X unique intervals."""
    events = events_at(
        *(("u", "A", f"2026-01-01T{hour}") for hour in ("01:10", "01:50", "02:00", "23:59")),
        ("v", "A", "2026-01-01T05:00"),
        ("v", "A", "2026-01-02T05:00"),
        (None, "A", "2026-01-01T05:00"),
    )
    found = workspace(stored(tmp_path, events).root).frequency(event="A", **DAYS)
    assert found.data["2026-01-01"] == [2, 1, 1, *[0] * 21]
    assert found.data["2026-01-02"] == [1, *[0] * 23]
    assert found.data["2026-01-03"] == [0] * 24


@pytest.mark.parametrize(
    ("unit", "active", "lengths"),
    [("week", "day", [7, 7]), ("month", "day", [31, 28]), ("day", "day", [1] * 5), ("week", "hour", [168, 168])],
)
def test_there_is_a_number_for_every_hour_or_day_of_the_interval(
    tmp_path: Path, unit: str, active: str, lengths: list[int]
) -> None:
    ws = workspace(stored(tmp_path, events_at(("u", "A", "2026-01-30T12:00"), ("u", "B", "2026-02-01T12:00"))).root)
    options = {"unit": unit, "addiction_unit": active, "from_date": "2026-01-30", "to_date": "2026-02-03"}
    found = ws.frequency(**options)  # type: ignore[arg-type]
    assert [len(users) for users in found.data.values()] == lengths
    assert next(iter(found.data.values()))[0] == 1


def test_the_hours_of_a_day_are_the_zones(tmp_path: Path) -> None:
    """2025-11-02 has 25 hours in New York, and both hours called one o'clock count."""
    events = events_at(("u", "A", "2025-11-02T05:30"), ("u", "A", "2025-11-02T06:30"))
    root = stored(tmp_path, events, time_zone="America/New_York").root
    found = workspace(root).frequency(from_date="2025-11-02", to_date="2025-11-02")
    assert found.data == {"2025-11-02": [1, 1, *[0] * 23]}


def test_frequency_of_what_an_expression_holds_for(tmp_path: Path) -> None:
    events = [event("A", "u", seconds("2026-01-01T12:00"), x=1), event("A", "v", seconds("2026-01-01T12:00"), x=2)]
    ws = workspace(stored(tmp_path, events).root)
    found = ws.frequency(where='properties["x"] == 2', addiction_unit="day", **DAYS)
    assert found.data["2026-01-01"] == [1]


def test_refusals_reach_the_caller(tmp_path: Path) -> None:
    ws = workspace(stored(tmp_path, events_at(("u", "A", "2026-01-01T12:00"))).root)
    with pytest.raises(QueryError, match="interval: 100"):
        ws.retention(born_event="A", interval=100, **DAYS)
