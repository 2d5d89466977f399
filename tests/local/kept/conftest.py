"""An empty project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mixpanel_sync
from tests.local.asking import Asking, event, stored


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return stored(tmp_path, [event("Login"), event("Buy", plan="pro")])


@pytest.fixture
def ws(asking: Asking) -> Iterator[mixpanel_sync.Workspace]:
    with mixpanel_sync.Workspace.local(asking.root) as workspace:
        yield workspace
