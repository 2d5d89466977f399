from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixpanel_async.specs.formula_text import capitals, is_formula, names, numbers, operand_name

VALUES = st.sampled_from(["A", "B", "AB", "A2", "b", "1", "2.5", ".5", "1e3", "1e-3"])
FORMULAS = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "-", "*", " /", "^"]), VALUES).map("".join),
        inner.map("({})".format),
        VALUES.map("-{}".format),
    ),
)


@given(FORMULAS)
def test_what_the_grammar_makes_is_a_formula(text: str) -> None:
    assert is_formula(text)


@given(FORMULAS, st.sampled_from([" +", " %", "(", ")", " B", ",", "é", "\u00a0"]))
def test_one_word_too_much_is_not(text: str, more: str) -> None:
    assert not is_formula(text + more)


@pytest.mark.parametrize(
    "text", ["", " ", "+A", "A ^ -2", "A ** B", "sum(A)", "2A", "()", "A B", "1.", "A + 1e", "(A)(B)"]
)
def test_it_is_no_formula(text: str) -> None:
    assert not is_formula(text)


def test_deep_nesting_is_a_formula() -> None:
    assert is_formula("(" * 2000 + "A" + ")" * 2000)


def test_names_numbers_and_capitals_are_found() -> None:
    text = "(B / A2) * 1E3 + b - B"

    assert (names(text), numbers(text), capitals(text)) == (["B", "A2", "b"], ["1E3"], ["A", "B", "E"])


def test_operands_are_counted_in_letters() -> None:
    assert [operand_name(index) for index in (0, 25, 26, 27, 52, 676)] == ["A", "Z", "BA", "BB", "CA", "BAA"]
