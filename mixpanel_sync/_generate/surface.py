"""Which classes and functions of the core get a face, and which of a class's members it shows."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from mixpanel_sync._generate.source import CoreClass, Function, Library, Module

_MAKING = {
    "__new__",
    "__del__",
    "__init_subclass__",
    "__class_getitem__",
    "__getattr__",
    "__getstate__",
    "__setstate__",
}
_ATTRS = {"frozen", "define", "attrs", "mutable"}


def is_public(name: str) -> bool:
    """Whether users call it: plain names, the special methods save those of making, notebooks' ``_repr_html_``."""
    if name.startswith("__"):
        return name.endswith("__") and name not in _MAKING
    return not name.startswith("_") or (name.startswith("_repr_") and name.endswith("_"))


def shown(core: CoreClass) -> Iterator[Function]:
    """The public functions of a class's body."""
    return (function for function in core.methods if is_public(function.name))


def is_value(core: CoreClass) -> bool:
    """Whether it is an attrs class or a protocol: those are passed around, not driven."""
    decorators = {_last_name(node.func if isinstance(node, ast.Call) else node) for node in core.node.decorator_list}
    return bool(decorators & _ATTRS) or any(_last_name(base) == "Protocol" for base in core.node.bases)


def waits(library: Library, core: CoreClass) -> bool:
    """Whether a public method, its own or inherited, must be awaited or iterated asynchronously."""
    own = any(isinstance(function, ast.AsyncFunctionDef) or function.name == "__aiter__" for function in shown(core))
    return own or any(waits(library, base) for base in library.bases(core))


def shows_anything(library: Library, core: CoreClass) -> bool:
    """Whether it has public members, its own or inherited."""
    return any(shown(core)) or any(shows_anything(library, base) for base in library.bases(core))


@frozen(eq=False)
class Surface:
    """What of *library* the face shows: *exports* maps its public names to their modules."""

    library: Library
    exports: Mapping[str, str]
    faces: Mapping[str, list[CoreClass]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        faces: dict[str, list[CoreClass]] = {}
        for core in sorted(self._reached(), key=lambda core: core.node.lineno):
            faces.setdefault(core.module.name, []).append(core)
        object.__setattr__(self, "faces", faces)

    def face(self, module: Module, expression: ast.expr | None) -> CoreClass | None:
        """The class with a face that *expression* in *module* stands for."""
        core = self.library.class_of(module, expression)
        return core if core and core in self.faces.get(core.module.name, ()) else None

    def functions(self, module: Module) -> list[ast.AsyncFunctionDef]:
        """The exported coroutine functions of *module*."""
        own = [name for name, home in self.exports.items() if home == module.name]
        return [node for name in own if isinstance(node := module.functions.get(name), ast.AsyncFunctionDef)]

    def _reached(self) -> Iterable[CoreClass]:
        reached: dict[CoreClass, None] = {}
        pending = [core for core in self._exported() if self._is_driven(core)]
        while pending:
            core = pending.pop()
            if core not in reached:
                reached[core] = None
                pending += [base for base in self.library.bases(core) if shows_anything(self.library, base)]
                pending += [kind for kind in self._returned(core) if self._is_driven(kind)]
        return reached

    def _exported(self) -> Iterator[CoreClass]:
        for name, home in self.exports.items():
            if name in self.library.modules[home].classes:
                yield self.library.modules[home].classes[name]

    def _is_driven(self, core: CoreClass) -> bool:
        return not is_value(core) and waits(self.library, core)

    def _returned(self, core: CoreClass) -> Iterator[CoreClass]:
        for function in shown(core):
            for node in ast.walk(function.returns) if function.returns else ():
                found = self.library.class_of(core.module, node) if isinstance(node, ast.Name) else None
                if found is not None:
                    yield found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
