"""Mixpanel's two expression languages as trees: what the legacy one and that of custom properties have in common.

Operators, loosest first: or, and, not, comparisons and in, + -, * / %, signs; a run of one operator is one node.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from attrs import field, frozen

from mixpanel_local.engine.scan import Resource
from mixpanel_local.errors import BadRequest

_BINDS: Final = {"or": 1, "and": 2, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4}
_ARITHMETIC: Final = {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_OPERATORS: Final = {**_BINDS, **_ARITHMETIC}
_NOT_BINDS: Final = 3
_SIGN_BINDS: Final = 7
# Deeper ones would exceed what Python can render and DuckDB can read.
_MAX_DEPTH: Final = 100
_MAX_RUN: Final = 100
_UNBOUNDED: Final = ("or", "and")
_EXCERPT: Final = 40
_TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
      |(?P<word>[A-Za-z_]\w*)
      |(?P<comment>//[^\n]*)
      |(?P<sign>==|!=|<=|>=|[-+*/%<>()\[\],])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


@frozen
class Constant:
    """A literal; None is undefined."""

    value: str | float | bool | None


@frozen
class PropertyName:
    """A property of the event or of its user's profile."""

    name: str
    resource: Resource


@frozen
class Name:
    """What a name stands for where the expression stands."""

    name: str


@frozen
class Several:
    """A list, written out."""

    items: tuple[Node, ...]


@frozen
class Member:
    """What stands in a list or an object at a place or under a key."""

    whole: Node
    key: Node


