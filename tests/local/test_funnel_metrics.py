"""Funnels among the metrics of an insights report."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.asking import DAY, Asking, at, event, group, insights, metric, stored

NEXT = "2026-01-11"
BOTH = (DAY, NEXT)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Look", "a", at(DAY, "10:00:00"), plan="pro"),
            event("Buy", "a", at(DAY, "11:00:00"), plan="pro", amount=5),
            event("Look", "b", at(DAY, "10:00:00"), plan="free"),
            event("Look", "a", at(NEXT, "10:00:00"), plan="pro"),
            event("Buy", "a", at(NEXT, "10:30:00"), plan="pro", amount=7),
            event("Look", None, at(NEXT)),
        ],
    )


def funnel(math: str = "conversion_rate_unique", **more: Any) -> dict[str, Any]:
    behavior = {
        "type": "funnel",
        "behaviors": [{"type": "event", "name": name, "filters": []} for name in ("Look", "Buy")],
        "conversionWindowDuration": 2,
        "conversionWindowUnit": "hour",
    }
    return {
        "type": "metric",
        "behavior": behavior,
        "measurement": {"math": math, **more.pop("measurement", {})},
        **more,
    }


def test_a_rate_over_time_and_as_a_whole(asking: Asking) -> None:
    assert list(asking.series(funnel(), dates=BOTH)["Look through Buy"].values()) == [0.5, 1]
    assert asking.series(funnel(name="Conversion"), dates=BOTH, chart="bar") == {"Conversion": {"all": 0.5}}


@pytest.mark.parametrize(
    ("math", "measurement", "expected"),
    [
        ("unique", {}, 1),
        ("total", {}, 2),
        ("conversion_rate_total", {}, 2 / 3),
        ("unique", {"stepIndex": 0}, 2),
        ("average", {}, 2700),
        ("total", {"property": {"name": "amount", "resourceType": "events"}}, 12),
    ],
)
def test_what_is_measured(asking: Asking, math: str, measurement: dict[str, Any], expected: float) -> None:
    assert asking.total(funnel(math, measurement=measurement), dates=BOTH) == expected


def test_by_segment_and_in_a_formula(asking: Asking) -> None:
    shown = [funnel(isHidden=True), metric("Look", "unique", isHidden=True), {"type": "formula", "definition": "A * B"}]
    found = asking.series(*shown, dates=BOTH, chart="bar", groups=[group("plan")])["A * B"]
    assert {name: point["all"] for name, point in found.items()} == {"$overall": 1, "pro": 1, "free": 0, "undefined": 0}


def test_what_it_rests_on_is_told(asking: Asking) -> None:
    meta = asking.json(insights(funnel(), metric("Buy", "unique"), dates=BOTH))["meta"]
    assert {"funnel_trends", "funnel_grace_seconds", "funnel_window_end"} <= meta["assumptions"].keys()
    assert meta["left_out"] == {"Look through Buy": {"no distinct_id": 1}}


def test_beside_another_time(asking: Asking) -> None:
    found = asking.series(
        funnel(), dates=(NEXT, NEXT), chart="bar", timeComparison={"type": "relative", "value": "day"}
    )
    assert [point["all"] for point in found.values()] == [1, 0.5]
