"""The whole face as files in memory, and what differs from a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from mixpanel_sync._generate.exports import core_stub, face_exports, read_exports
from mixpanel_sync._generate.groups import MODULE, Groups
from mixpanel_sync._generate.modules import face_module, package_module
from mixpanel_sync._generate.source import Library, read_package
from mixpanel_sync._generate.surface import Surface
from mixpanel_sync._generate.tidy import tidy

Tree = Mapping[str, str]
LayOut = Callable[[str, Path, Sequence[str]], str]


def face_tree(core: Path, folder: Path, *, lay_out: LayOut = tidy) -> Tree:
    """Text by path within *folder*, the face of the package in *core*; nothing is written.

    A core beside its face gets the stub that says what its lazy names are, and the module of its groups.
    """
    groups = Groups.of(read_package(core))
    library = groups.joined()
    surface = Surface(library, read_exports(library))
    raw = {"__init__.py": face_exports(surface, folder.name), **dict(_modules(surface, folder.name))}
    if groups.found:
        raw[f"{MODULE}.py"] = groups.face_text(surface, folder.name)
    if core.parent == folder.parent:
        raw[f"../{core.name}/__init__.pyi"] = core_stub(surface)
        if groups.found:
            raw[f"../{core.name}/{MODULE}.py"] = groups.core_text()
    return {place: lay_out(text, folder / place, (core.name, folder.name)) for place, text in sorted(raw.items())}


def differences(tree: Tree, folder: Path) -> Iterator[str]:
    """One line for each file of *folder* that is stale, missing or orphaned."""
    for place, text in tree.items():
        path = folder / place
        if not path.is_file():
            yield f"missing: {path}"
        elif path.read_text("utf-8") != text:
            yield f"stale: {path}"
    yield from (f"orphaned: {path}" for path in orphans(tree, folder))


def write(tree: Tree, folder: Path) -> None:
    """Make the generated part of *folder* what *tree* says."""
    for path in list(orphans(tree, folder)):
        path.unlink()
    for place, text in tree.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def orphans(tree: Tree, folder: Path) -> Iterator[Path]:
    """Files of *folder* that nothing in the core stands behind; private ones at its top are written by hand."""
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder)
        by_hand = place.parts[0].startswith("_") and place.parts[0] != "__init__.py"
        if not by_hand and place.as_posix() not in tree:
            yield path


def _modules(surface: Surface, face: str) -> Iterator[tuple[str, str]]:
    for module in surface.library.modules.values():
        if surface.faces.get(module.name) or surface.functions(module):
            place = _place(surface.library, module.name)
            yield f"{place}.py", face_module(surface, module, face)
            for folder in place.parents[:-1]:
                package = surface.library.modules[".".join((surface.library.name, *folder.parts))]
                yield f"{folder}/__init__.py", package_module(surface, package, face)


def _place(library: Library, module: str) -> PurePosixPath:
    return PurePosixPath(*module.removeprefix(f"{library.name}.").split("."))
