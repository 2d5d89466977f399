"""A value inside a formula: as properties have them, and moments besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, Self, TypeAlias

from attrs import field, frozen
from sqlglot import exp

from mixpanel_local.engine.sql import (
    Sql,
    any_of,
    call,
    case,
    cast,
    coalesce,
    column,
    lambda_of,
    not_null,
    null,
    number,
    sealed,
    text,
    weight,
)
from mixpanel_local.engine.value import Value

Part: TypeAlias = Literal["n", "i", "s", "b", "j", "d", "l"]
"""The kinds of a property's value; d milliseconds since 1970 of a moment, l those that its text shows if others."""

_TYPES: Final[dict[Part, str]] = {
    "n": "DOUBLE",
    "i": "BIGINT",
    "s": "VARCHAR",
    "b": "BOOLEAN",
    "j": "VARCHAR",
    "d": "BIGINT",
    "l": "BIGINT",
}
# A part of a few nodes is cheaper to repeat than to name.
_HEAVY: Final = 40
_LARGE: Final = 400


@frozen
class Term:
    """SQL by part, of which in a row at most one has a value (l goes with d). Without parts it is undefined.

    *packed* is one expression that has all of them, where there is one.
    """

    parts: Mapping[Part, Sql] = field(factory=dict)
    packed: Sql | None = None

    @classmethod
    def of(cls, value: Value) -> Self:
        """The term of a property's *value*."""
        return cls(dict[Part, Sql](value.parts().items()))

    @property
    def value(self) -> Value:
        """All but the moment."""
        return Value(*(self.parts.get(kind) for kind in ("n", "i", "s", "b", "j")))

    @property
    def moment(self) -> Sql | None:
        """Milliseconds since 1970 of the moment it is."""
        return self.parts.get("d")

    def is_set(self) -> Sql:
        """Whether there is a value; an explicit null is none."""
        return any_of([self.value.is_set(), *(not_null(part) for part in [self.moment] if part is not None)])

    @property
    def is_heavy(self) -> bool:
        """Whether it is too large to be written twice."""
        return self.weight > _HEAVY

    @property
    def weight(self) -> int:
        """How large it is when written once."""
        return sum(map(weight, [self.packed] if self.packed is not None else self.parts.values()))

    def settled(self) -> Term:
        """The same, as finished text where it is so large that copying it costs."""
        if self.packed is not None or self.weight <= _LARGE:
            return self
        return Term({part: sealed(body) for part, body in self.parts.items()})

    def where(self, name: str, source: Sql) -> Term:
        """The same, where *name* stands for *source*."""
        if not self.parts:
            return self
        packed = within(name, source, self.packed or _struct(self.parts))
        return Term({part: _field(packed, part) for part in self.parts}, packed)

    def json(self) -> Sql:
        """It as JSON; null where there is nothing."""
        plain = self.value
        numbers = [] if plain.number is None and plain.big is None else [cast(_number_text(plain), "JSON")]
        parts = [
            *(call("to_json", part) for part in (plain.text, plain.boolean) if part is not None),
            *numbers,
            *(cast(part, "JSON") for part in (plain.json,) if part is not None),
        ]
        return call("coalesce", *parts, cast(text("null"), "JSON"))


def named(name: str, terms: Sequence[Term]) -> tuple[Sql, list[Term]]:
    """One expression that has all of *terms*, and the terms where *name* stands for that expression."""
    fields = {f"t{at}": term.packed or _struct(term.parts) for at, term in enumerate(terms) if term.parts}
    whole = [_field(column(name), f"t{at}") for at in range(len(terms))]
    light = [Term({part: _field(one, part) for part in term.parts}) for one, term in zip(whole, terms, strict=True)]
    return sealed(_struct(fields)), light


def chosen(branches: Sequence[tuple[Sql, Term]], default: Term) -> Term:
    """The first term whose condition is true, else the *default*."""
    terms = (*(term for _, term in branches), default)
    kinds: list[Part] = [part for part in _TYPES if any(part in term.parts for term in terms)]

    def pick(part: Part) -> Sql:
        cases = ((when.copy(), _part(term, part)) for when, term in branches)
        return case(*cases, default=_part(default, part))

    picked: dict[Part, Sql] = {part: pick(part) for part in kinds}
    return Term(picked)


def items(term: Term) -> Sql | None:
    """The items of a list, as JSON; NULL for what is no list."""
    json = term.value.json
    if json is None:
        return None
    # Of what DuckDB sees to be NULL beforehand, json_extract() gives no list.
    several = cast(call("json_extract", cast(json, "JSON"), text("$[*]")), "JSON[]")
    return case((term.value.is_list(), several))


def listed(several: Sql) -> Term:
    """The list of JSON values *several*."""
    return Term({"j": cast(call("to_json", several), "VARCHAR")})


def each(name: str, body: Callable[[Term], Sql], over: Sql, function: str) -> Sql:
    """*function*, one that takes a lambda, over the items *over*, which *body* has as a term."""
    return call(function, over, lambda_of(name, body(Term.of(Value.of_json(column(name))))))


def boolean(condition: Sql | None) -> Term:
    """A term of true and false."""
    return Term() if condition is None else Term({"b": condition})


def first(parts: Iterable[Sql | None], kind: str) -> Sql:
    """The first of *parts* that is not NULL."""
    return coalesce(part for part in parts if part is not None) or null(kind)


def _part(term: Term, part: Part) -> Sql:
    return term.parts[part].copy() if part in term.parts else null(_TYPES[part])


def _number_text(value: Value) -> Sql:
    return Value(number=value.number, big=value.big).label()


def _struct(parts: Mapping[Part, Sql] | Mapping[str, Sql]) -> Sql:
    names = (exp.to_identifier(part, quoted=True) for part in parts)
    pairs = zip(names, parts.values(), strict=True)
    return exp.Struct(expressions=[exp.PropertyEQ(this=name, expression=body.copy()) for name, body in pairs])


def _field(struct: Sql, part: str) -> Sql:
    return call("struct_extract", struct, text(part))


def within(name: str, source: Sql, body: Sql) -> Sql:
    """*body*, in which *name* stands for *source*, as finished text."""
    # SQL has no other way to name a value inside an expression.
    single = call("list_transform", call("list_value", source), lambda_of(name, body))
    return sealed(call("list_extract", single, number(1)))
