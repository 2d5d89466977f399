"""Retentions among the metrics of an insights report."""

from __future__ import annotations

from typing import Any

import pytest

from mixpanel_local.assumptions import Assumptions
from tests.local.asking import Asking, at, event, group, insights, metric, stored

FIRST, SECOND, THIRD = "2026-01-10", "2026-01-11", "2026-01-12"
BOTH = (FIRST, SECOND)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return stored(
        tmp_path_factory.mktemp("asking"),
        [
            event("Join", "a", at(FIRST, "10:00:00"), plan="pro"),
            event("Join", "b", at(FIRST, "11:00:00"), plan="free"),
            event("Join", "c", at(SECOND, "10:00:00"), plan="pro"),
            event("Join", None, at(SECOND)),
            # Less than a day later, and a day later.
            event("Play", "b", at(FIRST, "12:00:00"), minutes=3),
            event("Play", "a", at(SECOND, "12:00:00"), minutes=5),
            event("Play", "c", at(THIRD, "12:00:00"), minutes=9),
            event("Play", "c", at(THIRD, "13:00:00"), minutes=1),
        ],
    )


def retention(math: str = "retention_rate", unit: str = "day", **more: Any) -> dict[str, Any]:
    behavior = {
        "type": "retention",
        "behaviors": [{"type": "event", "name": name, "filters": []} for name in ("Join", "Play")],
        "retentionUnit": unit,
        **more.pop("behavior", {}),
    }
    return {
        "type": "metric",
        "behavior": behavior,
        "measurement": {"math": math, **more.pop("measurement", {})},
        **more,
    }


def test_a_rate_over_time_and_as_a_whole(asking: Asking) -> None:
    assert list(asking.series(retention(), dates=BOTH)["Join and then Play"].values()) == [0.5, 1]
    assert asking.series(retention(name="Back"), dates=BOTH, chart="bar") == {"Back": {"all": 2 / 3}}


@pytest.mark.parametrize(
    ("math", "measurement", "expected"),
    [
        ("unique", {}, [1, 1]),
        ("unique", {"retentionBucketIndex": 0}, [1, 0]),
        ("retention_rate", {"retentionBucketIndex": 0}, [0.5, 0]),
        ("retention_rate", {"retentionCumulative": True}, [1, 1]),
        ("total", {"property": {"name": "minutes", "resourceType": "events"}}, [5, 10]),
        ("average", {"property": {"name": "minutes", "resourceType": "events"}}, [5, 10]),
        ("unique", {"retentionBucketIndex": 5}, [0, 0]),
    ],
)
def test_what_is_measured(asking: Asking, math: str, measurement: dict[str, Any], expected: list[float]) -> None:
    found = asking.series(retention(math, measurement=measurement), dates=BOTH)
    assert list(found["Join and then Play"].values()) == expected


def test_by_segment_and_in_a_formula(asking: Asking) -> None:
    shown = [
        retention(isHidden=True),
        metric("Join", "unique", isHidden=True),
        {"type": "formula", "definition": "A * B"},
    ]
    found = asking.series(*shown, dates=BOTH, chart="bar", groups=[group("plan")])["A * B"]
    assert {name: point["all"] for name, point in found.items()} == {"$overall": 2, "pro": 2, "free": 0, "undefined": 0}


def test_no_more_segments_than_there_is_room_for(asking: Asking) -> None:
    reply = asking.json(insights(retention(), dates=BOTH, groups=[group("plan")], limit=1))
    assert list(reply["series"]["Join and then Play"]) == ["$overall", "pro"]
    assert reply["meta"]["is_segmentation_limit_hit"] is True


def test_a_bucket_to_come_has_no_number(asking: Asking) -> None:
    days = ("2026-01-31", "2026-01-31")
    later = retention(measurement={"retentionBucketIndex": 40})
    assert list(asking.series(later, dates=days)["Join and then Play"].values()) == [None]
    zero = asking.assuming(retention_future_buckets="zero")
    assert list(zero.series(later, dates=days)["Join and then Play"].values()) == [0]


def test_what_it_rests_on_is_told(asking: Asking) -> None:
    meta = asking.json(insights(retention(), dates=BOTH))["meta"]
    assert set(meta["assumptions"]) == {
        "retention_birth",
        "retention_birth_event",
        "retention_bucket_zero",
        "retention_metric_bucket",
    }
    assert meta["left_out"] == {"Join and then Play": {"no distinct_id": 1}}


def test_the_bucket_measured_unless_one_is_named(asking: Asking) -> None:
    first = asking.assuming(retention_metric_bucket=0)
    assert list(first.series(retention("unique"), dates=BOTH)["Join and then Play"].values()) == [1, 0]
    assert (
        "retention_metric_bucket"
        not in asking.json(insights(retention(measurement={"retentionBucketIndex": 1}), dates=BOTH))["meta"][
            "assumptions"
        ]
    )
    assert Assumptions().retention_metric_bucket == 1


def test_beside_another_time(asking: Asking) -> None:
    days = {"dates": (SECOND, SECOND), "chart": "bar", "timeComparison": {"type": "relative", "value": "day"}}
    assert [point["all"] for point in asking.series(retention(), **days).values()] == [1, 0.5]


@pytest.mark.parametrize(
    ("wrong", "more", "status", "said"),
    [
        (retention(measurement={"retentionBucketIndex": -1}), {}, 400, "-1 is not between 0 and 729"),
        (retention(measurement={"retentionBucketIndex": 730}), {}, 400, "730 is not between 0 and 729"),
        (
            retention(behavior={"retentionCustomBucketSizes": [1, 2]}, measurement={"retentionBucketIndex": 2}),
            {},
            400,
            "2",
        ),
        (retention(), {"unit": "hour"}, 501, "a metric of type 'retention' by the hour"),
        (retention(behavior={"behaviors": []}), {}, 400, "a retention has two events, not 0"),
    ],
)
def test_what_cannot_be_measured(asking: Asking, wrong: Any, more: dict[str, Any], status: int, said: str) -> None:
    assert said in asking.json(insights(wrong, dates=BOTH, **more), status=status)["error"]
