"""A value of Mixpanel's as SQL: it has one of five types per row, and reads as another by Mixpanel's casts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self

from attrs import frozen
from sqlglot import exp

from mixpanel_dataset.columns import EXACT_DOUBLE
from mixpanel_dataset.names import Kind
from mixpanel_local.engine.sql import (
    Sql,
    all_of,
    any_of,
    call,
    case,
    cast,
    coalesce,
    is_null,
    not_null,
    null,
    number,
    text,
    true_where,
    try_cast,
)

NOT_SET: Final = "undefined"
"""How replies call the segment of events without the property."""

# Hexadecimal, blanks, underscores, infinities: DuckDB would read them, Mixpanel's decimal parse is not said to.
_DECIMAL: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?$"
_MS_ABOVE: Final = 10**11


@frozen
class Value:
    """Up to five SQL expressions, of which at most one is not NULL in a row. All missing: the value is never set.

    *json* is the text of lists, objects and of an explicit null, which counts as not set.
    """

    number: Sql | None = None
    big: Sql | None = None
    text: Sql | None = None
    boolean: Sql | None = None
    json: Sql | None = None

    @classmethod
    def of_json(cls, document: Sql) -> Self:
        """The value of a JSON expression."""
        kind = call("json_type", document)
        plain = call("json_extract_string", document, text("$"))
        numeric = kind.isin(*map(text, ("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "DOUBLE")))
        nested = kind.isin(*map(text, ("ARRAY", "OBJECT", "NULL")))
        return cls(
            number=case((numeric, try_cast(plain, "DOUBLE"))),
            text=case((kind.eq(text("VARCHAR")), plain)),
            boolean=case((kind.eq(text("BOOLEAN")), plain.eq(text("true")))),
            json=case((nested, cast(document, "VARCHAR"))),
        )

    @classmethod
    def first(cls, values: Iterable[Self]) -> Self:
        """The first of *values* that is set, type by type."""
        several = list(values)

        def pick(name: str) -> Sql | None:
            return coalesce(part for value in several if (part := getattr(value, name)) is not None)

        return cls(pick("number"), pick("big"), pick("text"), pick("boolean"), pick("json"))

    def parts(self) -> dict[Kind, Sql]:
        """The expressions there are, by kind."""
        kinds: dict[Kind, Sql | None] = {
            "n": self.number,
            "i": self.big,
            "s": self.text,
            "b": self.boolean,
            "j": self.json,
        }
        return {kind: part for kind, part in kinds.items() if part is not None}

    def is_set(self) -> Sql:
        """Whether there is a value; an explicit null is none."""
        plain = [not_null(part) for part in (self.number, self.big, self.text, self.boolean) if part is not None]
        return any_of([*plain, *(true_where(self.json.neq(text("null"))) for _ in [0] if self.json is not None)])

    def numeric(self) -> Sql:
        """The number, else NULL."""
        parts = [self.number, cast(self.big, "DOUBLE") if self.big is not None else None]
        return coalesce(part for part in parts if part is not None) or null("DOUBLE")

    def as_number(self) -> Sql:
        """The number, also one written as text; else NULL. Source: reports, Typecasting."""
        if self.text is None:
            return self.numeric()
        written = case((call("regexp_matches", self.text, text(_DECIMAL)), try_cast(self.text, "DOUBLE")))
        return call("coalesce", self.numeric(), written)

    def label(self) -> Sql:
        """The value as text, the way segments are named; NULL when not set."""
        json = call("nullif", self.json, text("null")) if self.json is not None else None
        parts = [self.text, self._number_text(), self._big_text(), self._boolean_text(), json]
        return coalesce(part for part in parts if part is not None) or null()

    def is_list(self) -> Sql:
        """Whether the value is a list."""
        if self.json is None:
            return exp.false()
        return true_where(call("starts_with", self.json, text("[")))

    def truth(self) -> Sql:
        """The boolean cast: false are ``"false"``, 0, the empty text and what is not set (reports, Typecasting)."""
        tests: list[Sql] = []
        if self.text is not None:
            tests.append(self.text.isin(text("false"), text("")).not_())
        if self.number is not None:
            tests.append(self.number.neq(number(0)))
        if self.boolean is not None:
            tests.append(self.boolean)
        falsy = coalesce(tests)
        return self.is_set() if falsy is None else all_of([self.is_set(), call("coalesce", falsy, exp.true())])

    def instant(self) -> Sql:
        """Milliseconds since 1970 of a date in text, read as UTC, or of a number of seconds or milliseconds."""
        parts: list[Sql] = []
        if self.text is not None:
            written = call("epoch_ms", try_cast(self.text, "TIMESTAMP"))
            parts.append(case((call("regexp_matches", self.text, text(_DATE)), written)))
        if self.number is not None:
            large = call("abs", self.number) > number(_MS_ABOVE)
            parts.append(try_cast(case((large, self.number), default=self.number * number(1000)), "BIGINT"))
        return coalesce(parts) or null("BIGINT")

    def _number_text(self) -> Sql | None:
        if self.number is None:
            return None
        # 3 and not 3.0; minus zero is zero.
        whole = all_of([self.number.eq(call("floor", self.number)), call("abs", self.number) <= number(EXACT_DOUBLE)])
        integer = cast(try_cast(self.number, "BIGINT"), "VARCHAR")
        return case((is_null(self.number), null()), (whole, integer), default=cast(self.number, "VARCHAR"))

    def _big_text(self) -> Sql | None:
        return cast(self.big, "VARCHAR") if self.big is not None else None

    def _boolean_text(self) -> Sql | None:
        if self.boolean is None:
            return None
        return case((self.boolean, text("true")), (self.boolean.not_(), text("false")))
