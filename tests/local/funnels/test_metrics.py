"""Funnels as metrics of insights, asked by our client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import CreateBehaviorParams, FunnelBehavior, FunnelMetric
from tests.local.asking import DAY, Asking, at, event, stored

NEXT = "2026-01-11"
DAYS: Any = {"from_date": DAY, "to_date": NEXT}
STEPS = FunnelBehavior(["A", "B", "C"], conversion_window=1, conversion_window_unit="hour")
EVENTS = [
    event("A", "u1", at(DAY), plan="pro"),
    event("B", "u1", at(DAY, "12:10:00"), plan="pro", amount=5),
    event("C", "u1", at(DAY, "12:30:00"), plan="pro", amount=7),
    event("A", "u2", at(DAY), plan="free"),
    event("B", "u2", at(DAY, "12:20:00"), plan="free", amount=9),
    event("A", "u2", at(NEXT), plan="free"),
]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, EVENTS)


def numbers(asking: Asking, asked: Any, **options: Any) -> dict[str, Any]:
    """The numbers of a question by name, in order of time."""
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        return {name: list(line.values()) for name, line in ws.query(asked, **DAYS, **options).series.items()}


MATHS = [
    ("conversion_rate_unique", None, [0.5, 0]),
    ("conversion_rate_total", None, [0.5, 0]),
    ("unique", None, [1, 0]),
    ("total", None, [1, 0]),
    ("total", "amount", [7.0, 0.0]),
    ("median", "amount", [7.0, None]),
]


@pytest.mark.parametrize(("math", "prop", "expected"), MATHS)
def test_the_last_step_is_measured(asking: Asking, math: Any, prop: Any, expected: list[Any]) -> None:
    assert numbers(asking, FunnelMetric(STEPS, math=math, property=prop)) == {"A through C": expected}


def test_another_step_can_be_measured(asking: Asking) -> None:
    assert numbers(asking, FunnelMetric(STEPS, math="unique", step_index=1)) == {"A through C": [2, 0]}


def test_time_to_convert_is_measured_where_no_property_is(asking: Asking) -> None:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        for math, expected in (("average", 1800), ("median", 1800.0), ("max", 1800.0)):
            params = ws.build_params(FunnelMetric(STEPS), **DAYS)
            params["sections"]["show"][0]["measurement"]["math"] = math
            (line,) = ws.run_params(params).series.values()
            assert list(line.values()) == [expected, None]


def test_a_saved_funnel_is_a_metric(asking: Asking) -> None:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        saved = ws.create_behavior(CreateBehaviorParams(name="Buying", behavior=STEPS))
    assert numbers(asking, FunnelMetric(saved.to_ref())) == {"Buying": [0.5, 0]}
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        assert [one["count"] for one in ws.query_funnel(saved.to_ref(), **DAYS).steps_data] == [2, 2, 1]


@pytest.mark.parametrize(
    ("index", "counts"), [(None, {"5": [0, 0], "7": [1, 0], "9": [0, 0]}), (1, {"9": [1, 0], "5": [1, 0], "7": [0, 0]})]
)
def test_a_distribution_is_one_more_breakdown(asking: Asking, index: int | None, counts: dict[str, list[int]]) -> None:
    asked = FunnelMetric(STEPS, math="histogram", property="amount", step_index=index)
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        answer = ws.query(asked, **DAYS)
    (line,) = answer.series.values()
    found = {name: list(points.values()) for name, points in line.items()}
    assert found.pop("$overall") == [sum(line) for line in zip(*counts.values(), strict=True)]
    assert found == counts
    assert list(answer.headers) == ["$metric", "$distribution"]
