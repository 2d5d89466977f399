"""The public names of a package: read from the core's, written for the face."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from mixpanel_sync._generate.modules import HEADER
from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.source import Library
from mixpanel_sync._generate.surface import Surface

_TEXT = '''
{header}
"""``{core}`` for code that blocks: the same names, no event loop."""
from __future__ import annotations
from importlib import import_module
from typing import TYPE_CHECKING
import {core}
from {core} import __version__ as __version__
if TYPE_CHECKING:
{imports}
__all__ = {names!r}
# Where the names that block live; all others are the core's own.
_FACES = {faces!r}
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
        home = import_module(_FACES[name]) if name in _FACES else {core}
        globals()[name] = value = getattr(home, name)
        return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
'''


def read_exports(library: Library) -> Mapping[str, str]:
    """Each public name and the module it lives in, as the package's ``_HOMES`` says."""
    for node in library.modules[library.name].tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="_HOMES")], value=table)
                | ast.AnnAssign(target=ast.Name(id="_HOMES"), value=ast.expr() as table)
            ):
                homes: dict[str, tuple[str, ...]] = ast.literal_eval(table)
                return {name: f"{library.name}.{home}" for home, names in homes.items() for name in names}
    raise Unfaceable(f"{library.name}: no _HOMES = {{module: (names, ...)}} says what is public")


def core_stub(surface: Surface) -> str:
    """What type checkers and editors read in place of the core's ``__init__``, whose names are lazy."""
    core = surface.library.name
    imports = [f"from {home} import {name} as {name}" for name, home in sorted(surface.exports.items())]
    lines = [HEADER.format(source=core), *imports, "__version__: str", f"__all__ = {sorted(surface.exports)!r}"]
    return "\n".join(lines)


def face_exports(surface: Surface, face: str) -> str:
    """The face's ``__init__``: the same names, those that wait replaced."""
    faces = {name: face + home.removeprefix(surface.library.name) for name, home in _faced(surface)}
    homes = {**surface.exports, **faces}
    imports = [f"    from {homes[name]} import {name}" for name in sorted(homes)]
    core = surface.library.name
    return _TEXT.format(
        header=HEADER.format(source=core),
        core=core,
        imports="\n".join(imports),
        names=sorted(homes),
        faces=dict(sorted(faces.items())),
    ).lstrip()


def _faced(surface: Surface) -> Iterator[tuple[str, str]]:
    for name, home in surface.exports.items():
        module = surface.library.modules[home]
        faces = [core.name for core in surface.faces.get(home, [])]
        if name in faces or name in [function.name for function in surface.functions(module)]:
            yield name, home
