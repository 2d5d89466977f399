"""A store without events."""

from __future__ import annotations

from pathlib import Path

import pytest

from mixpanel_local import create_store
from tests.local.asking import Asking


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    create_store(tmp_path / "store")
    return Asking(tmp_path / "store")
