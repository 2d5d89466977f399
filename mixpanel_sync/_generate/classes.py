"""One class of the core as its face: the same bases, docstring and public methods, around a core object."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mixpanel_sync._generate.docstrings import blocking
from mixpanel_sync._generate.methods import Writer
from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.source import CoreClass


def face_class(writer: Writer, core: CoreClass) -> ast.ClassDef:
    """The face of *core*."""
    _refuse_attributes(core)
    body = [*_docstring(writer, core), _held(core), *writer.methods(core)]
    return ast.ClassDef(core.name, [*_bases(writer, core)], [], body, [])


def _bases(writer: Writer, core: CoreClass) -> Iterator[ast.expr]:
    """Faces of the bases that have one, else ``Face``; type parameters stay."""
    faces = [base for base in core.node.bases if writer.surface.face(core.module, base)]
    yield from faces or [ast.Name("Face", ast.Load())]
    yield from (base for base in core.node.bases if ast.unparse(base).startswith("Generic["))


def _docstring(writer: Writer, core: CoreClass) -> Iterator[ast.stmt]:
    text = ast.get_docstring(core.node, clean=False)
    if text:
        yield ast.Expr(ast.Constant(blocking(text, writer.surface.library.name, writer.face)))


def _held(core: CoreClass) -> ast.stmt:
    """``_core: core.Stream[T]``: what the face holds."""
    own = [
        base.slice
        for base in core.node.bases
        if isinstance(base, ast.Subscript) and ast.unparse(base.value) == "Generic"
    ]
    parameters = f"[{ast.unparse(own[0])}]" if own else ""
    return ast.parse(f"_core: core.{core.name}{parameters}").body[0]


def _refuse_attributes(core: CoreClass) -> None:
    for node in core.node.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            name = ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])
            if not name.startswith("_"):
                raise Unfaceable(f"{core.module.name}: {core.name}.{name} is no method; make it a property")
