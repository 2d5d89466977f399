"""Formulas over metrics: letters, numbers, + - * / ^ and parentheses."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import field, frozen

from mixpanel_local.errors import BadRequest

Number: TypeAlias = float | int | None
"""A point; None where there is no value."""

_TOKEN: Final = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z][A-Za-z0-9]*)|([-+*/^()]))", re.ASCII
)
_BINDS: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
_SIGN_BINDS: Final = 3
_APPLY: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


@frozen
class Arithmetic:
    """What is assumed where arithmetic has no answer; *take* is asked only then."""

    take: Callable[[str], object]

    def divided_by_zero(self) -> Number:
        """The result of a division by zero."""
        return 0 if self.take("division_by_zero") == "zero" else None

    def missing(self) -> Number:
        """The value of a metric that has none."""
        return 0 if self.take("formula_missing") == "zero" else None


@frozen
class Constant:
    """A number."""

    number: float

    def at(self, _: Mapping[str, Number], __: Arithmetic) -> Number:
        """Itself."""
        return self.number

    @property
    def letters(self) -> frozenset[str]:
        """No metric."""
        return frozenset()


@frozen
class Letter:
    """The metric of that letter; A is the first."""

    letter: str

    def at(self, metrics: Mapping[str, Number], arithmetic: Arithmetic) -> Number:
        """The metric's value."""
        value = metrics[self.letter]
        return arithmetic.missing() if value is None else value

    @property
    def letters(self) -> frozenset[str]:
        """Itself."""
        return frozenset({self.letter})


@frozen
class Operation:
    """Two terms and the sign between them."""

    sign: str
    left: Term
    right: Term

    def at(self, metrics: Mapping[str, Number], arithmetic: Arithmetic) -> Number:
        """The result; None where a side has none, and beyond the range of numbers."""
        left, right = self.left.at(metrics, arithmetic), self.right.at(metrics, arithmetic)
        if left is None or right is None:
            return None
        try:
            result = _APPLY[self.sign](left, right)
        except ZeroDivisionError:
            return arithmetic.divided_by_zero()
        except OverflowError:
            return None
        return None if isinstance(result, complex) else result

    @property
    def letters(self) -> frozenset[str]:
        """The metrics of both sides."""
        return self.left.letters | self.right.letters


Term: TypeAlias = Constant | Letter | Operation


def parse_formula(definition: str) -> Term:
    """The term *definition* means."""
    reader = _Reader(definition, list(_tokens(definition)))
    term = reader.term(0)
    if reader.next is not None:
        raise reader.surprise()
    return term


@frozen
class _Token:
    text: str
    at: int


def _tokens(definition: str) -> Iterator[_Token]:
    at = 0
    while definition[at:].strip():
        found = _TOKEN.match(definition, at)
        if found is None:
            raise BadRequest(f"formula {definition!r}: {definition[at:].strip()[0]!r} at position {at} means nothing")
        yield _Token(found.group().strip(), found.end() - len(found.group().strip()))
        at = found.end()


@frozen
class _Reader:
    """Operator precedence: powers, then signs, then products, then sums."""

    definition: str
    tokens: list[_Token] = field(repr=False)

    @property
    def next(self) -> str | None:
        """The token to come."""
        return self.tokens[0].text if self.tokens else None

    def surprise(self) -> BadRequest:
        """What to say about the token to come."""
        where = f"{self.tokens[0].text!r} at position {self.tokens[0].at}" if self.tokens else "the end"
        return BadRequest(f"formula {self.definition!r}: did not expect {where}")

    def term(self, binds: int) -> Term:
        """The longest term whose operators bind more tightly than *binds*."""
        left = self._operand()
        while (sign := self.next) in _BINDS and _BINDS[sign] > binds:
            self.tokens.pop(0)
            # 2^3^2 is 2^9: a power takes all powers to its right.
            left = Operation(sign, left, self.term(_BINDS[sign] - (sign == "^")))
        return left

    def _operand(self) -> Term:
        start = self.next
        if start is None or start in ")*/^":
            raise self.surprise()
        self.tokens.pop(0)
        if start in "+-":
            return Operation(start, Constant(0), self.term(_SIGN_BINDS - 1))
        if start == "(":
            return self._group()
        return Letter(start.upper()) if start[0].isalpha() else Constant(float(start))

    def _group(self) -> Term:
        inner = self.term(0)
        if self.next != ")":
            raise self.surprise()
        self.tokens.pop(0)
        return inner
