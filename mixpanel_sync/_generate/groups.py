"""The module ``groups``: all groups of operations of a core as the bases of one class, and the same of their faces.

A group is a class that is derived from ``call.Operations``. Type checkers see each of them; a running program loads one
when an operation of it is first used.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent

from attrs import evolve, frozen

from mixpanel_sync._generate.modules import HEADER, PYRIGHT
from mixpanel_sync._generate.source import CoreClass, Library, Module
from mixpanel_sync._generate.surface import Surface, shown

MODULE = "groups"
_BASE = ("call", "Operations")
_TYPED = '''
{imports}
class Groups({bases}):
    """All operations together."""
    {held}
'''
_TEXT = '''
{header}
{remark}
"""Every operation; a group of them is loaded when one of its operations is first used."""
from __future__ import annotations
from typing import TYPE_CHECKING
from {core}.later import later
from {module} import {base}
HOMES = {homes!r}
if TYPE_CHECKING:
{typed}
else:
    class Groups({base}):
        """All operations together."""
    later(Groups, HOMES)
'''


@frozen(eq=False)
class Groups:
    """The groups of a *library*: the classes in *found*, in the order of its modules."""

    library: Library
    found: Sequence[CoreClass]

    @classmethod
    def of(cls, library: Library) -> Groups:
        """Those there are, whatever the module on disk says."""
        module, base = _BASE
        home = library.modules.get(f"{library.name}.{module}")
        root = home.classes.get(base) if home else None
        classes = [core for each in library.modules.values() for core in each.classes.values()]
        return cls(library, [core for core in classes if any(base is root for base in _ancestors(library, core))])

    def joined(self) -> Library:
        """The library with the module that holds them all; as it is where there are none."""
        if not self.found:
            return self.library
        name = f"{self.library.name}.{MODULE}"
        module = Module(name, ast.parse(self._typed(self.found, self._core_side())))
        return evolve(self.library, modules={**self.library.modules, name: module})

    def core_text(self) -> str:
        """The core's module."""
        names = {core: [method.name for method in core.methods] for core in self.found}
        return self._text(names, self._core_side())

    def face_text(self, surface: Surface, face: str) -> str:
        """The face's module."""
        faced = [core for core in self.found if core in surface.faces.get(core.module.name, ())]
        names = {core: [method.name for method in shown(core)] for core in faced}
        held = (f"from {self.library.name} import {MODULE} as core", "_core: core.Groups")
        return self._text(names, _Side(face, f"{face}._face", "Face", *held))

    def _core_side(self) -> _Side:
        module, base = _BASE
        return _Side(self.library.name, f"{self.library.name}.{module}", base)

    def _text(self, names: Mapping[CoreClass, Sequence[str]], side: _Side) -> str:
        homes = {f"{self._home(core, side)}.{core.name}": (*dict.fromkeys(said),) for core, said in names.items()}
        return _TEXT.format(
            header=HEADER.format(source=f"the groups of operations in {self.library.name}"),
            remark=PYRIGHT if side.held else "",
            core=self.library.name,
            module=side.module,
            base=side.base,
            homes=homes,
            typed=indent(self._typed([*names], side), "    "),
        ).lstrip()

    def _typed(self, groups: Sequence[CoreClass], side: _Side) -> str:
        """The class as type checkers see it; what another group inherits from need not be named."""
        inherited = {base for core in groups for base in self.library.bases(core)}
        named = [core for core in groups if core not in inherited]
        imports = [side.imports, *(f"from {self._home(core, side)} import {core.name}" for core in named)]
        bases = ", ".join(core.name for core in named)
        return _TYPED.format(imports="\n".join(imports), bases=bases, held=side.held)

    def _home(self, core: CoreClass, side: _Side) -> str:
        return side.package + core.module.name.removeprefix(self.library.name)


@frozen
class _Side:
    """The core or its face: its *package*, what a class of it stands on, what type checkers are told it holds."""

    package: str
    module: str
    base: str
    imports: str = ""
    held: str = ""


def _ancestors(library: Library, core: CoreClass) -> Iterator[CoreClass]:
    for base in library.bases(core):
        yield base
        yield from _ancestors(library, base)
