"""Which cases take part: those whose every name is public."""

from __future__ import annotations

import ast
import builtins
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from tests.golden import FACES

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

Case = dict[str, Any]

HERE = Path(__file__).parent


def selected(kind: str, face: str) -> list[Case]:
    """The cases of a *kind* that *face* has all the names for."""
    return [case for case in _load(kind) if speaks(case, face)]


def parameters(kind: str, face: str) -> list[ParameterSet]:
    """The same, for ``parametrize``."""
    return [pytest.param(case, id=case["id"]) for case in selected(kind, face)]


@cache
def deviations() -> dict[str, str]:
    """Case to the reason why we differ from it."""
    listed = tomllib.loads((HERE / "deviations.toml").read_text("utf-8"))["deviation"]
    return {case: entry["reason"] for entry in listed for case in entry["cases"]}


def _load(kind: str) -> Iterator[Case]:
    with (HERE / "cases" / f"{kind}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def speaks(case: Case, face: str) -> bool:
    """Whether *face* has all the names of a case."""
    expressions = [case.get("expr") or case["call"], *(check["expr"] for check in case.get("extra", ()))]
    return all(_is_known(ast.parse(expression.strip(), mode="eval"), face) for expression in expressions)


def _is_known(tree: ast.AST, face: str) -> bool:
    module = FACES[face]
    nodes = list(ast.walk(tree))
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return all(_is_public(node, module) for node in nodes if not (isinstance(node, ast.Name) and node.id in bound))


def _is_public(node: ast.AST, module: ModuleType) -> bool:
    """Whether *node* stands for something an expression can see."""
    if isinstance(node, ast.Name):
        return node.id in ("ws", "r") or node.id in module.__all__ or hasattr(builtins, node.id)
    asked = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ws"
    return not asked or hasattr(module.Workspace, node.attr)
