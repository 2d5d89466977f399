"""What the operators of filters mean, by the type a property is read as.

Silent in Mixpanel's documents, and decided here: text is compared exactly by *equals* and without regard to case by
*contains*, *starts with* and *ends with*; *does not equal* and *does not contain* hold for what is not set, every other
negation only for what is set; a list meets a text condition when one of its items does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.dates import before, between, in_the_last, in_the_next, on, since
from mixpanel_local.engine.operands import scalars, several_numbers, single_number, two, written
from mixpanel_local.engine.plan import Condition
from mixpanel_local.engine.sql import Sql, all_of, any_of, call, column, not_null, number, text, true_where
from mixpanel_local.engine.value import Value
from mixpanel_local.errors import BadRequest


@frozen
class Asked:
    """A condition, the value it is about, and the time it is asked at."""

    value: Value
    condition: Condition
    now: datetime


Test: TypeAlias = Callable[[Asked], Sql]


def test(asked: Asked) -> Sql:
    """SQL of one condition."""
    kind, operator = asked.condition.kind, asked.condition.operator
    tests = {**_ANY_KIND, **_BY_KIND.get(kind, {})}
    if operator not in tests:
        known = ", ".join(sorted(tests))
        raise BadRequest(f"filterOperator {operator!r} means nothing for {kind!r}; there are {known}")
    return true_where(tests[operator](asked))


def exists_item(json: Sql, holds: Callable[[Sql], Sql]) -> Sql:
    """Whether a list has an item that *holds*; its items are JSON."""
    items = call("unnest", call("json_extract", json, text("$[*]")))
    source = exp.Table(this=items, alias=exp.TableAlias(this=exp.to_identifier("items"), columns=[_ITEM]))
    condition = holds(column("item", "items"))
    return exp.Exists(this=exp.select(number(1)).from_(source).where(condition))


_ITEM: Final = exp.to_identifier("item")


def _text(compare: Callable[[Sql, Condition], Sql]) -> Test:
    """A test of the value's text, or of the text of one of its items."""

    def run(asked: Asked) -> Sql:
        value = asked.value
        whole = true_where(compare(value.label(), asked.condition))
        if value.json is None:
            return whole
        own = exists_item(
            value.json, lambda item: compare(call("json_extract_string", item, text("$")), asked.condition)
        )
        return any_of([whole, all_of([value.is_list(), own])])

    return run


def _equals(label: Sql, condition: Condition) -> Sql:
    return label.isin(*(text(written(one)) for one in scalars(condition.operand)))


def _part(function: str) -> Callable[[Sql, Condition], Sql]:
    def compare(label: Sql, condition: Condition) -> Sql:
        parts = (call("lower", text(written(one))) for one in scalars(condition.operand))
        return any_of(call(function, call("lower", label), part) for part in parts)

    return compare


def _not(test: Test) -> Test:
    return lambda asked: true_where(test(asked)).not_()


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


def _dated(span: Callable[[Condition, datetime], tuple[int | None, int | None]]) -> Test:
    """A test whether the value's instant lies in a span, open where an end is None."""

    def run(asked: Asked) -> Sql:
        start, end = span(asked.condition, asked.now)
        instant = asked.value.instant()
        bounds = [instant >= number(start)] if start is not None else []
        return all_of([*bounds, *([instant < number(end)] if end is not None else [])])

    return run


_ANY_KIND: Final[dict[str, Test]] = {
    "is set": lambda asked: asked.value.is_set(),
    "is not set": lambda asked: asked.value.is_set().not_(),
    "true": lambda asked: asked.value.truth(),
    "false": lambda asked: all_of([asked.value.is_set(), asked.value.truth().not_()]),
}
_TEXT: Final[dict[str, Test]] = {
    "equals": _text(_equals),
    "does not equal": _not(_text(_equals)),
    "contains": _text(_part("contains")),
    "does not contain": _not(_text(_part("contains"))),
    "starts with": _text(_part("starts_with")),
    "ends with": _text(_part("ends_with")),
}
_NUMBER: Final[dict[str, Test]] = {
    "equals": _number_in,
    "is equal to": _number_in,
    "does not equal": _not(_number_in),
    "is greater than": _compare(lambda left, right: left > right),
    "is less than": _compare(lambda left, right: left < right),
    "is at least": _compare(lambda left, right: left >= right),
    "is at most": _compare(lambda left, right: left <= right),
    "is between": _number_between,
    "not between": _set_and_not(_number_between, Value.as_number),
}
_DATE: Final[dict[str, Test]] = {
    "was on": _dated(on),
    "was not on": _set_and_not(_dated(on), Value.instant),
    "was between": _dated(between),
    "was not between": _set_and_not(_dated(between), Value.instant),
    "was before": _dated(before),
    "was since": _dated(since),
    "was in the": _dated(in_the_last),
    "was not in the": _set_and_not(_dated(in_the_last), Value.instant),
    "was in the next": _dated(in_the_next),
}
_BY_KIND: Final[dict[str, dict[str, Test]]] = {
    **dict.fromkeys(("string", "list", "object", "boolean"), _TEXT),
    "number": _NUMBER,
    "datetime": _DATE,
}
