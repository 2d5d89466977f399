"""Segmentation, event and property counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.local.asking import Asking, at, event, get, stored

SPAN = {"from_date": "2026-01-10", "to_date": "2026-01-12"}


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(
        tmp_path,
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
        ("events", {"event": "[", **SPAN}, "event: not a JSON list"),
    ],
)
def test_bad_parameters(asking: Asking, path: str, arguments: dict[str, Any], said: str) -> None:
    assert said in asking.json(get(f"/api/query/{path}", **arguments), status=400)["error"]


@pytest.mark.parametrize("arguments", [{"format": "csv"}, {"interval": 7}])
def test_forms_it_does_not_have_yet(asking: Asking, arguments: dict[str, Any]) -> None:
    reply = asking.json(get("/api/query/segmentation", event="Buy", **SPAN, **arguments), status=501)
    assert "cannot answer segmentation with" in reply["error"]
