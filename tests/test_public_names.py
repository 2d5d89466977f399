"""What both faces offer: the same names, all of them real, documented and visible to editors."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import mixpanel_async
import mixpanel_sync

NAMES = sorted(mixpanel_async.__all__)
BOTH = [mixpanel_async, mixpanel_sync]


def faces() -> list[type[Any]]:
    found = [getattr(mixpanel_sync, name) for name in NAMES]
    return [each for each in found if getattr(each, "__module__", "").startswith("mixpanel_sync")]


def test_both_faces_offer_the_same_names() -> None:
    assert mixpanel_sync.__all__ == list(mixpanel_async.__all__) == NAMES


def test_no_name_is_offered_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("module", BOTH, ids=lambda module: module.__name__)
def test_dir_shows_what_is_offered(module: ModuleType) -> None:
    assert dir(module) == sorted([*NAMES, "__version__"])


@pytest.mark.parametrize("module", BOTH, ids=lambda module: module.__name__)
def test_other_names_are_attribute_errors_that_name_the_module(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"{module.__name__}.*'Workspaces'"):
        _ = module.Workspaces


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_real_in_both_faces(name: str) -> None:
    core, face = getattr(mixpanel_async, name), getattr(mixpanel_sync, name)
    assert face is core or (face.__name__ == core.__name__ and face.__module__.startswith("mixpanel_sync."))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_documented(name: str) -> None:
    value = getattr(mixpanel_sync, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert value.__doc__


@pytest.mark.parametrize("module", [mixpanel_async, mixpanel_sync], ids=["mixpanel_async", "mixpanel_sync"])
def test_editors_see_every_name(module: ModuleType) -> None:
    """Lazy names are imports for type checkers, in a stub or under TYPE_CHECKING, else every one of them is ``Any``."""
    source = Path(str(module.__file__))
    stub = source.with_suffix(".pyi")
    tree = ast.parse((stub if stub.exists() else source).read_text("utf-8"))
    lines = [line for line in ast.walk(tree) if isinstance(line, ast.ImportFrom)]
    seen = {alias.asname or alias.name for line in lines for alias in line.names}
    assert sorted(seen & set(NAMES)) == NAMES


def test_workspace_has_a_face() -> None:
    assert mixpanel_sync.Workspace in faces()


@pytest.mark.parametrize("face", faces(), ids=lambda face: face.__name__)
def test_nothing_of_a_face_must_be_awaited(face: type[Any]) -> None:
    members = [name for name, value in inspect.getmembers(face, _is_async) if not name.startswith("_")]
    assert members == []


def _is_async(value: object) -> bool:
    return inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value)


@pytest.mark.parametrize("face", faces(), ids=lambda face: face.__name__)
def test_a_face_has_the_public_members_of_its_core(face: type[Any]) -> None:
    core = getattr(mixpanel_async, face.__name__)
    assert _public(face) == {"close" if name == "aclose" else name for name in _public(core)}


def _public(kind: type[Any]) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}
