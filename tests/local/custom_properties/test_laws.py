"""The engine gives what Python gives, whatever the formula and the values."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.local.custom_properties import oracle
from tests.local.custom_properties.formulas import Formulas
from tests.local.custom_properties.oracle import Tree

NUMBERS = st.sampled_from([0, 1, 2, 3, -2, 0.5, 2.5, -7.25, 100])
TEXTS = st.sampled_from(["", "a", "A", "aB", "b a", "false", "1", 'q"', "x\\y", "é"])
PLAIN = st.one_of(NUMBERS, TEXTS, st.booleans(), st.none())
LISTS = st.lists(PLAIN, max_size=3)
NAMES = ("A", "B", "C")
LEAVES = st.one_of(
    st.sampled_from(NAMES).map(lambda name: Tree("name", (name,))),
    PLAIN.map(lambda value: Tree("value", (value,))),
    LISTS.map(lambda value: Tree("value", (value,))),
)
ONE = ("minus", "not", "boolean", "defined", "upper", "lower", "len", "floor", "ceil", "sum")
TWO = (*oracle.BINARY, "in", "left", "right", "has_prefix", "has_suffix", "min", "max", "item")


def _larger(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def call(kinds: tuple[str, ...], count: int) -> st.SearchStrategy[Tree]:
        return st.builds(lambda kind, parts: Tree(kind, parts), st.sampled_from(kinds), st.tuples(*[inner] * count))

    bound = st.builds(
        lambda kind, name, over, body: Tree(kind, (name, over, body)),
        st.sampled_from(["let", "any", "all", "filter", "map"]),
        st.sampled_from(NAMES),
        inner,
        inner,
    )
    tests = st.one_of(call(TWO, 2), call(("not", "defined"), 1), inner)
    logic = st.builds(lambda kind, parts: Tree(kind, parts), st.sampled_from(["and", "or"]), st.tuples(tests, tests))
    either = st.builds(lambda *parts: Tree("if", parts), tests, inner, inner)
    split = st.builds(
        lambda text, delimiter, at: Tree("split", (text, Tree("value", (delimiter,)), at)),
        inner,
        st.sampled_from(["a", " ", "x"]),
        inner,
    )
    return st.one_of(call(ONE, 1), call(TWO, 2), bound, logic, either, split)


TREES = st.recursive(LEAVES, _larger, max_leaves=12)
ROWS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, PLAIN | LISTS)), min_size=20, max_size=20)


@given(rows=ROWS, trees=st.lists(TREES, min_size=20, max_size=20))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_formulas(rows: list[dict[str, Any]], trees: list[Tree]) -> None:
    with TemporaryDirectory() as folder:
        formulas = Formulas(Path(folder), rows)
        try:
            for tree in trees:
                _check(formulas, tree, rows)
        finally:
            formulas.database.close()


def _check(formulas: Formulas, tree: Tree, rows: list[dict[str, Any]]) -> None:
    formula = oracle.written(tree)
    if _is_refused(tree) or _depth(tree) > 4:
        return
    found = formulas.all(formula, {name: {"value": name, "type": "unknown"} for name in NAMES})
    for one, row in zip(found, rows, strict=True):
        expected = oracle.value(tree, row)
        assert _alike(one, expected), (formula, row, one, expected)


def _is_refused(tree: Tree) -> bool:
    """Whether literals are joined by *and* or *or*, which means nothing."""
    parts = [part for part in tree.parts if isinstance(part, Tree)]
    literals = [part.parts[0] for part in parts if part.kind == "value"]
    own = tree.kind in ("and", "or") and not all(isinstance(one, bool | list) for one in literals)
    return own or any(map(_is_refused, parts))


def _depth(tree: Tree) -> int:
    """How many functions of lists stand inside one another."""
    inner = max((_depth(part) for part in tree.parts if isinstance(part, Tree)), default=0)
    return inner + (tree.kind in ("any", "all", "filter", "map"))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if oracle.is_number(one) and oracle.is_number(other):
        return math.isclose(one, other, rel_tol=1e-12) or (one == other)
    return type(one) is type(other) and bool(one == other)
