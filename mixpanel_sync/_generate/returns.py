"""How what the core returns is given to a blocking caller: its type, and the expression that makes it so."""

from __future__ import annotations

import ast

from attrs import frozen

from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.source import Module
from mixpanel_sync._generate.surface import Surface

_WAITING = {"AsyncGenerator", "AsyncIterator", "AsyncIterable", "Awaitable", "Coroutine", "AbstractAsyncContextManager"}


@frozen
class Given:
    """A value for the caller: the *annotation* and the *expression*."""

    annotation: ast.expr | None
    expression: str


@frozen
class Returns:
    """Translates return types of functions in *module*; *owner* is the expression for the face's own class."""

    surface: Surface
    module: Module
    owner: str | None = None

    def given(self, annotation: ast.expr | None, expression: str, *, context: bool = False) -> Given:
        """What a function with this return type gives when *expression* is what the core's gave."""
        match annotation:
            case ast.Name(id="Self") if self.owner:
                return Given(annotation, f"wrap({self.owner}, {expression})")
            case _ if self.surface.face(self.module, annotation):
                return Given(annotation, f"wrap({_outer(annotation)}, {expression})")
        self._refuse_faces(annotation)
        match annotation:
            case ast.Subscript(value=ast.Name(id="AsyncIterator" | "AsyncGenerator"), slice=item) if context:
                return Given(_of("AbstractContextManager", _first(item)), f"DrivenContext({expression})")
            case ast.Subscript(value=ast.Name(id="AbstractAsyncContextManager"), slice=item):
                return Given(_of("AbstractContextManager", _first(item)), f"DrivenContext({expression})")
            case ast.Subscript(value=ast.Name(id="AsyncGenerator"), slice=item):
                return Given(_generator(_first(item)), f"drive_items({expression})")
        self._refuse_waiting(annotation)
        return Given(annotation, expression)

    def check_parameter(self, parameter: ast.arg) -> None:
        """Refuse a parameter whose blocking form the core could not take."""
        self._refuse_faces(parameter.annotation)

    def _refuse_faces(self, annotation: ast.expr | None) -> None:
        for node in ast.walk(annotation) if annotation else ():
            if isinstance(node, ast.Name) and (node.id == "Self" or self.surface.face(self.module, node)):
                raise Unfaceable(
                    f"{self.module.name}:{node.lineno}: {node.id} has a face and stands inside another type or in a "
                    "parameter; only a method that returns it bare can be followed"
                )

    def _refuse_waiting(self, annotation: ast.expr | None) -> None:
        for node in ast.walk(annotation) if annotation else ():
            if isinstance(node, ast.Name) and node.id in _WAITING:
                raise Unfaceable(
                    f"{self.module.name}:{node.lineno}: returns a type with {node.id} in it; make the method async, "
                    "or return AsyncGenerator[...] or a class that has a face"
                )


def _of(name: str, item: ast.expr) -> ast.expr:
    return ast.Subscript(ast.Name(name, ast.Load()), item, ast.Load())


def _generator(item: ast.expr) -> ast.expr:
    nothing = ast.Constant(None)
    return _of("Generator", ast.Tuple([item, nothing, nothing], ast.Load()))


def _first(item: ast.expr) -> ast.expr:
    return item.elts[0] if isinstance(item, ast.Tuple) else item


def _outer(annotation: ast.expr | None) -> str:
    return ast.unparse(annotation.value if isinstance(annotation, ast.Subscript) else annotation or ast.Constant(None))