@frozen
class Call:
    """A function, an operator or a sign with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@frozen
class Binding:
    """A function in whose *body* a *name* stands for *over*, or for each item of it."""

    function: str
    name: str
    over: Node
    body: Node


Node: TypeAlias = Constant | PropertyName | Name | Several | Member | Call | Binding


@frozen
class Arity:
    """How many arguments a function takes: from *least* to *most*, in steps."""

    least: int
    most: int
    step: int = 1

    def fits(self, count: int) -> bool:
        """Whether it can be called with so many."""
        return self.least <= count <= self.most and (count - self.least) % self.step == 0

    def __str__(self) -> str:
        counts = range(self.least, self.most + 1, self.step)
        said = [*map(str, counts[:2]), *(["more"] if len(counts) > 2 else [])]
        return f"{' or '.join(said)} argument{'' if self.most == 1 else 's'}"


@frozen
class Language:
    """What one of the languages has of its own.

    *scopes* are words before a property's name in brackets, *names* stand for something by themselves. With *keys*
    an operand may be followed by a place in it. An unknown escape in text loses its backslash, or with *raw* keeps it.
    """

    functions: Mapping[str, Arity]
    bindings: frozenset[str] = frozenset()
    scopes: Mapping[str, Resource] = field(factory=dict)
    names: frozenset[str] = frozenset()
    constants: Mapping[str, bool | None] = field(factory=lambda: {"true": True, "false": False})
    keys: bool = False
    comments: bool = False
    raw: bool = False


@frozen
class _Token:
    kind: str
    text: str
    at: int


def read(source: str, parameter: str, language: Language) -> Node:
    """The tree of *source*; a ``BadRequest`` names the *parameter* and the position of what is wrong."""
    reader = _Reader(source, parameter, language)
    reader.tokens.extend(reader.scan())
    node = reader.expression(0, 0)
    reader.expect("end")
    return node


@frozen
class _Reader:
    source: str
    parameter: str
    language: Language
    tokens: deque[_Token] = field(factory=deque, repr=False)
    bound: list[str] = field(factory=list)

    def scan(self) -> Iterator[_Token]:
        """The tokens of the source, one named ``end`` behind them."""
        at = 0
        while at < len(self.source):
            if self.source[at].isspace():
                at += 1
                continue
            found = _TOKEN.match(self.source, at)
            if found is None or (found.lastgroup == "comment" and not self.language.comments):
                raise self.wrong(f"{self.source[at]!r} means nothing", at)
            if found.lastgroup != "comment":
                yield _Token(found.lastgroup or "", found.group(), at)
            at = found.end()
        yield _Token("end", "end", at)

    def wrong(self, what: str, at: int) -> BadRequest:
        """The error at a position."""
        shown = self.source
        if len(shown) > 2 * _EXCERPT:
            shown = f"…{shown[max(0, at - _EXCERPT) : at + _EXCERPT]}…"
        return BadRequest(f"{self.parameter}: {what} at position {at} of {shown!r}")

    def surprise(self, token: _Token) -> BadRequest:
        """The error at a token that cannot stand there."""
        return self.wrong(f"did not expect {token.text!r}", token.at)

    def is_next(self, text: str) -> bool:
        """Whether the next token is the sign *text*."""
        return self.tokens[0].text == text and self.tokens[0].kind in ("sign", "end")

    def expect(self, text: str) -> _Token:
        """The next token, which must be *text*."""
        token = self.tokens[0]
        if not self.is_next(text):
            raise self.wrong(f"expected {text!r}, found {token.text!r}", token.at)
        return self.tokens.popleft() if text != "end" else token

    def expression(self, binds: int, depth: int) -> Node:
        """The longest expression whose operators bind more tightly than *binds*, *depth* levels inside the whole."""
        if depth > _MAX_DEPTH:
            raise self.wrong(f"nested more than {_MAX_DEPTH} deep", self.tokens[0].at)
        left = self._operand(depth)
        while (name := self._operator()) and _OPERATORS[name] > binds:
            at, depth = self.tokens[0].at, depth + 1
            run = [left]
            while self._operator() == name:
                self.tokens.popleft()
                run.append(self.expression(_OPERATORS[name], depth))
            if depth > _MAX_DEPTH or (len(run) > _MAX_RUN and name not in _UNBOUNDED):
                raise self.wrong(f"more than {_MAX_RUN} operators in a row", at)
            left = Call(name, tuple(run))
        return left

    def _operator(self) -> str | None:
        """The operator to come."""
        token = self.tokens[0]
        text = token.text.lower() if token.kind == "word" else token.text
        return text if token.kind in ("sign", "word") and text in _OPERATORS else None

    def _operand(self, depth: int) -> Node:
        node = self._plain(depth)
        while self.language.keys and self.is_next("["):
            self.tokens.popleft()
            node, depth = Member(node, self.expression(0, depth + 1)), depth + 1
            self.expect("]")
        return node

    def _plain(self, depth: int) -> Node:
        token = self.tokens.popleft() if self.tokens[0].kind != "end" else self.tokens[0]
        if token.kind == "text":
            return Constant(self._unquoted(token.text))
        if token.kind == "number":
            return Constant(float(token.text))
        if token.kind == "word":
            return self._word(token, depth)
        if token.text == "(":
            inner = self.expression(0, depth + 1)
            self.expect(")")
            return inner
        if token.text == "[":
            return Several(self._arguments("]", depth))
        if token.text == "-" and token.kind == "sign":
            return Call("negate", (self.expression(_SIGN_BINDS - 1, depth + 1),))
        raise self.surprise(token)

    def _word(self, token: _Token, depth: int) -> Node:
        name, language = token.text.lower(), self.language
        # A name of the expression's own goes before a word of the language; functions are words before a parenthesis.
        if (token.text in language.names or token.text in self.bound) and not self.is_next("("):
            return Name(token.text)
        if name == "not":
            return Call("not", (self.expression(_NOT_BINDS - 1, depth + 1),))
        if name in language.constants:
            return Constant(language.constants[name])
        if name in language.scopes:
            return self._property(language.scopes[name])
        if name in language.bindings:
            return self._binding(name, depth)
        if name in language.functions:
            self.expect("(")
            return self._call(token, self._arguments(")", depth))
        raise self.wrong(f"{token.text!r} means nothing", token.at)

    def _property(self, resource: Resource) -> PropertyName:
        self.expect("[")
        token = self.tokens[0]
        if token.kind != "text":
            raise self.wrong(f"expected the name of a property, found {token.text!r}", token.at)
        self.tokens.popleft()
        self.expect("]")
        return PropertyName(self._unquoted(token.text), resource)

    def _binding(self, function: str, depth: int) -> Node:
        """``any(name, list, body)`` and the like; ``let`` may have several names before its body."""
        self.expect("(")
        name, over = self._bound(depth)
        self.bound.append(name)
        again = function == "let" and self.tokens[0].kind == "word" and self.tokens[1].text == ","
        if again:
            self.tokens.appendleft(_Token("sign", "(", self.tokens[0].at))
            body = self._binding(function, depth + 1)
        else:
            body = self.expression(0, depth + 1)
            self.expect(")")
        self.bound.pop()
        return Binding(function, name, over, body)

    def _bound(self, depth: int) -> tuple[str, Node]:
        token = self.tokens.popleft() if self.tokens[0].kind != "end" else self.tokens[0]
        if token.kind != "word":
            raise self.wrong(f"expected a name, found {token.text!r}", token.at)
        self.expect(",")
        over = self.expression(0, depth + 1)
        self.expect(",")
        return token.text, over

    def _call(self, token: _Token, arguments: tuple[Node, ...]) -> Call:
        name = token.text.lower()
        arity = self.language.functions[name]
        if not arity.fits(len(arguments)):
            raise self.wrong(f"{name}() takes {arity}, not {len(arguments)}", token.at)
        return Call(name, arguments)

    def _arguments(self, closing: str, depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.is_next(closing):
            if found:
                self.expect(",")
            found.append(self.expression(0, depth + 1))
        self.tokens.popleft()
        return tuple(found)

    def _unquoted(self, text: str) -> str:
        def meaning(found: re.Match[str]) -> str:
            char = str(found[1])
            kept = f"\\{char}" if self.language.raw and char not in "\"'\\" else char
            return _ESCAPES.get(char, kept)

        return re.sub(r"\\(.)", meaning, text[1:-1], flags=re.DOTALL)
