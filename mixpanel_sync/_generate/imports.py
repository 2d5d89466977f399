"""The imports a generated module needs: those its core module has for the same names, and the driver's."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable

from attrs import evolve, frozen

from mixpanel_sync._generate.needs import Needs
from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.source import Module, Origin
from mixpanel_sync._generate.surface import Surface

_FACE_HELPERS = ("DrivenContext", "Face", "any_overload", "drive_items", "drive_next", "drive_rows", "wrap")
_SUPPLIED = {
    **{name: Origin("mixpanel_sync._face", name) for name in _FACE_HELPERS},
    **{name: Origin("collections.abc", name) for name in ("Generator", "Iterator")},
    "AbstractContextManager": Origin("contextlib", "AbstractContextManager"),
    "BlockingRuntime": Origin("mixpanel_transports.blocking_runtime", "BlockingRuntime"),
    "drive": Origin("mixpanel_transports.drive", "drive"),
}


@frozen
class Imports:
    """Finds where the names in the face of *module* come from."""

    surface: Surface
    module: Module
    face: str

    def lines(self, body: Iterable[ast.stmt]) -> list[str]:
        """The import statements *body* needs, those for type checkers last and under their guard."""
        needs = Needs.of(body)
        names = sorted(needs.running | needs.annotations)
        found = {name: self._origin(name, running=name in needs.running) for name in names}
        plain = [_import(name, origin) for name, origin in found.items() if origin and not origin.lazy]
        lazy = [f"    {_import(name, origin)}" for name, origin in found.items() if origin and origin.lazy]
        if not lazy:
            return plain
        return [*plain, "from typing import TYPE_CHECKING", "if TYPE_CHECKING:", *lazy]

    def _origin(self, name: str, *, running: bool) -> Origin | None:
        origin = self._home(name)
        return evolve(origin, lazy=False) if origin and running else origin

    def _home(self, name: str) -> Origin | None:
        if name == "core":
            package, _, module = self.module.name.rpartition(".")
            return Origin(package, module, lazy=True)
        known = self.module.names.get(name)
        core = self.surface.face(self.module, ast.Name(name, ast.Load()))
        if core is not None and known is not None:
            return self._face_home(name, Origin(self._mirrored(core.module.name), core.name, known.lazy))
        if known is None and name not in _SUPPLIED and not hasattr(builtins, name):
            raise Unfaceable(f"{self.module.name}: {name} stands in a public signature and is not imported at the top")
        return known or _SUPPLIED.get(name)

    def _face_home(self, name: str, origin: Origin) -> Origin | None:
        """Nothing is imported from the module being written."""
        return None if origin.module == self._mirrored(self.module.name) and origin.attribute == name else origin

    def _mirrored(self, module: str) -> str:
        return self.face + module.removeprefix(self.surface.library.name)


def _import(name: str, origin: Origin) -> str:
    if origin.attribute is None:
        return f"import {origin.module}" + (f" as {name}" if name != origin.module else "")
    return f"from {origin.module} import {origin.attribute}" + (f" as {name}" if name != origin.attribute else "")
