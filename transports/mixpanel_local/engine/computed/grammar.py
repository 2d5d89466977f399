"""The formula language of custom properties: its functions, and the assumptions each one rests on.

Source: docs/features/custom-properties. Names of functions and constants in any case; names in formulas as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from mixpanel_local.engine.language import Arity, Binding, Call, Language, Member, Node, Several, read
from mixpanel_local.errors import BadRequest

MOST: Final = 20_000
"""Characters of a formula: docs/features/custom-properties."""

_NONE, _ONE, _TWO, _THREE = (Arity(count, count) for count in range(4))
_TWO_OR_THREE: Final = Arity(2, 3)
_MANY: Final = 2 * MOST
_LANGUAGE: Final = Language(
    functions={
        "today": _NONE,
        **dict.fromkeys(("not", "boolean", "number", "string", "defined", "floor", "ceil", "round"), _ONE),
        **dict.fromkeys(("upper", "lower", "len", "sum"), _ONE),
        **dict.fromkeys(("has_prefix", "has_suffix", "min", "max", "left", "right", "parse_url", "regex_match"), _TWO),
        **dict.fromkeys(("regex_extract", "split"), _TWO_OR_THREE),
        **dict.fromkeys(("if", "mid", "regex_replace", "datedif"), _THREE),
        "ifs": Arity(2, _MANY, 2),
    },
    bindings=frozenset({"let", "any", "all", "filter", "map"}),
    constants={"true": True, "false": False, "undefined": None},
    keys=True,
    comments=True,
    raw=True,
)
_RESTS_ON: Final[dict[str, tuple[str, ...]]] = {
    "today": ("formula_today",),
    "string": ("formula_time_text",),
    "round": ("formula_round",),
    "len": ("formula_length",),
    "in": ("formula_in_case", "formula_undefined_equal"),
    **dict.fromkeys(("==", "!="), ("formula_undefined_equal",)),
    "all": ("formula_all_of_none",),
    "datedif": ("formula_datedif_days", "formula_datedif_backwards"),
    "regex_replace": ("formula_group_references",),
}
_OF_KEYS: Final = ("formula_list_first",)


def parse_formula(formula: str, names: Iterable[str], where: str) -> Node:
    """The tree of *formula*, in which *names* stand for properties."""
    if len(formula) > MOST:
        raise BadRequest(f"{where}: the formula has {len(formula):,} characters; at most {MOST:,} are allowed")
    return read(formula, where, evolve(_LANGUAGE, names=frozenset(names)))


def rests_on(node: Node) -> Iterator[str]:
    """The assumptions that the value of *node* rests on."""
    if isinstance(node, Call):
        yield from _RESTS_ON.get(node.name, ())
    elif isinstance(node, Binding):
        yield from _RESTS_ON.get(node.function, ())
    elif isinstance(node, Member):
        yield from _OF_KEYS
    for part in _parts(node):
        yield from rests_on(part)


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Several):
        return node.items
    if isinstance(node, Binding):
        return (node.over, node.body)
    return (node.whole, node.key) if isinstance(node, Member) else ()
