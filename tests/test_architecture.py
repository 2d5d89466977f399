"""The tree keeps its shape: who imports whom, who may wait, what an import costs, what is documented."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "mixpanel_async": ROOT / "mixpanel_async",
    "mixpanel_sync": ROOT / "mixpanel_sync",
    "mixpanel_transports": ROOT / "transports" / "mixpanel_transports",
    "mixpanel_dataset": ROOT / "transports" / "mixpanel_dataset",
    "mixpanel_local": ROOT / "transports" / "mixpanel_local",
}

# Part of the tree -> what of ours it may import besides itself. The longest matching part decides.
MAY_IMPORT = {
    "mixpanel_transports": (),
    "mixpanel_dataset": ("mixpanel_transports.errors",),
    "mixpanel_local": ("mixpanel_dataset", "mixpanel_transports"),
    "mixpanel_sync": ("mixpanel_async", "mixpanel_transports"),
    "mixpanel_async": ("mixpanel_dataset", "mixpanel_transports"),
    "mixpanel_async.specs": ("mixpanel_async.errors", "mixpanel_async.dates", "mixpanel_async.place"),
    # A program, not a library: it stands on everything and nothing stands on it.
    "mixpanel_async.cli": ("mixpanel_async", "mixpanel_sync", "mixpanel_transports", "mixpanel_local"),
}
# The embedded Mixpanel is optional: named inside the function that connects to it, nowhere else.
CONNECTS_LOCALLY = "mixpanel_async.connect"
# Parts that must not know each other.
STRANGERS = (
    tuple(f"mixpanel_async.queries.{name}" for name in ("insights", "funnel", "retention", "flow", "users")),
    tuple(f"mixpanel_async.entities.{path.stem}" for path in PACKAGES["mixpanel_async"].glob("entities/[!_]*")),
)

# Whoever else waits does it through a Runtime or a Transport.
WAITS = {
    "mixpanel_transports.anyio_runtime": "the async Runtime",
    "mixpanel_transports.blocking_runtime": "the blocking Runtime",
    "mixpanel_transports.httpx_async": "a leaf: deadlines end what the network does not",
    "mixpanel_transports.aiohttp_transport": "a leaf of asyncio",
    "mixpanel_transports.portal": "lends a thread with an event loop",
    "mixpanel_transports._lender": "the portal's side of that thread",
    "mixpanel_async.export.heartbeat": "says that a run lives while the run itself waits, for an hour perhaps",
    "mixpanel_local.interrupting": "interrupts a query until it has ended",
    "mixpanel_dataset.hands": "a leaf: blocks of one window are decoded side by side",
    "mixpanel_local.serving.asgi": "a server: a client that leaves ends its question",
    "mixpanel_local.serving.running": "a server in a thread, for people's tests",
}
WAITING = {"asyncio", "anyio", "trio", "threading", "time.sleep", "concurrent"}

HEAVY = {
    "aiohttp",
    "anyio",
    "anytree",
    "cattrs",
    "duckdb",
    "httpx",
    "msgspec",
    "networkx",
    "polars",
    "sqlglot",
    "tenacity",
}


@frozen
class Import:
    """One import statement's target; *when* is ``run``, ``call`` (inside a function) or ``typing``."""

    target: str
    when: str
    line: int


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of ours by name."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in folder.rglob("*.py"):
            parts = (package, *path.relative_to(folder).with_suffix("").parts)
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def imports(name: str) -> tuple[Import, ...]:
    """What a module imports: modules of ours, others' modules or things in them."""
    return tuple(_imports(modules()[name].body, "run"))


