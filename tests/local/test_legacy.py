"""Segmentation, event and property counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import NOW, Asking, at, event, get, stored

SPAN = {"from_date": "2026-01-10", "to_date": "2026-01-12"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Buy", "a", at("2026-01-10"), plan="pro"),
            event("Buy", "a", at("2026-01-10", "13:00:00"), plan="pro"),
            event("Buy", "b", at("2026-01-12"), plan=5),
            event("Look", "b", at("2026-01-12")),
        ],
    )


def test_segmentation_without_on_is_by_event(asking: Asking) -> None:
    assert asking.json(get("/api/query/segmentation", event="Buy", **SPAN)) == {
        "data": {
            "series": ["2026-01-10", "2026-01-11", "2026-01-12"],
            "values": {"Buy": {"2026-01-10": 2, "2026-01-11": 0, "2026-01-12": 1}},
        },
        "legend_size": 1,
    }


@pytest.mark.parametrize("on", ['properties["plan"]', "plan", 'string(properties["plan"])'])
def test_segmentation_by_a_property_however_it_is_written(asking: Asking, on: str) -> None:
    reply = asking.json(get("/api/query/segmentation", event="Buy", on=on, unit="month", **SPAN))
    assert reply["data"]["values"] == {"pro": {"2026-01-01": 2}, "5": {"2026-01-01": 1}}


@pytest.mark.parametrize(("kind", "expected"), [("general", [2, 0, 1]), ("unique", [1, 0, 1]), ("average", [2, 0, 1])])
def test_ways_to_count(asking: Asking, kind: str, expected: list[int]) -> None:
    reply = asking.json(get("/api/query/segmentation", event="Buy", type=kind, **SPAN))
    assert list(reply["data"]["values"]["Buy"].values()) == expected


def test_hours(asking: Asking) -> None:
    values = asking.json(get("/api/query/segmentation", event="Buy", unit="hour", **SPAN))["data"]["values"]["Buy"]
    assert {hour: count for hour, count in values.items() if count} == {
        "2026-01-10 12:00:00": 1,
        "2026-01-10 13:00:00": 1,
        "2026-01-12 12:00:00": 1,
    }


def test_two_hours_of_one_name_are_one(tmp_path: Path) -> None:
    times = [at("2025-11-02", clock) for clock in ("05:30:00", "06:30:00")]
    asking = stored(tmp_path, [event(user=str(time), time=time) for time in times], time_zone="America/New_York")
    arguments = {"event": "Buy", "unit": "hour", "from_date": "2025-11-02", "to_date": "2025-11-02"}
    values = asking.json(get("/api/query/segmentation", **arguments))["data"]["values"]["Buy"]
    assert values["2025-11-02 01:00:00"] == 2


def test_the_limit_keeps_the_largest_segments(asking: Asking) -> None:
    reply = asking.json(get("/api/query/segmentation", event="Buy", on="plan", limit=1, **SPAN))
    assert (list(reply["data"]["values"]), reply["legend_size"]) == (["pro"], 1)


def test_several_events(asking: Asking) -> None:
    reply = asking.json(get("/api/query/events", event=json.dumps(["Look", "Buy", "None"]), unit="week", **SPAN))
    assert reply["data"]["values"] == {
        "Look": {"2026-01-05": 0, "2026-01-12": 1},
        "Buy": {"2026-01-05": 2, "2026-01-12": 1},
        "None": {"2026-01-05": 0, "2026-01-12": 0},
    }


def test_counts_by_property(asking: Asking) -> None:
    reply = asking.json(get("/api/query/events/properties", event="Buy", name="plan", unit="month", **SPAN))
    assert reply["data"]["values"] == {"pro": {"2026-01-01": 2}, "5": {"2026-01-01": 1}}


def test_counts_of_chosen_values(asking: Asking) -> None:
    chosen: dict[str, Any] = {"values": json.dumps(["none", "5"]), "unit": "month"}
    reply = asking.json(get("/api/query/events/properties", event="Buy", name="plan", **chosen, **SPAN))
    assert reply["data"]["values"] == {"none": {"2026-01-01": 0}, "5": {"2026-01-01": 1}}


@pytest.mark.parametrize(
    ("path", "arguments", "said"),
    [
        ("segmentation", {**SPAN}, "missing required parameter: event"),
        ("segmentation", {"event": "Buy"}, "missing required parameter: from_date"),
        ("segmentation", {"event": "Buy", **SPAN, "unit": "decade"}, "unit: 'decade' is none of"),
        ("segmentation", {"event": "Buy", **SPAN, "type": "most"}, "type: 'most' is none of"),
        ("segmentation", {"event": "Buy", **SPAN, "limit": "many"}, "limit: needs a whole number"),
        ("segmentation", {"event": "Buy", **SPAN, "limit": 0}, "limit: 0 is not between"),
        ("segmentation", {"event": "Buy", **SPAN, "on": "properties["}, "on: "),
        ("segmentation", {"event": "Buy", "from_date": "2026-01-02", "to_date": "2026-01-01"}, "is after"),
        ("events", {"event": "[", **SPAN}, "event: not JSON"),
        ("events", {"event": "Buy", "interval": 3, **SPAN}, "leave out from_date and to_date"),
        ("events", {"event": "Buy", "interval": 0}, "interval: 0 is not between"),
        ("segmentation", {"event": "Buy", **SPAN, "format": "xml"}, "format: 'xml' is none of json, csv"),
    ],
)
def test_bad_parameters(asking: Asking, path: str, arguments: dict[str, Any], said: str) -> None:
    assert said in asking.json(get(f"/api/query/{path}", **arguments), status=400)["error"]


def test_a_table(tmp_path: Path) -> None:
    events = [event("Buy", "a", plan="pro, free"), event("Buy", "a", at("2026-01-12"), plan=5)]
    asking = stored(tmp_path, events)
    reply = asking.send(get("/api/query/segmentation", event="Buy", on="plan", **SPAN, format="csv"))
    assert reply.headers["content-type"] == "text/csv"
    rows = ['date,5,"pro, free"', "2026-01-10,0,1", "2026-01-11,0,0", "2026-01-12,1,0"]
    assert reply.body.decode().splitlines() == rows
    counted = asking.send(get("/api/query/events", event='["Buy"]', **SPAN, format="csv")).body.decode()
    assert counted.splitlines()[:2] == ["date,Buy", "2026-01-10,1"]


@pytest.mark.parametrize("form", ["numeric", "sum", "average"])
def test_forms_it_does_not_have(asking: Asking, form: str) -> None:
    asked = get(f"/api/query/segmentation/{form}", event="Buy", on="plan", **SPAN, format="csv")
    assert f"cannot answer {form} with format=csv" in asking.json(asked, status=501)["error"]


def recent(path: str, asking: Asking, **arguments: Any) -> dict[str, int]:
    """Counts without zeros."""
    values = asking.json(get(f"/api/query/{path}", **arguments))["data"]["values"]
    return next(iter(values.values()))


@pytest.mark.parametrize(
    ("unit", "interval", "expected"),
    [
        # 1 is the unit under way, 2 that and the one before (reference, Aggregate Event Counts).
        ("day", 1, {"2026-02-01": 3}),
        ("day", 2, {"2026-01-31": 1, "2026-02-01": 3}),
        ("hour", 2, {"2026-02-01 11:00:00": 1, "2026-02-01 12:00:00": 1}),
        ("minute", 1, {"2026-02-01 12:00:00": 1}),
        ("week", 1, {"2026-01-26": 4}),
        ("month", 2, {"2026-01-01": 1, "2026-02-01": 3}),
    ],
)
def test_the_latest_units(tmp_path: Path, unit: str, interval: int, expected: dict[str, int]) -> None:
    hours_ago = (0, 1, 11.5, 30, 24 * 60)
    events = [event("Buy", "a", NOW.timestamp() - hours * 3600, plan="x") for hours in hours_ago]
    asking = stored(tmp_path, events)
    arguments: dict[str, Any] = {"unit": unit, "interval": interval, "type": "general"}
    assert recent("events", asking, event='["Buy"]', **arguments) == expected
    assert recent("events/properties", asking, event="Buy", name="plan", **arguments) == expected


def test_the_latest_days_counted_together(tmp_path: Path) -> None:
    events = [event("Buy", "a", NOW.timestamp() - days * 86_400) for days in (0, 6, 7)]
    arguments: dict[str, Any] = {"event": "Buy", "type": "unique", "interval": 7}
    assert recent("segmentation", stored(tmp_path, events), **arguments) == {"2026-01-26": 1}


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (2, {"2026-01-10": 1, "2026-01-12": 1}),
        (7, {"2026-01-10": 2}),
        (1, {"2026-01-10": 1, "2026-01-11": 0, "2026-01-12": 1}),
    ],
)
def test_several_days_are_counted_together(asking: Asking, interval: int, expected: dict[str, int]) -> None:
    reply = asking.json(get("/api/query/segmentation", event="Buy", type="unique", interval=interval, **SPAN))
    assert reply["data"] == {"series": list(expected), "values": {"Buy": expected}}


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    prices: list[Any] = [2000, 2150, 2199.5, 2950, "2000", None]
    events = [event("Buy", f"u{number % 2}", at("2026-01-10"), price=price) for number, price in enumerate(prices)]
    return stored(
        tmp_path_factory.mktemp("priced"),
        [*events, event("Buy", "u0", at("2026-01-12", "15:00:00"), price=2050, plan="pro")],
    )


def test_numbers_by_range(priced: Asking) -> None:
    reply = priced.json(get("/api/query/segmentation/numeric", event="Buy", on='properties["price"]', **SPAN))
    assert reply["data"]["values"] == {
        "2,000 - 2,100": {"2026-01-10": 1, "2026-01-11": 0, "2026-01-12": 1},
        "2,100 - 2,200": {"2026-01-10": 2, "2026-01-11": 0, "2026-01-12": 0},
        "2,900 - 3,000": {"2026-01-10": 1, "2026-01-11": 0, "2026-01-12": 0},
    }
    assert reply["legend_size"] == 3


def test_users_by_range_by_the_hour(priced: Asking) -> None:
    arguments = {
        "event": "Buy",
        "on": "price",
        "type": "unique",
        "unit": "hour",
        "from_date": "2026-01-12",
        "to_date": "2026-01-12",
    }
    values = priced.json(get("/api/query/segmentation/numeric", **arguments))["data"]["values"]
    assert {name: {hour: count for hour, count in line.items() if count} for name, line in values.items()} == {
        "2,050 - 2,051": {"2026-01-12 15:00:00": 1}
    }


def test_what_is_no_number_is_zero_in_sums_and_averages(priced: Asking) -> None:
    """reference/query: if the expression is not numeric, a value of 0.0 is assumed."""
    asked = {"event": "Buy", "on": 'properties["price"]', **SPAN}
    summed = priced.json(get("/api/query/segmentation/sum", **asked))
    assert summed["results"] == {"2026-01-10": 9299.5, "2026-01-11": 0, "2026-01-12": 2050}
    assert (summed["status"], summed["computed_at"]) == ("ok", NOW.isoformat())
    averaged = priced.json(get("/api/query/segmentation/average", **asked))
    assert averaged["results"] == {"2026-01-10": 9299.5 / 6, "2026-01-11": 0, "2026-01-12": 2050}


def test_numbers_of_expressions_and_where(priced: Asking) -> None:
    asked = {"event": "Buy", "on": 'number(properties["price"]) * 2', "where": 'properties["price"] != 2950', **SPAN}
    assert list(priced.json(get("/api/query/segmentation/sum", **asked))["results"].values()) == [16699, 0, 4100]


@pytest.mark.parametrize("form", ["numeric", "sum", "average"])
def test_nothing_in_the_span(priced: Asking, form: str) -> None:
    asked = {"event": "Buy", "on": "price", "from_date": "2025-01-01", "to_date": "2025-01-01"}
    reply = priced.json(get(f"/api/query/segmentation/{form}", **asked))
    assert reply.get("results", {"2025-01-01": 0}) == {"2025-01-01": 0}
    assert reply.get("data", {"values": {}})["values"] == {}


@pytest.mark.parametrize(
    ("form", "arguments", "said"),
    [
        ("numeric", {}, "missing required parameter: on"),
        ("sum", {"on": "price", "unit": "week"}, "unit: 'week' is none of day, hour"),
        ("average", {"on": "price", "where": "1 +"}, "where: "),
    ],
)
def test_bad_parameters_of_numbers(priced: Asking, form: str, arguments: dict[str, Any], said: str) -> None:
    asked = get(f"/api/query/segmentation/{form}", event="Buy", **SPAN, **arguments)
    assert said in priced.json(asked, status=400)["error"]
