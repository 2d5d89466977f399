"""The toy core and the face generated from it, importable as ``toy_async`` and ``toy_sync``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mixpanel_sync._generate.tree import Tree, face_tree, write

HERE = Path(__file__).parent
TOY = HERE / "toy_async"


def as_it_is(text: str, _: Path, __: Sequence[str]) -> str:
    """Layout is left to those who read it."""
    return text


def toy_tree(folder: Path) -> Tree:
    return face_tree(TOY, folder, lay_out=as_it_is)


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated face of the toy core."""
    folder = tmp_path_factory.mktemp("toy") / "toy_sync"
    write(toy_tree(folder), folder)
    places = [str(HERE), str(folder.parent)]
    sys.path[:0] = places
    try:
        yield import_module("toy_sync")
    finally:
        for place in places:
            sys.path.remove(place)
        for name in [name for name in sys.modules if name.partition(".")[0] in ("toy_async", "toy_sync")]:
            del sys.modules[name]


@pytest.fixture
def shop(toy: ModuleType) -> Any:
    """A blocking shop."""
    return toy.Shop()
