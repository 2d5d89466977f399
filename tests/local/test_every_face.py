"""Retention, frequency and flows of the embedded Mixpanel are alike with await, on asyncio and trio, and without."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable
from pathlib import Path
from typing import Any

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from tests.local.asking import DAY, at, event, stored

SPAN = {"from_date": DAY, "to_date": "2026-01-12"}
ASKED: list[Callable[[Any], Any]] = [
    lambda ws: ws.query_retention("A", "B", retention_unit="day", group_by="plan", **SPAN),
    lambda ws: ws.query_retention("A", "B", time_comparison=mixpanel_async.TimeComparison.relative("day"), **SPAN),
    lambda ws: ws.retention(born_event="A", return_event="B", **SPAN),
    lambda ws: ws.frequency(event="A", **SPAN),
    lambda ws: ws.query_flow("A", forward=2, segments="plan", **SPAN),
    lambda ws: ws.query_flow("A", forward=2, mode="paths", **SPAN),
    lambda ws: ws.query_flow("A", forward=2, mode="tree", **SPAN),
]


@pytest.mark.parametrize("asked", ASKED)
def test_every_face_is_answered_alike(tmp_path: Path, asked: Callable[[Any], Any]) -> None:
    events = [event("A", "u", at(DAY), plan="pro"), event("B", "u", at("2026-01-11", "13:00:00")), event("A", "v")]
    root = stored(tmp_path, events).root

    async def awaited() -> Any:
        async with mixpanel_async.Workspace.local(root) as ws:
            found = asked(ws)
            assert isawaitable(found)
            return await found

    with mixpanel_sync.Workspace.local(root) as ws:
        expected = asked(ws).to_dict()
    assert expected["params" if "params" in expected else "from_date"]
    for backend in ("asyncio", "trio"):
        assert timeless(anyio.run(awaited, backend=backend).to_dict()) == timeless(expected)


def timeless(told: Any) -> Any:
    """What was told, without when."""
    if not isinstance(told, dict):
        return told
    return {key: timeless(value) for key, value in told.items() if key != "computed_at"}
