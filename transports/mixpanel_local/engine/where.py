"""The legacy expression language (``where``, ``on``) as a tree.

Grammar: reference/segmentation-expressions, with what its examples add (``user[..]``, ``event[..]``, ``defined``,
``datetime``, lists, upper-case AND/OR/NOT). Loosest first: or, and, not, comparisons and in, + -, * / %, signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias, cast

from attrs import field, frozen

from mixpanel_local.engine.scan import Resource
from mixpanel_local.errors import BadRequest

FUNCTIONS: Final = frozenset({"boolean", "number", "string", "defined", "datetime", "floor", "ceil", "round"})
_SCOPES: Final[dict[str, Resource]] = {"properties": "events", "event": "events", "user": "people"}
_CONSTANTS: Final = {"true": True, "false": False}
_BINDS: Final = {"or": 1, "and": 2, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4}
_ARITHMETIC: Final = {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_OPERATORS: Final = {**_BINDS, **_ARITHMETIC}
_NOT_BINDS: Final = 3
_SIGN_BINDS: Final = 7
_TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
      |(?P<word>[A-Za-z_]\w*)
      |(?P<sign>==|!=|<=|>=|[-+*/%<>()\[\],])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


@frozen
class Constant:
    """A literal."""

    value: str | float | bool


@frozen
class PropertyName:
    """A property of the event or of its user's profile."""

    name: str
    resource: Resource


@frozen
class Several:
    """A list, to the right of ``in``."""

    items: tuple[Node, ...]


@frozen
class Call:
    """A function, an operator or a sign with its arguments."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Constant | PropertyName | Several | Call


@frozen
class _Token:
    kind: str
    text: str
    at: int


def parse(source: str, parameter: str = "where") -> Node:
    """The tree of *source*; a ``BadRequest`` names the *parameter* and the position of what is wrong."""
    reader = _Reader(source, parameter, [])
    reader.tokens.extend(reader.scan())
    try:
        node = reader.expression(0)
    except RecursionError:
        raise BadRequest(f"{parameter}: nested too deeply") from None
    reader.expect("end")
    return node


@frozen
class _Reader:
    source: str
    parameter: str
    tokens: list[_Token] = field(repr=False)

    def scan(self) -> Iterator[_Token]:
        """The tokens of the source, one named ``end`` behind them."""
        at = 0
        while at < len(self.source):
            if self.source[at].isspace():
                at += 1
                continue
            found = _TOKEN.match(self.source, at)
            if found is None:
                raise self.wrong(f"{self.source[at]!r} means nothing", at)
            yield _Token(found.lastgroup or "", _lower_word(found), at)
            at = found.end()
        yield _Token("end", "end", at)

    def wrong(self, what: str, at: int) -> BadRequest:
        """The error at a position."""
        return BadRequest(f"{self.parameter}: {what} at position {at} of {self.source!r}")

    def expect(self, text: str) -> _Token:
        """The next token, which must be *text*."""
        token = self.tokens[0]
        if token.text != text or token.kind == "text":
            raise self.wrong(f"expected {text!r}, found {token.text!r}", token.at)
        return self.tokens.pop(0) if text != "end" else token

    def expression(self, binds: int) -> Node:
        """The longest expression whose operators bind more tightly than *binds*."""
        left = self._operand()
        while self.tokens[0].kind in ("sign", "word") and _OPERATORS.get(self.tokens[0].text, 0) > binds:
            name = self.tokens.pop(0).text
            left = Call(name, (left, self.expression(_OPERATORS[name])))
        return left

    def _operand(self) -> Node:
        token = self.tokens.pop(0) if self.tokens[0].kind != "end" else self.tokens[0]
        if token.kind == "text":
            return Constant(_unquoted(token.text))
        if token.kind == "number":
            return Constant(float(token.text))
        if token.kind == "word":
            return self._word(token)
        if token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "[":
            return Several(self._arguments("]"))
        if token.text == "-":
            return Call("negate", (self.expression(_SIGN_BINDS - 1),))
        raise self.wrong(f"did not expect {token.text!r}", token.at)

    def _word(self, token: _Token) -> Node:
        name = token.text
        if name == "not":
            return Call("not", (self.expression(_NOT_BINDS - 1),))
        if name in _CONSTANTS:
            return Constant(_CONSTANTS[name])
        if name in _SCOPES:
            return self._property(_SCOPES[name])
        if name in FUNCTIONS:
            self.expect("(")
            return self._call(token, self._arguments(")"))
        raise self.wrong(f"{name!r} means nothing", token.at)

    def _property(self, resource: Resource) -> PropertyName:
        self.expect("[")
        token = self.tokens[0]
        if token.kind != "text":
            raise self.wrong(f"expected the name of a property, found {token.text!r}", token.at)
        self.tokens.pop(0)
        self.expect("]")
        return PropertyName(_unquoted(token.text), resource)

    def _call(self, token: _Token, arguments: tuple[Node, ...]) -> Call:
        # string(x, "undefined") names what stands for a value that is not set.
        allowed = (1, 2) if token.text == "string" else (1,)
        if len(arguments) not in allowed:
            raise self.wrong(f"{token.text}() takes one argument, not {len(arguments)}", token.at)
        return Call(token.text, arguments)

    def _arguments(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.tokens[0].text != closing or self.tokens[0].kind == "text":
            if found:
                self.expect(",")
            found.append(self.expression(0))
        self.tokens.pop(0)
        return tuple(found)


def _lower_word(found: re.Match[str]) -> str:
    return found.group().lower() if found.lastgroup == "word" else found.group()


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], cast("str", found[1])), text[1:-1], flags=re.DOTALL)
