"""Where there are too many points to hold, only the most important segments are computed, with the same values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.measuring import Measured, Measuring
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.reading import read_insights
from mixpanel_local.engine.setting import Setting
from tests.local.asking import DAY, NOW, at, event, group, insights, metric, stored

NEXT = "2026-01-11"
EVENTS = [
    event(
        "Buy",
        f"u{number % 5}",
        at(DAY if number % 3 else NEXT),
        plan=f"p{number % 7}",
        tags=[f"t{number % 4}", "all"],
        n=number,
    )
    for number in range(40)
] + [event("Buy", None)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("measuring")
    stored(made, EVENTS)
    return made


def measured(folder: Path, most: int, notes: Notes, *show: dict[str, Any], **more: Any) -> Sequence[Measured]:
    plan = read_insights(json.loads(insights(*show, dates=(DAY, NEXT), **more).body), Setting(NOW, Zone("UTC")))
    database = Database(folder / "store")
    try:
        store = Store.open(folder / "store")
        measuring = Measuring(store, database.query().table, NOW, Zone("UTC"), notes, most=most)
        return measuring.levels(plan.metrics, plan, measuring.intervals(plan))
    finally:
        database.close()


@pytest.mark.parametrize("math", ["total", "unique", "mau", "sessions", "max"])
@pytest.mark.parametrize("groups", [["plan"], ["plan", "tags"], ["tags", "plan"]])
def test_the_same_segments_with_the_same_points(folder: Path, math: str, groups: list[str]) -> None:
    asked = [
        metric("Buy", math, "n" if math == "max" else None),
        metric("$all_events", math, "n" if math == "max" else None),
    ]
    many, few = Notes(), Notes()
    more = {"groups": [group(name) for name in groups], "limit": 3}
    found = measured(folder, 10_000, many, *asked, **more)
    again = measured(folder, 2, few, *asked, **more)
    for (levels, over), (same, also) in zip(found, again, strict=True):
        assert over is also is True
        assert [points.lines for points in levels] == [points.lines for points in same]
    assert few.meta() == many.meta()
