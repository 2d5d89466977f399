"""The reference in docs/ says all that is public."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import mixpanel_async

PAGES = Path(__file__).parents[1] / "docs" / "reference"
TEXT = "\n".join(path.read_text("utf-8") for path in sorted(PAGES.glob("*.md")))
OPERATIONS = sorted(
    name for name, _ in inspect.getmembers(mixpanel_async.Workspace, inspect.isfunction) if not name.startswith("_")
)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_in_the_reference(name: str) -> None:
    assert f"### `ws.{name}`" in TEXT


@pytest.mark.parametrize("name", sorted(mixpanel_async.__all__))
def test_a_public_name_is_in_the_reference(name: str) -> None:
    assert f"### `{name}`" in TEXT
