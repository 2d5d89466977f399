"""Our client's questions about users, answered here, through both faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

import mixpanel_async
import mixpanel_sync
from mixpanel_async import Filter
from tests.local.asking import event, stored

PEOPLE = [
    {"$distinct_id": f"u{at:04}", "$properties": {"n": at, "plan": "pro" if at % 2 else "free"}} for at in range(1500)
]
QUESTIONS: list[dict[str, Any]] = [
    {},
    {"where": Filter.equals("plan", "pro")},
    {"aggregate": "percentile", "aggregate_property": "n", "percentile": 90},
    {"mode": "profiles", "limit": 3, "sort_by": "n", "properties": ["n"]},
    {"mode": "profiles", "limit": None, "where": Filter.between("n", 200, 1400)},
    {"mode": "profiles", "limit": None, "parallel": True, "page_size": 400},
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("people"), [event()], PEOPLE).root


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_faces_get_the_same(question: dict[str, Any], backend: str, root: Path) -> None:
    async def ask() -> mixpanel_async.UserQueryResult:
        async with mixpanel_async.Workspace.local(root) as ws:
            return await ws.query_user(**question)

    found = anyio.run(ask, backend=backend)
    with mixpanel_sync.Workspace.local(root) as blocking:
        again = blocking.query_user(**question)
    assert found.total > 0 or found.value
    assert (found.total, found.value, found.df.to_dicts()) == (again.total, again.value, again.df.to_dicts())


def test_numbers_and_profiles(root: Path) -> None:
    with mixpanel_sync.Workspace.local(root) as ws:
        assert ws.query_user().value == 1500
        assert ws.query_user(aggregate="percentile", aggregate_property="n", percentile=90).value == pytest.approx(
            1349.1
        )
        first = ws.query_user(mode="profiles", limit=2, sort_by="n")
        assert [row["properties"]["n"] for row in first.profiles] == [1499, 1498]
        assert sum(1 for _ in ws.stream_profiles()) == 1500
        assert sum(1 for _ in ws.stream_profiles(where='properties["plan"] == "pro"')) == 750
