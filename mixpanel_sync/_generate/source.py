"""The core's modules as syntax trees, and what the names in them stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from attrs import evolve, field, frozen

from mixpanel_sync._generate.problem import Unfaceable

Function = ast.FunctionDef | ast.AsyncFunctionDef


@frozen
class Origin:
    """Where a name comes from: *attribute* of *module* (None: the module itself); *lazy* is for type checkers only."""

    module: str
    attribute: str | None
    lazy: bool = False


@frozen(eq=False, slots=False)
class Module:
    """One module of the core."""

    name: str
    tree: ast.Module = field(repr=False)
    is_package: bool = False

    @cached_property
    def names(self) -> Mapping[str, Origin]:
        """What each global name stands for."""
        return dict(_names(self.name, self.tree.body))

    @cached_property
    def classes(self) -> Mapping[str, CoreClass]:
        """The classes defined here."""
        return {node.name: CoreClass(self, node) for node in self.tree.body if isinstance(node, ast.ClassDef)}

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The functions defined here."""
        return {node.name: node for node in self.tree.body if isinstance(node, Function)}

    @property
    def docstring(self) -> str:
        """The module's docstring."""
        return ast.get_docstring(self.tree, clean=False) or ""


@frozen(eq=False)
class CoreClass:
    """One class of the core."""

    module: Module
    node: ast.ClassDef = field(repr=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    @property
    def methods(self) -> Iterator[Function]:
        """The functions of its body, overloads included."""
        return (node for node in self.node.body if isinstance(node, Function))

    def method(self, name: str) -> Function | None:
        """The (last) function called *name* in its body."""
        return next((node for node in reversed([*self.methods]) if node.name == name), None)


@frozen(eq=False)
class Library:
    """All modules of the package called *name*."""

    name: str
    modules: Mapping[str, Module] = field(repr=False)

    def class_of(self, module: Module, expression: ast.expr | None) -> CoreClass | None:
        """The class of this package that a name or ``Name[...]`` in *module* stands for."""
        if isinstance(expression, ast.Subscript):
            expression = expression.value
        if not isinstance(expression, ast.Name) or expression.id not in module.names:
            return None
        return self._find(module.names[expression.id])

    def _find(self, origin: Origin) -> CoreClass | None:
        home = self.modules.get(origin.module)
        if home is None or origin.attribute is None:
            return None
        if origin.attribute in home.classes:
            return home.classes[origin.attribute]
        further = home.names.get(origin.attribute)
        return None if further is None or further.module == home.name else self._find(further)

    def bases(self, core: CoreClass) -> Iterator[CoreClass]:
        """The direct bases of *core* that belong to this package."""
        return (base for node in core.node.bases if (base := self.class_of(core.module, node)))


def read_package(folder: Path) -> Library:
    """The package in *folder*; its private modules too, for a public class may come from one."""
    files = sorted(folder.rglob("*.py"))
    modules = (_read(path, path.relative_to(folder.parent)) for path in files)
    return Library(folder.name, {module.name: module for module in modules})


def _read(path: Path, place: Path) -> Module:
    is_package = place.name == "__init__.py"
    name = ".".join((place.parent if is_package else place.with_suffix("")).parts)
    return Module(name, ast.parse(path.read_text("utf-8"), str(path)), is_package)


def _names(home: str, body: list[ast.stmt], *, lazy: bool = False) -> Iterator[tuple[str, Origin]]:
    for node in body:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield alias.asname or alias.name, Origin(alias.name, None, lazy)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for alias in names:
                    yield alias.asname or alias.name, Origin(module, alias.name, lazy)
            case ast.ImportFrom():
                raise Unfaceable(f"{home}:{node.lineno}: a relative import; write the module's whole name")
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, Origin(home, name, lazy)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name, Origin(home, name, lazy)
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=inner):
                for name, origin in _names(home, inner):
                    yield name, evolve(origin, lazy=True)
