"""Stores that are damaged: which file, and what to do; what is whole is still answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import mixpanel_sync
from mixpanel_local import StoreError
from tests.local.asking import DAY, Asking, event, stored

PROFILES = [{"$distinct_id": "u1", "$properties": {"plan": "pro"}}]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, [event("Buy"), event("Buy", "u2")], PROFILES)


@pytest.mark.parametrize(
    "damage",
    [
        lambda part: part.write_bytes(part.read_bytes()[:-20]),
        lambda part: part.write_bytes(b"x" * 1_000),
        lambda part: part.write_bytes(b""),
        Path.unlink,
    ],
)
def test_a_damaged_part_is_named_with_what_to_do(damage: Callable[[Path], object], asking: Asking) -> None:
    (part,) = asking.root.glob("date=*/*.parquet")
    damage(part)
    with mixpanel_sync.Workspace.local(asking.root) as ws:
        with pytest.raises(StoreError, match="import its dates again") as raised:
            ws.query("Buy", from_date=DAY, to_date=DAY)
        assert part.name in raised.value.message
        assert "SELECT" not in raised.value.message
        with pytest.raises(StoreError):
            ws.request_data_deletion(["u1"], project_token="t")
        assert ws.query_user(mode="profiles").df["distinct_id"].to_list() == ["u1"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": 3}, "version 3"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"events": {"2026-13-77": []}}, "month"),
        ({"profiles": ["../profiles/a.parquet", 1, 0, 1, "", 2]}, "does not lie inside"),
        ({"schemas": []}, "no manifest"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused_at_once(change: Mapping[str, Any], says: str, asking: Asking) -> None:
    file = asking.root / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with mixpanel_sync.Workspace.local(asking.root) as ws, pytest.raises(StoreError, match=says) as raised:
        ws.events()
    assert "put a copy of it back" in raised.value.message
