"""Kinds of things are loaded when they are used, not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

ENTITIES = "mixpanel_async.entities."


def loaded_by(statement: str) -> list[str]:
    """The modules of things kept in Mixpanel that a fresh interpreter has after *statement*."""
    code = f"import sys\n{statement}\nprint(*sorted(name for name in sys.modules if name.startswith({ENTITIES!r})))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    "statement",
    [
        "import mixpanel_async",
        "import mixpanel_sync",
        "from mixpanel_async import InsightsQuery, Filter, MixpanelError",
        "from mixpanel_async import Workspace",
        "from mixpanel_sync import Workspace; Workspace.query",
    ],
)
def test_importing_the_library_loads_no_kind_of_thing(statement: str) -> None:
    assert loaded_by(statement) == []


def test_one_kind_of_thing_does_not_load_the_others() -> None:
    loaded = loaded_by("from mixpanel_async import Annotation")

    assert [name for name in loaded if not name.removeprefix(ENTITIES).startswith("_")] == [f"{ENTITIES}annotations"]


@pytest.mark.parametrize("package", ["mixpanel_async", "mixpanel_sync"])
def test_an_operation_loads_its_kind_of_thing_alone(package: str) -> None:
    loaded = loaded_by(f"from {package} import Workspace; Workspace.list_annotations")

    assert [name for name in loaded if not name.removeprefix(ENTITIES).startswith("_")] == [f"{ENTITIES}annotations"]
