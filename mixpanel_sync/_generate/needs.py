"""Which global names a piece of generated code looks up: while it runs, and while it is only read by type checkers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from attrs import define, field

from mixpanel_sync._generate.parameters import parameters


@define
class Needs:
    """Names *running* code looks up, and those of *annotations*, which are never evaluated."""

    running: set[str] = field(factory=set)
    annotations: set[str] = field(factory=set)

    @classmethod
    def of(cls, body: Iterable[ast.stmt]) -> Needs:
        """The needs of generated classes and functions."""
        needs = cls()
        for node in body:
            needs._add(node)
        return needs

    def _add(self, node: ast.stmt) -> None:
        match node:
            case ast.ClassDef(bases=bases, body=inner):
                self.running |= _names(bases)
                for statement in inner:
                    self._add(statement)
            case ast.FunctionDef():
                self._add_function(node)
            case ast.AnnAssign(annotation=annotation):
                self.annotations |= _names([annotation])

    def _add_function(self, node: ast.FunctionDef) -> None:
        written = [*(parameter.annotation for parameter in parameters(node.args)), node.returns]
        local = [statement for statement in node.body if isinstance(statement, ast.AnnAssign)]
        self.annotations |= _names([*filter(None, written), *(statement.annotation for statement in local)])
        known = {parameter.arg for parameter in parameters(node.args)} | {ast.unparse(name.target) for name in local}
        self.running |= _names([*node.decorator_list, *filter(None, [*node.args.defaults, *node.args.kw_defaults])])
        self.running |= set(_looked_up(node.body)) - known


def _looked_up(body: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in body:
        looked: ast.AST | None = statement.value if isinstance(statement, ast.AnnAssign) else statement
        yield from _names([looked] if looked else [])


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {inner.id for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)}
