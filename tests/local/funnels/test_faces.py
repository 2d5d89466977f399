"""Funnels asked through every face: async on asyncio, async on trio, blocking; of custom properties, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async import Filter, FunnelQuery, FunnelStep, GroupBy, InlineCustomProperty, PropertyInput
from tests.local.asking import DAY, at
from tests.local.funnels.asking import journey

LENGTH = InlineCustomProperty("LEN(A)", inputs={"A": PropertyInput("name")}, property_type="number")


def happened(user: str, name: str, *steps: str) -> list[dict[str, Any]]:
    """A user of that *name* who took those steps, a minute after one another."""
    return [
        {"event": step, "properties": {"distinct_id": user, "time": at(DAY) + 60 * turn, "name": name}}
        for turn, step in enumerate(steps)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    users = (("u1", "Ann", "AB"), ("u2", "Bob", "A"), ("u3", "Zoe B", "AB"))
    return journey(tmp_path, *(each for user, name, steps in users for each in happened(user, name, *steps))).root


QUESTIONS = [
    (FunnelQuery(["A", "B"], from_date=DAY, to_date=DAY), [3, 2]),
    (FunnelQuery([FunnelStep("A", filters=[Filter.greater_than(LENGTH, 3)]), "B"], from_date=DAY, to_date=DAY), [1, 1]),
    (FunnelQuery(["A", "B"], from_date=DAY, to_date=DAY, where=Filter.less_than(LENGTH, 4)), [2, 1]),
    (FunnelQuery(["A", "B"], from_date=DAY, to_date=DAY, group_by=GroupBy(LENGTH)), [3, 2]),
    (FunnelQuery(["A", "B"], from_date=DAY, to_date=DAY, math="total", math_property=LENGTH), [3, 2]),
]


@pytest.mark.parametrize(("question", "counts"), QUESTIONS)
def test_every_face_has_the_same_answer(root: Path, question: FunnelQuery, counts: list[int]) -> None:
    async def ask() -> Any:
        async with mixpanel_async.Workspace.local(root) as ws:
            return await ws.query_funnel(question)

    with mixpanel_sync.Workspace.local(root) as ws:
        answers = [ws.query_funnel(question)]
    answers += [anyio.run(ask, backend=backend) for backend in ("asyncio", "trio")]
    assert [[one["count"] for one in answer.steps_data] for answer in answers] == [counts] * 3
    assert answers[1].series == answers[2].series == answers[0].series


def test_values_of_custom_properties(root: Path) -> None:
    with mixpanel_sync.Workspace.local(root) as ws:
        (block,) = ws.query_funnel(QUESTIONS[-1][0]).series.values()
    assert [one["all"] for one in block["property_total"].values()] == [11.0, 8.0]