def _imports(body: Iterable[ast.AST], when: str) -> Iterator[Import]:
    for node in body:
        match node:
            case ast.Import(names=names):
                yield from (Import(alias.name, when, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                full = (f"{module}.{alias.name}" for alias in names)
                yield from (Import(module if _is_no_module(each) else each, when, node.lineno) for each in full)
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=inner):
                yield from _imports(inner, "typing")
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _imports(ast.iter_child_nodes(node), "call")
            case _:
                yield from _imports(ast.iter_child_nodes(node), when)


def _is_no_module(full: str) -> bool:
    """Whether *full* is a thing inside a module of ours; of other people's modules that is not known."""
    return ours(full) and full not in modules()


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES


def part_of(name: str) -> str:
    return max((part for part in MAY_IMPORT if within(name, part)), key=len)


def allowed(name: str, used: Import) -> bool:
    if within(used.target, "mixpanel_local") and name == CONNECTS_LOCALLY:
        return used.when != "run"
    part = part_of(name)
    return any(within(used.target, each) for each in (part, *MAY_IMPORT[part]))


def everywhere() -> Iterator[tuple[str, Import]]:
    return ((name, used) for name in modules() for used in imports(name) if ours(used.target))


@cache
def needs(name: str) -> frozenset[str]:
    """All modules of ours that running *name*'s imports runs, itself left out unless it is in a circle."""
    seen: set[str] = set()
    pending = [used.target for used in imports(name) if used.when == "run"]
    while pending:
        target = pending.pop()
        if target in modules() and target not in seen:
            seen.add(target)
            pending += [used.target for used in imports(target) if used.when == "run"]
    return frozenset(seen)


def test_each_part_imports_only_what_it_may() -> None:
    assert [f"{name}:{used.line} imports {used.target}" for name, used in everywhere() if not allowed(name, used)] == []


def test_nothing_but_the_command_imports_the_command() -> None:
    command = "mixpanel_async.cli"
    assert [name for name, used in everywhere() if within(used.target, command) and not within(name, command)] == []


@pytest.mark.parametrize("parts", STRANGERS, ids=["queries", "entities"])
def test_questions_and_entities_do_not_know_each_other(parts: tuple[str, ...]) -> None:
    strangers = [
        f"{name}:{used.line} imports {used.target}"
        for part in parts
        for name, used in everywhere()
        for other in parts
        if within(name, part) and within(used.target, other) and other != part
    ]
    assert strangers == []


def test_no_module_needs_itself() -> None:
    assert [name for name in modules() if name in needs(name)] == []


def test_no_import_stands_in_a_function_to_break_a_circle() -> None:
    late = [(name, used) for name, used in everywhere() if used.when == "call"]
    assert [f"{name}:{used.line}" for name, used in late if name in needs(used.target)] == []


def test_only_runtimes_and_leaves_wait_by_themselves() -> None:
    assert sorted(_waiting() - WAITS.keys()) == []


def test_every_module_that_may_wait_does() -> None:
    assert sorted(WAITS.keys() - _waiting()) == []


def _waiting() -> set[str]:
    return {name for name in modules() if not within(name, "mixpanel_async.cli") and _waits(name)}


def _waits(name: str) -> bool:
    targets = {used.target for used in imports(name) if used.when != "typing"}
    calls = {ast.unparse(node) for node in ast.walk(modules()[name]) if isinstance(node, ast.Attribute)}
    named = targets | ({"time.sleep"} & calls if "time" in targets else set())
    return any(within(target, waiting) for target in named for waiting in WAITING)


@pytest.mark.parametrize(
    "statement",
    [
        "import mixpanel_async",
        "import mixpanel_sync",
        "import mixpanel_transports",
        "import mixpanel_dataset",
        "from mixpanel_dataset import LocalTarget, Manifest, Store, WindowWriter",
        "import mixpanel_local",
        "from mixpanel_async import Filter, QueryResult, Workspace",
        "from mixpanel_sync import Filter, QueryResult, Workspace",
    ],
)
def test_importing_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys\n{statement}\nprint(*[name for name in {sorted(HEAVY)!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_public_is_documented(package: str) -> None:
    names = [name for name in modules() if within(name, package)]
    assert [place for name in names for place in _undocumented(name, modules()[name])] == []


def _undocumented(place: str, node: ast.Module | ast.ClassDef) -> Iterator[str]:
    if ast.get_docstring(node) is None:
        yield place
    for inner in node.body:
        match inner:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield from _undocumented(f"{place}.{name}", inner)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                if ast.get_docstring(inner) is None and not _is_overload(inner):
                    yield f"{place}.{name}"


def _is_overload(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(node) in ("overload", "override") for node in function.decorator_list)
