"""The text of one generated module, not yet tidied."""

from __future__ import annotations

import ast

from mixpanel_sync._generate.classes import face_class
from mixpanel_sync._generate.docstrings import blocking
from mixpanel_sync._generate.imports import Imports
from mixpanel_sync._generate.methods import Writer
from mixpanel_sync._generate.source import CoreClass, Module
from mixpanel_sync._generate.surface import Surface

HEADER = "# Generated from {source} by mixpanel_sync._generate: edit that module, not this one."
# A derived face holds a derived core object; nobody assigns it after it was made.
_PYRIGHT = "# pyright: reportIncompatibleVariableOverride=false"


def face_module(surface: Surface, module: Module, face: str) -> str:
    """The faces of what *module* holds, with the imports they need."""
    writer = Writer(surface, module, face)
    cores = surface.faces.get(module.name, [])
    functions = [writer.function(function) for function in surface.functions(module)]
    body: list[ast.stmt] = [*(face_class(writer, core) for core in cores), *functions]
    code = [ast.unparse(ast.fix_missing_locations(node)) for node in body]
    lines = [*opening(surface, module, face), *Imports(surface, module, face).lines(body)]
    remark = [_PYRIGHT] if any(_derives(surface, core) for core in cores) else []
    return "\n".join([*lines[:1], *remark, *lines[1:], *code]) + "\n"


def opening(surface: Surface, module: Module, face: str) -> list[str]:
    """Where it comes from, the docstring of its source, and the import every module begins with."""
    text = blocking(module.docstring, surface.library.name, face)
    return [HEADER.format(source=module.name), f'"""{text}"""', "from __future__ import annotations"]


def package_module(surface: Surface, module: Module, face: str) -> str:
    """The ``__init__`` of a folder of generated modules."""
    return "\n".join(opening(surface, module, face)[:2]) + "\n"


def _derives(surface: Surface, core: CoreClass) -> bool:
    return any(surface.face(core.module, base) for base in core.node.bases)
