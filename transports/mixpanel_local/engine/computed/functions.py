"""What the functions and operators of formulas give: docs/features/custom-properties, "Functions".

Where that page is silent the rules of reference/segmentation-expressions hold: what has the wrong type is undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from sqlglot import exp

from mixpanel_local.engine.computed.literals import literal
from mixpanel_local.engine.computed.moments import datedif, iso, today
from mixpanel_local.engine.computed.regex import regex_extract, regex_match, regex_replace
from mixpanel_local.engine.computed.term import Term, boolean, each, first, items
from mixpanel_local.engine.computed.texts import left, mid, parse_url, right, split
from mixpanel_local.engine.expression import applied, equal, numbers
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, all_of, any_of, call, case, cast, is_null, not_null, null, number, true_where
from mixpanel_local.engine.value import Value

Function: TypeAlias = Callable[[Sequence[Term], Setting], Term]

_ITEM: Final = "item"


def _as_legacy(name: str) -> Function:
    """The function of that name in the legacy language, which knows no moments."""
    return lambda terms, _: Term.of(applied(name, [term.value for term in terms]))


def equality(one: Term, other: Term, setting: Setting) -> Sql:
    """Whether both are equal, text without regard to case; of different types they are not."""
    tests = [equal(_folded(one), _folded(other))]
    if one.moment is not None and other.moment is not None:
        tests.append(true_where(one.moment.eq(other.moment)))
    never_unset = any(literal(term) is not None for term in (one, other))
    if setting.assumptions.formula_undefined_equal == "yes" and not never_unset:
        tests.append(all_of([one.is_set().not_(), other.is_set().not_()]))
    return any_of(tests)


def among(terms: Sequence[Term], setting: Setting) -> Term:
    """Whether the first is equal to one of the others."""
    one, *others = terms
    texts = [call("lower", other.value.text) for other in others if other.value.text and literal(other) is not None]
    rest = [other for other in others if not other.value.text or literal(other) is None]
    tests = [equality(one, other, setting) for other in rest]
    if texts and one.value.text is not None:
        tests.append(true_where(call("lower", one.value.text).isin(*texts)))
    return boolean(any_of(tests))


def _folded(term: Term) -> Value:
    text = term.value.text
    return term.value if text is None else Term({**term.parts, "s": call("lower", text)}).value


def _equal(terms: Sequence[Term], setting: Setting) -> Term:
    return boolean(equality(terms[0], terms[1], setting))


def _unequal(terms: Sequence[Term], setting: Setting) -> Term:
    return boolean(equality(terms[0], terms[1], setting).not_())


def _ordered(build: Callable[[Sql, Sql], Sql]) -> Function:
    """A comparison of two numbers or two moments."""

    def compare(terms: Sequence[Term], _: Setting) -> Term:
        one, other = terms
        tests = numbers(one.value, other.value, build)
        if one.moment is not None and other.moment is not None:
            tests.append(build(one.moment, other.moment))
        return boolean(first(tests, "BOOLEAN"))

    return compare


def contained(terms: Sequence[Term], setting: Setting) -> Term:
    """Whether the first is a part of the second, text, or an item of it, a list."""
    part, whole = terms
    tests: list[Sql] = []
    if part.value.text is not None and whole.value.text is not None:
        texts = [whole.value.text, part.value.text]
        exact = setting.assumptions.formula_in_case == "exact"
        tests.append(call("contains", *(texts if exact else (call("lower", text) for text in texts))))
    if (several := items(whole)) is not None:
        found = each(_ITEM, lambda item: equality(part, item, setting), several, "list_filter")
        tests.append(call("len", found) > number(0))
    return boolean(first(tests, "BOOLEAN"))


def _not(terms: Sequence[Term], _: Setting) -> Term:
    truth = terms[0].value.boolean
    negated = null("BOOLEAN") if truth is None else truth.not_()
    return boolean(case((terms[0].is_set().not_(), exp.true()), default=negated))


def _boolean(terms: Sequence[Term], _: Setting) -> Term:
    moment = terms[0].moment
    return boolean(any_of([true_where(terms[0].value.truth()), *([] if moment is None else [not_null(moment)])]))


def _number(terms: Sequence[Term], _: Setting) -> Term:
    moment = terms[0].moment
    seconds = None if moment is None else cast(moment, "DOUBLE") / number(1000.0)
    return Term({"n": first([applied("number", [terms[0].value]).number, seconds], "DOUBLE")})


def _string(terms: Sequence[Term], _: Setting) -> Term:
    shown = terms[0].parts.get("l", terms[0].moment)
    return Term({"s": first([terms[0].value.label(), None if shown is None else iso(shown)], "VARCHAR")})


def _extreme(function: str) -> Function:
    def compare(terms: Sequence[Term], _: Setting) -> Term:
        amounts = [term.value.numeric() for term in terms]
        return Term({"n": case((any_of(map(is_null, amounts)), null("DOUBLE")), default=call(function, *amounts))})

    return compare


def _round(terms: Sequence[Term], setting: Setting) -> Term:
    amount = terms[0].value.numeric()
    how = setting.assumptions.formula_round
    if how == "up":
        half = (amount - call("floor", amount)) >= number(0.5)
        return Term({"n": case((half, call("ceil", amount)), default=call("floor", amount))})
    return Term({"n": call("round", amount) if how == "away" else call("round_even", amount, number(0))})


def _of_text(build: Callable[[Sql], Sql]) -> Function:
    """A text made of a text."""
    return lambda terms, _: Term() if terms[0].value.text is None else Term({"s": build(terms[0].value.text)})


def _fix(function: str) -> Function:
    """Whether a text begins or ends with another, in any case."""

    def test(terms: Sequence[Term], _: Setting) -> Term:
        texts = [call("lower", text) for term in terms if (text := term.value.text) is not None]
        return boolean(call(function, *texts) if len(texts) == len(terms) else None)

    return test


def _len(terms: Sequence[Term], setting: Setting) -> Term:
    text, several = terms[0].value.text, items(terms[0])
    counting = "strlen" if setting.assumptions.formula_length == "bytes" else "length"
    lengths = [None if text is None else call(counting, text), None if several is None else call("len", several)]
    return Term({"n": cast(first(lengths, "BIGINT"), "DOUBLE")})


def _sum(terms: Sequence[Term], _: Setting) -> Term:
    several = items(terms[0])
    if several is None:
        return Term()
    numeric = each(_ITEM, lambda item: item.value.numeric(), several, "list_transform")
    total = call("coalesce", call("list_sum", numeric), number(0.0))
    return Term({"n": case((not_null(several), total))})


FUNCTIONS: Final[Mapping[str, Function]] = {
    **{name: _as_legacy(name) for name in ("+", "-", "*", "/", "%", "negate", "floor", "ceil")},
    "==": _equal,
    "!=": _unequal,
    "<": _ordered(lambda one, other: one < other),
    "<=": _ordered(lambda one, other: one <= other),
    ">": _ordered(lambda one, other: one > other),
    ">=": _ordered(lambda one, other: one >= other),
    "in": contained,
    "not": _not,
    "boolean": _boolean,
    "number": _number,
    "string": _string,
    "defined": lambda terms, _: boolean(terms[0].is_set()),
    "has_prefix": _fix("starts_with"),
    "has_suffix": _fix("ends_with"),
    "min": _extreme("least"),
    "max": _extreme("greatest"),
    "round": _round,
    "upper": _of_text(lambda text: call("upper", text)),
    "lower": _of_text(lambda text: call("lower", text)),
    "parse_url": parse_url,
    "regex_extract": regex_extract,
    "regex_match": regex_match,
    "regex_replace": regex_replace,
    "datedif": datedif,
    "today": today,
    "len": _len,
    "left": left,
    "right": right,
    "mid": mid,
    "split": split,
    "sum": _sum,
}
