"""What the operators of filters mean, by the type a property is read as.

What Mixpanel's documents do not say has names: the assumptions ``filter_...``. A list meets a text condition when one
of its items does; negations other than *does not equal* and *does not contain* hold only for what is set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.dates import (
    Clock,
    before,
    before_the_last,
    between,
    in_the_last,
    in_the_next,
    on,
    since,
)
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.operands import scalars, several_numbers, single_number, two, written
from mixpanel_local.engine.plan import Condition
from mixpanel_local.engine.sql import Sql, all_of, any_of, call, column, not_null, number, text, true_where
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest


@frozen
class Asked:
    """A condition, the value it is about, and what dates are read by."""

    value: Value
    condition: Condition
    clock: Clock
    notes: Notes


Test: TypeAlias = Callable[[Asked], Sql]


def test(asked: Asked) -> Sql:
    """SQL of one condition."""
    kind, operator = asked.condition.kind, asked.condition.operator
    tests = {**_ANY_KIND, **_BY_KIND.get(kind, _OTHERS)}
    if operator not in tests:
        known = ", ".join(sorted(tests))
        raise BadRequest(f"filterOperator {operator!r} means nothing; there are {known}")
    return true_where(tests[operator](asked))


def exists_item(json: Sql, holds: Callable[[Sql], Sql]) -> Sql:
    """Whether a list has an item that *holds*; its items are JSON."""
    items = call("unnest", call("json_extract", json, text("$[*]")))
    source = exp.Table(this=items, alias=exp.TableAlias(this=exp.to_identifier("items"), columns=[_ITEM]))
    condition = holds(column("item", "items"))
    return exp.Exists(this=exp.select(number(1)).from_(source).where(condition))


_ITEM: Final = exp.to_identifier("item")


Compare: TypeAlias = Callable[[Sql, Asked], Sql]


def _text(compare: Compare) -> Test:
    """A test of the value's text, or of the text of one of its items."""

    def run(asked: Asked) -> Sql:
        value = asked.value
        whole = true_where(compare(value.label(), asked))
        if value.json is None:
            return whole
        own = exists_item(value.json, lambda item: compare(call("json_extract_string", item, text("$")), asked))
        return any_of([whole, all_of([value.is_list(), own])])

    return run


def _equals(label: Sql, asked: Asked) -> Sql:
    several = [text(written(one)) for one in scalars(asked.condition.operand)]
    if asked.notes.take("filter_equals_case") == "exact":
        return label.isin(*several)
    return call("lower", label).isin(*(call("lower", one) for one in several))


def _part(function: str) -> Compare:
    def compare(label: Sql, asked: Asked) -> Sql:
        several = [text(written(one)) for one in scalars(asked.condition.operand)]
        if asked.notes.take("filter_contains_case") == "exact":
            return any_of(call(function, label, one) for one in several)
        return any_of(call(function, call("lower", label), call("lower", one)) for one in several)

    return compare


def _differs(test: Test) -> Test:
    """The opposite; what is not set passes it, or does not."""

    def run(asked: Asked) -> Sql:
        opposite = true_where(test(asked)).not_()
        if asked.notes.take("filter_unset_differs") == "yes":
            return opposite
        return all_of([asked.value.is_set(), opposite])

    return run


def _set_and_not(test: Test, reading: Callable[[Value], Sql]) -> Test:
    """The opposite, where there is a value to compare at all."""
    return lambda asked: all_of([not_null(reading(asked.value)), true_where(test(asked)).not_()])


def _compare(build: Callable[[Sql, Sql], Sql]) -> Test:
    return lambda asked: build(asked.value.as_number(), number(single_number(asked.condition.operand)))


def _number_in(asked: Asked) -> Sql:
    return asked.value.as_number().isin(*map(number, several_numbers(asked.condition.operand)))


def _number_between(asked: Asked) -> Sql:
    low, high = map(single_number, two(asked.condition))
    value = asked.value.as_number()
    return all_of([value >= number(low), value <= number(high)])


def _dated(span: Callable[[Condition, Clock], tuple[int | None, int | None]]) -> Test:
    """A test whether the value's instant lies in a span, open where an end is None."""

    def run(asked: Asked) -> Sql:
        start, end = span(asked.condition, asked.clock)
        instant = asked.value.instant()
        bounds = [instant >= number(start)] if start is not None else []
        return all_of([*bounds, *([instant < number(end)] if end is not None else [])])

    return run


def _false(asked: Asked) -> Sql:
    falsy = asked.value.truth().not_()
    return falsy if asked.notes.take("filter_false_unset") == "yes" else all_of([asked.value.is_set(), falsy])


_EQUALS, _BETWEEN = _text(_equals), _dated(between)
_ON, _LAST, _AT_LEAST = _dated(on), _dated(in_the_last), _compare(lambda left, right: left >= right)
_AT_MOST = _compare(lambda left, right: left <= right)
# Each operator in the words of every version of the app there is a report of.
_ANY_KIND: Final[dict[str, Test]] = {
    "is set": lambda asked: asked.value.is_set(),
    "is not set": lambda asked: asked.value.is_set().not_(),
    "true": lambda asked: asked.value.truth(),
    "false": _false,
    "contains": _text(_part("contains")),
    "does not contain": _differs(_text(_part("contains"))),
    "starts with": _text(_part("starts_with")),
    "ends with": _text(_part("ends_with")),
    "is greater than": _compare(lambda left, right: left > right),
    "is less than": _compare(lambda left, right: left < right),
    "is at least": _AT_LEAST,
    "is greater than or equal to": _AT_LEAST,
    "is at most": _AT_MOST,
    "is less than or equal to": _AT_MOST,
    "is between": _number_between,
    **dict.fromkeys(("was on", "on"), _ON),
    **dict.fromkeys(("was not on", "not on"), _set_and_not(_ON, Value.instant)),
    "was between": _BETWEEN,
    "was not between": _set_and_not(_BETWEEN, Value.instant),
    **dict.fromkeys(("was before", "before"), _dated(before)),
    **dict.fromkeys(("was since", "since"), _dated(since)),
    **dict.fromkeys(("was in the", "in the last", "was less than"), _LAST),
    **dict.fromkeys(("was not in the", "not in the last"), _set_and_not(_LAST, Value.instant)),
    **dict.fromkeys(("was in the next", "in the next"), _dated(in_the_next)),
    "before the last": _dated(before_the_last),
}
_OF_NUMBERS: Final[dict[str, Test]] = {
    "equals": _number_in,
    "is equal to": _number_in,
    "does not equal": _differs(_number_in),
    "between": _number_between,
    "not between": _set_and_not(_number_between, Value.as_number),
}
_OF_DATES: Final[dict[str, Test]] = {
    "equals": _ON,
    "is equal to": _ON,
    "does not equal": _set_and_not(_ON, Value.instant),
    "between": _BETWEEN,
    "not between": _set_and_not(_BETWEEN, Value.instant),
}
_OTHERS: Final[dict[str, Test]] = {
    **_OF_NUMBERS,
    "equals": _EQUALS,
    "is equal to": _EQUALS,
    "does not equal": _differs(_EQUALS),
}
_BY_KIND: Final[dict[str, dict[str, Test]]] = {"number": _OF_NUMBERS, "datetime": _OF_DATES}
