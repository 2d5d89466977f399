"""A signature's parameters, handed on to the core unchanged but for the runtime."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from attrs import frozen

from mixpanel_sync._generate.source import CoreClass, Function, Library, Module

BLOCKING = "BlockingRuntime()"


@frozen
class Handed:
    """What a face calls the core with: *arguments*, after the statements of *first*."""

    arguments: str
    first: tuple[str, ...] = ()

    @property
    def has_runtime(self) -> bool:
        """Whether the caller may choose the runtime, and the face does when the caller does not."""
        return BLOCKING in self.arguments or any(BLOCKING in statement for statement in self.first)


def handed(library: Library, module: Module, function: Function, *, bound: bool) -> Handed:
    """The call that hands on *function*'s own arguments; a *bound* function's first one is not among them."""
    kwargs = function.args.kwarg
    first = (
        (f"{kwargs.arg}.setdefault('runtime', {BLOCKING})",)
        if kwargs and _takes_runtime(library, module, kwargs)
        else ()
    )
    return Handed(", ".join(_arguments(function.args, bound=bound)), first)


def parameters(arguments: ast.arguments) -> Iterator[ast.arg]:
    """Every parameter, in the order written."""
    yield from arguments.posonlyargs
    yield from arguments.args
    yield from filter(None, [arguments.vararg])
    yield from arguments.kwonlyargs
    yield from filter(None, [arguments.kwarg])


def _arguments(arguments: ast.arguments, *, bound: bool) -> Iterator[str]:
    positional = [*arguments.posonlyargs, *arguments.args][bound:]
    yield from (_value(parameter) for parameter in positional)
    if arguments.vararg:
        yield f"*{arguments.vararg.arg}"
    yield from (f"{parameter.arg}={_value(parameter)}" for parameter in arguments.kwonlyargs)
    if arguments.kwarg:
        yield f"**{arguments.kwarg.arg}"


def _value(parameter: ast.arg) -> str:
    return f"runtime or {BLOCKING}" if parameter.arg == "runtime" else parameter.arg


def _takes_runtime(library: Library, module: Module, kwargs: ast.arg) -> bool:
    """Whether ``**options: Unpack[Options]`` may hold a runtime."""
    match kwargs.annotation:
        case ast.Subscript(value=ast.Name(id="Unpack"), slice=options):
            found = library.class_of(module, options)
            return found is not None and _has_key(library, found, "runtime")
    return False


def _has_key(library: Library, options: CoreClass, key: str) -> bool:
    own = any(isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == key for node in options.node.body)
    return own or any(_has_key(library, base, key) for base in library.bases(options))
