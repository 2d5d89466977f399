"""Funnels beside the same at another time."""

from __future__ import annotations

from typing import Any

import pytest

import mixpanel_sync
from mixpanel_async import TimeComparison
from tests.local.asking import DAY, Asking, at, event, group
from tests.local.funnels.asking import funnel, journey, row

BEFORE = "2026-01-09"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return journey(
        tmp_path_factory.mktemp("asking"),
        event("A", "u1", at(DAY), plan="pro"),
        event("B", "u1", at(DAY, "13:00:00")),
        event("A", "u1", at(BEFORE), plan="free"),
        event("A", "u2", at(BEFORE), plan="pro"),
    )


def asked(asking: Asking, value: Any, kind: str = "relative", **more: Any) -> Any:
    compared = {"timeComparison": {"type": kind, "value": value}}
    return asking.json(funnel("A", "B", display=compared, window=(2, "hour"), **more))


@pytest.mark.parametrize(
    ("kind", "value", "name"),
    [
        ("relative", "day", "previous day"),
        ("absolute-start", BEFORE, f"from {BEFORE}"),
        ("absolute-end", BEFORE, f"until {BEFORE}"),
    ],
)
def test_the_other_time_stands_behind(asking: Asking, kind: str, value: str, name: str) -> None:
    answer = asked(asking, value, kind)
    assert {key: row(block) for key, block in answer["series"].items()} == {
        "A through B": [1, 1],
        f"A through B ({name})": [2, 0],
    }
    assert answer["meta"]["compared_date_range"]["from_date"] == f"{BEFORE}T00:00:00+00:00"


def test_over_time_it_has_the_dates_of_this_one(asking: Asking) -> None:
    answer = asked(asking, "day", chart="line", dates=(DAY, "2026-01-11"))
    lines = [{key[:10]: row(block) for key, block in line.items()} for line in answer["series"].values()]
    assert lines == [{DAY: [1, 1], "2026-01-11": [0, 0]}, {DAY: [2, 0], "2026-01-11": [1, 1]}]


def test_segments_are_each_times_own(asking: Asking) -> None:
    (own, other) = asked(asking, "day", groups=[group("plan")])["series"].values()
    assert list(own) == ["$overall", "pro"]
    assert list(other) == ["$overall", "free", "pro"]


def test_our_client_reads_this_time(asking: Asking) -> None:
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        found = ws.query_funnel(["A", "B"], from_date=DAY, to_date=DAY, time_comparison=TimeComparison.relative("day"))
    assert [one["count"] for one in found.steps_data] == [1, 1]
    assert len(found.series) == 2
