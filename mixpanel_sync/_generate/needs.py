"""Which global names a piece of generated code looks up: while it runs, and while it is only read by type checkers."""

from __future__ import annotations

import ast
from collections.abc import Iterable

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
        known = {parameter.arg for parameter in parameters(node.args)}
        annotations = [*(parameter.annotation for parameter in parameters(node.args)), node.returns]
        defaults = filter(None, [*node.args.defaults, *node.args.kw_defaults])
        self.annotations |= _names(filter(None, annotations))
        self.running |= _names([*node.decorator_list, *defaults]) | (_names(node.body) - known)


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {inner.id for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)}
