"""Databases beside the store that are damaged, of another version, or where nothing can be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import mixpanel_sync
from mixpanel_local import StoreError
from mixpanel_sync import CreateDashboardParams
from tests.local.asking import Asking


def _versioned(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 9")
    connection.close()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file: file.write_bytes(b"no database" * 500), "not a database"),
        (lambda file: file.write_bytes(file.read_bytes()[:5_000]), "malformed|disk image"),
        (lambda file: file.write_bytes(b""), "version 0"),
        (_versioned, "version 9"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(
    damage: Callable[[Path], object], says: str, ws: mixpanel_sync.Workspace, asking: Asking
) -> None:
    ws.create_dashboard(CreateDashboardParams(title="a"))
    damage(asking.root / "kept.sqlite")
    for ask in (ws.list_dashboards, lambda: ws.create_dashboard(CreateDashboardParams(title="b"))):
        with pytest.raises(StoreError, match=says) as raised:
            ask()
        assert "kept.sqlite" in raised.value.message
        assert "put a copy of it back" in raised.value.message


def test_things_can_be_read_where_nothing_can_be_written(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    ws.create_dashboard(CreateDashboardParams(title="a"))
    # SQLite cannot make its file of that name, as in a folder that may only be read.
    (asking.root / "kept.sqlite-shm").mkdir()
    assert [board.title for board in ws.list_dashboards()] == ["a"]
    with pytest.raises(StoreError, match="what was in force before still is"):
        ws.create_dashboard(CreateDashboardParams(title="b"))
    (asking.root / "kept.sqlite-shm").rmdir()
    assert [board.title for board in ws.list_dashboards()] == ["a"]


def test_a_database_that_cannot_be_made_leaves_nothing_behind(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    (asking.root / ".kept.sqlite.lock").mkdir()
    with pytest.raises(StoreError, match=r"kept\.sqlite cannot be used"):
        ws.create_dashboard(CreateDashboardParams(title="a"))
    assert list(asking.root.glob("*kept*")) == [asking.root / ".kept.sqlite.lock"]


def test_a_store_that_cannot_be_changed_says_so(ws: mixpanel_sync.Workspace, asking: Asking) -> None:
    (asking.root / ".lock").unlink()
    (asking.root / ".lock").mkdir()
    with pytest.raises(StoreError, match="cannot be changed"):
        ws.request_data_deletion(["u1"], project_token="t")
    assert len(ws.events()) == 2
