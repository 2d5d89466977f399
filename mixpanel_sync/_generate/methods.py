"""One function of the core as one function of the face."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy

from attrs import frozen

from mixpanel_sync._generate.docstrings import blocking
from mixpanel_sync._generate.parameters import Handed, handed, parameters
from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.returns import Given, Returns
from mixpanel_sync._generate.source import CoreClass, Function, Module
from mixpanel_sync._generate.surface import Surface, shown

_NAMES = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
}
_KEPT = {"classmethod", "staticmethod", "property", "overload", "override"}
_REPLACED = {"cached_property": "property"}
_DROPPED = {"asynccontextmanager"}


@frozen
class Writer:
    """Writes faces of functions in *module* into the package *face*."""

    surface: Surface
    module: Module
    face: str

    def methods(self, core: CoreClass) -> Iterator[Function]:
        """The face of every public function of *core*, in its order."""
        overloaded = {function.name for function in shown(core) if "overload" in _decorators(function)}
        for function in shown(core):
            if function.name == "__init__":
                yield from self._constructor(core, function)
            else:
                yield self._method(core, function, overloaded=function.name in overloaded)

    def function(self, function: Function) -> ast.FunctionDef:
        """The face of a function that stands in the module itself."""
        call = self._handed(function, bound=False)
        given = self._given(function, f"core.{function.name}({call.arguments})", owner=None)
        return self._written(function, function.returns and given.annotation, [*call.first, _return(given)])

    def _constructor(self, core: CoreClass, function: Function) -> Iterator[Function]:
        call = handed(self.surface.library, self.module, function, bound=True)
        if call.has_runtime:
            made = f"self._core = core.{core.name}({call.arguments})"
            yield self._written(function, function.returns, [*call.first, made])

    def _method(self, core: CoreClass, function: Function, *, overloaded: bool) -> ast.FunctionDef:
        if "overload" in _decorators(function):
            return self._written(function, self._given(function, "", owner="type(self)").annotation, ["..."])
        if special := self._special(core, function):
            return self._written(function, special.annotation, [special.expression])
        return self._handing_on(core, function, overloaded=overloaded)

    def _handing_on(self, core: CoreClass, function: Function, *, overloaded: bool) -> ast.FunctionDef:
        """The common case: one line that calls the core and gives what it gave."""
        kinds = set(_decorators(function))
        of_class = kinds & {"classmethod", "staticmethod"}
        subject, owner = (f"core.{core.name}", "cls") if of_class else ("self._core", "type(self)")
        call = self._handed(function, bound="staticmethod" not in kinds)
        arguments = "" if kinds & {"property", "cached_property"} else f"({call.arguments})"
        method = f"any_overload({subject}.{function.name})" if overloaded else f"{subject}.{function.name}"
        given = self._given(function, f"{method}{arguments}", owner=owner)
        if given.expression.startswith("wrap(cls,") and not call.has_runtime:
            raise Unfaceable(
                f"{core.module.name}:{function.lineno}: {core.name}.{function.name} waits on an event loop; "
                "give it a parameter runtime: Runtime | None = None"
            )
        return self._written(function, given.annotation, [*call.first, _return(given)])

    def _special(self, core: CoreClass, function: Function) -> Given | None:
        """The methods behind ``with`` and ``for``, where they differ from a driven call."""
        match function.name:
            case "__aenter__" if isinstance(function.returns, ast.Name) and function.returns.id in ("Self", core.name):
                return Given(function.returns, "drive(self._core.__aenter__())\nreturn self")
            case "__aiter__":
                return Given(_row_iterator(core), "return drive_rows(self._core)")
            case "__anext__":
                return Given(function.returns, "return drive_next(self._core)")
        return None

    def _handed(self, function: Function, *, bound: bool) -> Handed:
        returns = Returns(self.surface, self.module)
        for parameter in parameters(function.args):
            returns.check_parameter(parameter)
        return handed(self.surface.library, self.module, function, bound=bound)

    def _given(self, function: Function, expression: str, *, owner: str | None) -> Given:
        context = "asynccontextmanager" in _decorators(function)
        if isinstance(function, ast.AsyncFunctionDef) and not context and not _yields(function):
            expression = f"drive({expression})"
        return Returns(self.surface, self.module, owner).given(function.returns, expression, context=context)

    def _written(self, function: Function, returns: ast.expr | None, body: list[str]) -> ast.FunctionDef:
        name = _NAMES.get(function.name, function.name)
        statements = [*self._docstring(function), *ast.parse("\n".join(body)).body]
        decorators: list[ast.expr] = [
            ast.Name(_REPLACED.get(kind, kind), ast.Load()) for kind in _decorators(function) if kind not in _DROPPED
        ]
        return ast.FunctionDef(
            name, deepcopy(function.args), statements, decorators, returns, None, lineno=function.lineno
        )

    def _docstring(self, function: Function) -> list[ast.stmt]:
        text = ast.get_docstring(function, clean=False)
        return [ast.Expr(ast.Constant(blocking(text, self.surface.library.name, self.face)))] if text else []


def _decorators(function: Function) -> list[str]:
    names = [ast.unparse(node) for node in function.decorator_list]
    for name in names:
        if name not in _KEPT | _REPLACED.keys() | _DROPPED:
            raise Unfaceable(f"{function.name} (line {function.lineno}): no face knows the decorator @{name}")
    return names


def _yields(function: Function) -> bool:
    """Whether it is a generator: a yield of its own, not one of a function inside it."""
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield):
            return True
        if not isinstance(node, Function | ast.Lambda):
            pending += ast.iter_child_nodes(node)
    return False


def _return(given: Given) -> str:
    nothing = isinstance(given.annotation, ast.Constant) and given.annotation.value is None
    return given.expression if nothing else f"return {given.expression}"


def _row_iterator(core: CoreClass) -> ast.expr:
    """``Iterator`` of what ``__anext__`` gives; only what comes in pages can be driven at speed."""
    row = core.method("__anext__")
    if row is None or row.returns is None or not core.method("pages") or not core.method("close"):
        raise Unfaceable(f"{core.module.name}: {core.name} has __aiter__; give it __anext__, pages() and close() too")
    return ast.Subscript(ast.Name("Iterator", ast.Load()), row.returns, ast.Load())
