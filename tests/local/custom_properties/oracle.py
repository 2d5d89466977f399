"""Formulas as trees of Python: how one is written, and what it gives.

Undefined is None. Rules: docs/features/custom-properties and, for types, reference/segmentation-expressions.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

Row = Mapping[str, Any]


@frozen
class Tree:
    """A function, an operator, a literal (``value``) or a name, with its parts."""

    kind: str
    parts: tuple[Any, ...] = ()


def written(tree: Tree) -> str:
    """The formula, with parentheses around everything."""
    kind, parts = tree.kind, tree.parts
    if kind == "value":
        return _literal(parts[0])
    if kind == "name":
        return str(parts[0])
    if kind in BINARY or kind in ("and", "or", "in"):
        return f"({written(parts[0])} {kind} {written(parts[1])})"
    if kind in ("minus", "not"):
        return f"({'-' if kind == 'minus' else 'not '}{written(parts[0])})"
    if kind in ("let", "any", "all", "filter", "map"):
        return f"{kind}({parts[0]}, {written(parts[1])}, {written(parts[2])})"
    if kind == "item":
        return f"({written(parts[0])})[{written(parts[1])}]"
    return f"{kind}({', '.join(map(written, parts))})"


def value(tree: Tree, row: Row) -> Any:
    """What the formula gives for *row*; names are keys of it."""
    kind, parts = tree.kind, tree.parts
    if kind == "value":
        return parts[0]
    if kind == "name":
        return row.get(parts[0])
    if kind in ("let", "any", "all", "filter", "map"):
        return _bound(kind, parts, row)
    if kind in ("if", "and", "or"):
        return _logic(kind, [value(part, row) for part in parts])
    return FUNCTIONS[kind](*(value(part, row) for part in parts))


def _literal(given: Any) -> str:
    if given is None:
        return "undefined"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, list):
        return f"[{', '.join(map(_literal, given))}]"
    if isinstance(given, str):
        escaped = given.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return repr(given)


def _logic(kind: str, values: list[Any]) -> Any:
    if kind == "if":
        return values[1] if values[0] is True else values[2]
    return (all if kind == "and" else any)(one is True for one in values)


def _bound(kind: str, parts: tuple[Any, ...], row: Row) -> Any:
    name, over = parts[0], value(parts[1], row)
    if kind == "let":
        return value(parts[2], {**row, name: over})
    if not isinstance(over, list):
        return None
    results = [value(parts[2], {**row, name: item}) for item in over]
    if kind == "map":
        return results
    if kind == "filter":
        return [item for item, result in zip(over, results, strict=True) if result is True]
    return (any if kind == "any" else all)(result is True for result in results)


def is_number(one: Any) -> bool:
    """Whether it is one; true and false are none."""
    return isinstance(one, int | float) and not isinstance(one, bool)


def same(one: Any, other: Any) -> bool:
    """Equality: of one type, text in any case, undefined is equal to itself."""
    if one is None or other is None:
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one.lower() == other.lower()
    if is_number(one) and is_number(other):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)


def _numeric(apply: Callable[..., Any]) -> Callable[..., Any]:
    def run(*given: Any) -> Any:
        if not all(map(is_number, given)):
            return None
        try:
            return apply(*given)
        except (ZeroDivisionError, ValueError):
            return None

    return run


def _plus(one: Any, other: Any) -> Any:
    if isinstance(one, str) and isinstance(other, str):
        return one + other
    return _numeric(operator.add)(one, other)


def _of_text(apply: Callable[..., Any]) -> Callable[..., Any]:
    return lambda one, *more: apply(one, *more) if isinstance(one, str) else None


def _in(one: Any, other: Any) -> Any:
    if isinstance(other, list):
        return any(same(one, item) for item in other)
    return one.lower() in other.lower() if isinstance(one, str) and isinstance(other, str) else None


def _not(one: Any) -> Any:
    return True if one is None else (not one if isinstance(one, bool) else None)


def _boolean(one: Any) -> bool:
    return one not in (None, "", "false", 0) or one is True


def _cut(apply: Callable[[str, int], str]) -> Callable[..., Any]:
    def run(one: Any, count: Any) -> Any:
        return apply(one, math.floor(count)) if isinstance(one, str) and is_number(count) and count >= 0 else None

    return run


def _split(one: Any, delimiter: Any, at: Any) -> Any:
    if not isinstance(one, str) or not isinstance(delimiter, str) or len(delimiter) != 1:
        return None
    if delimiter not in one:
        return one
    parts = one.split(delimiter)
    return parts[math.floor(at) - 1] if is_number(at) and 1 <= at < len(parts) + 1 else None


def _sum(one: Any) -> Any:
    return float(sum(item for item in one if is_number(item))) if isinstance(one, list) else None


def _item(one: Any, at: Any) -> Any:
    if not isinstance(one, list) or not is_number(at) or not 0 <= at < len(one):
        return None
    return one[math.floor(at)]


def _both(apply: Callable[[str, str], bool]) -> Callable[..., Any]:
    def run(one: Any, other: Any) -> Any:
        return apply(one.lower(), other.lower()) if isinstance(one, str) and isinstance(other, str) else None

    return run


BINARY: Final[dict[str, Callable[..., Any]]] = {
    "+": _plus,
    "-": _numeric(operator.sub),
    "*": _numeric(operator.mul),
    "/": _numeric(operator.truediv),
    "%": _numeric(math.fmod),
    "==": same,
    "!=": lambda one, other: not same(one, other),
    "<": _numeric(operator.lt),
    "<=": _numeric(operator.le),
    ">": _numeric(operator.gt),
    ">=": _numeric(operator.ge),
}
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    **BINARY,
    "in": _in,
    "minus": _numeric(operator.neg),
    "not": _not,
    "boolean": _boolean,
    "defined": lambda one: one is not None,
    "upper": _of_text(str.upper),
    "lower": _of_text(str.lower),
    "len": lambda one: len(one) if isinstance(one, str | list) else None,
    "left": _cut(lambda text, count: text[:count]),
    "right": _cut(lambda text, count: text[len(text) - min(count, len(text)) :]),
    "split": _split,
    "has_prefix": _both(str.startswith),
    "has_suffix": _both(str.endswith),
    "min": _numeric(min),
    "max": _numeric(max),
    "floor": _numeric(math.floor),
    "ceil": _numeric(math.ceil),
    "sum": _sum,
    "item": _item,
}
