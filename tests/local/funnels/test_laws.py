"""Laws that hold for every funnel, whatever the documents leave open."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from mixpanel_dataset.store import Store
from mixpanel_local import Assumptions, import_events
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.funnel.engine import FunnelEngine
from mixpanel_local.engine.funnel.plan import FunnelPlan, Window
from mixpanel_local.engine.funnel.reading import read_funnel_report
from mixpanel_local.engine.sequences.passes import Passing
from mixpanel_local.engine.setting import Setting
from tests.local.asking import DAY, at, event, group, write_lines
from tests.local.funnels.asking import excluded, funnel, logged

USERS = 60
NAMES = ("A", "B", "C", "X")
MATHS = ("conversion_rate_unique", "conversion_rate_total", "conversion_rate_session")


def crowd(seed: int) -> Sequence[dict[str, Any]]:
    """Random journeys of two days, half of whose events have the time of another one."""
    pick = random.Random(seed)
    events = []
    for user in range(USERS):
        time = at(DAY) * 1000 + pick.randint(0, 86_400_000)
        for _ in range(pick.randint(1, 15)):
            time += pick.choice((0, 0, 1500, 600_000, 7_200_000))
            events.append(event(pick.choice(NAMES), f"user {user}", time, plan=pick.choice(["a", "b", "c"])))
    return logged(events)


class World:
    """A store, and the way to put plans to it."""

    def __init__(self, root: Path, events: Sequence[dict[str, Any]]) -> None:
        import_events(write_lines(root / "events.ndjson", events), root / "store")
        self._store = Store.open(root / "store")
        self._database = Database(self._store.root)

    def counts(self, plan: FunnelPlan, passes: int = 1, **assume: Any) -> list[list[int]]:
        """How many attempts reached each step, by segment and interval."""
        engine = FunnelEngine(self._store, self._database.query(), setting(**assume), Passing(count=passes))
        report = engine.report(plan)
        return [
            list(report.at(path, interval).counts)
            for level in report.levels
            for path in level.segments
            for interval in range(len(report.intervals))
        ]

    def close(self) -> None:
        self._database.close()


def setting(**assume: Any) -> Setting:
    return Setting(datetime(2026, 2, 1, tzinfo=UTC), Zone("UTC"), assumptions=Assumptions.of(assume))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    events = [crowd(seed) for seed in (1, 2)]
    opened = [
        World(tmp_path_factory.mktemp("world"), each)
        for each in (*events, random.Random(3).sample(events[0], len(events[0])))
    ]
    yield opened
    for world in opened:
        world.close()


@st.composite
def plans(draw: st.DrawFn) -> FunnelPlan:
    """A funnel in any of its ways."""
    steps = draw(st.lists(st.sampled_from(NAMES[:3]), min_size=2, max_size=4))
    math = draw(st.sampled_from(MATHS))
    windows = [(1, "session")] if math.endswith("session") else [(1, "hour"), (1, "day"), (1, "week")]
    request = funnel(
        *steps,
        math=math,
        window=draw(st.sampled_from(windows)),
        dates=(DAY, "2026-01-12"),
        chart=draw(st.sampled_from(["funnel-steps", "line"])),
        exclusions=[excluded("X", 1, 2)] if draw(st.booleans()) else [],
        groups=[group("plan")] if draw(st.booleans()) else [],
        held=draw(st.sampled_from([[], [], ["plan"]])),
        funnelOrder=draw(st.sampled_from(["loose", "loose", "any"])),
        funnelReentryMode=draw(st.sampled_from(["default", "optimized", "aggressive"])),
    )
    return read_funnel_report(json.loads(request.body), setting())


@settings(max_examples=12, deadline=None)
@given(plans(), st.sampled_from([2, 5, 16]))
def test_passes_change_nothing(worlds: list[World], plan: FunnelPlan, passes: int) -> None:
    assert worlds[1].counts(plan, passes) == worlds[1].counts(plan)


@settings(max_examples=12, deadline=None)
@given(plans())
def test_the_order_of_import_changes_nothing(worlds: list[World], plan: FunnelPlan) -> None:
    assert worlds[2].counts(plan) == worlds[0].counts(plan)


@settings(max_examples=12, deadline=None)
@given(plans())
def test_no_step_is_reached_more_often_than_the_one_before(worlds: list[World], plan: FunnelPlan) -> None:
    for counts in worlds[0].counts(plan):
        assert counts == sorted(counts, reverse=True)


def asked(plan: FunnelPlan, math: str = MATHS[0], **funnel: Any) -> FunnelPlan:
    """One funnel over all days, of all users, measured and made otherwise."""
    measured = evolve(plan.measured, math=math)
    metric = evolve(plan.metric, measured=measured, funnel=evolve(plan.funnel, **funnel))
    return evolve(plan, metric=metric, groups=(), series="whole")


def no_more(few: list[int], many: list[int]) -> bool:
    return all(less <= more for less, more in zip(few, many, strict=True))


@settings(max_examples=12, deadline=None)
@given(plans())
def test_uniques_are_no_more_than_totals(worlds: list[World], plan: FunnelPlan) -> None:
    (uniques,), (totals,) = (worlds[1].counts(asked(plan, math)) for math in MATHS[:2])
    assert no_more(uniques, totals)


@settings(max_examples=12, deadline=None)
@given(plans())
def test_a_wider_window_loses_nobody(worlds: list[World], plan: FunnelPlan) -> None:
    """Of users with one attempt each; totals have fewer attempts where these last longer."""
    hours = (Window(hours, "hour") for hours in (1, 30))
    (narrow,), (wide,) = (worlds[0].counts(asked(plan, window=window, reentry="default")) for window in hours)
    assert no_more(narrow, wide)


@settings(max_examples=12, deadline=None)
@given(plans())
def test_optimized_reentry_converts_no_fewer_users(worlds: list[World], plan: FunnelPlan) -> None:
    (by_default,), (optimized,) = (worlds[0].counts(asked(plan, reentry=mode)) for mode in ("default", "optimized"))
    assert by_default[0] == optimized[0]
    assert no_more(by_default, optimized)


@settings(max_examples=12, deadline=None)
@given(plans())
def test_intervals_of_a_split_funnel_add_up_to_it(worlds: list[World], plan: FunnelPlan) -> None:
    (whole,) = worlds[1].counts(asked(plan))
    split = worlds[1].counts(evolve(asked(plan), series="split"))
    assert [sum(step) for step in zip(*split, strict=True)] == whole
