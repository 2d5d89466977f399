"""Expressions of the legacy language as SQL, typed per row as Mixpanel types them.

Every expression is a ``Value``; undefined is a value that is not set. Rules: reference/segmentation-expressions.
Where it is silent: text is compared exactly, two texts also by < and >; undefined equals nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final, Protocol

from attrs import frozen
from sqlglot import exp

from mixpanel_local.engine.language import Call, Constant, Node, PropertyName, Several
from mixpanel_local.engine.scan import Resource, Scan
from mixpanel_local.engine.sql import Sql, all_of, any_of, apart, call, case, cast, null, number, text, true_where
from mixpanel_local.engine.value import Value
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest


class Rows(Protocol):
    """Rows that have properties."""

    def property(self, name: str, resource: Resource = "events") -> Value:
        """The value of one."""
        ...


def condition(where: Node | None, scan: Rows) -> Sql:
    """SQL of a ``where``; true when there is none. Rows for which it is undefined are left out."""
    if where is None:
        return exp.true()
    value = Lowering(scan).value(where)
    return true_where(value.boolean) if value.boolean is not None else exp.false()


def value(node: Node, scan: Rows) -> Value:
    """What *node* comes to in each row."""
    return Lowering(scan).value(node)


def on_node(source: str) -> Node:
    """An ``on``; a bare name is a property."""
    return parse(source, "on") if any(sign in source for sign in "[(") else PropertyName(source, "events")


def on_value(source: str) -> Callable[[Scan], Value]:
    """The value of an ``on``, over the rows of a scan to come."""
    node = on_node(source)
    return lambda scan: value(node, scan)


@frozen
class Lowering:
    """Turns trees into values over the rows of *scan*."""

    scan: Rows

    def value(self, node: Node) -> Value:
        """The value of *node*."""
        if isinstance(node, Constant):
            return constant(node.value)
        if isinstance(node, PropertyName):
            return self.scan.property(node.name, node.resource)
        if isinstance(node, Several):
            raise BadRequest("where: a list may only stand to the right of 'in'")
        if not isinstance(node, Call):
            raise TypeError(f"{node!r} is not of the legacy language")
        if node.name == "in":
            return self._in(*node.arguments)
        if node.name in ("and", "or") and any(map(is_no_boolean, node.arguments)):
            raise BadRequest(f"where: {node.name!r} joins conditions, not text or numbers")
        return applied(node.name, [self.value(argument) for argument in node.arguments])

    def _in(self, first: Node, *wholes: Node) -> Value:
        left = self.value(first)
        for whole in wholes:
            if isinstance(whole, Several):
                left = _boolean(any_of(equal(left, self.value(item)) for item in whole.items))
            else:
                left = _contained([left, self.value(whole)])
        return left


def applied(name: str, values: Sequence[Value]) -> Value:
    """The result of a function or of a run of one operator."""
    apply = _APPLY[name]
    if name in _RUNS and len(values) > 2:
        return reduce(lambda left, right: apply([left, right]), values)
    return apply(values)


def is_no_boolean(node: Node) -> bool:
    """Whether it is a literal that is neither true nor false."""
    return isinstance(node, Constant) and not isinstance(node.value, bool)


def constant(value: str | float | bool | None) -> Value:
    """The value of a literal."""
    if value is None:
        return Value()
    if isinstance(value, bool):
        return Value(boolean=exp.convert(value))
    return Value(text=text(value)) if isinstance(value, str) else Value(number=number(float(value)))


def _boolean(condition: Sql) -> Value:
    return Value(boolean=condition)


def equal(left: Value, right: Value) -> Sql:
    """Whether both are set, of one type, and equal."""
    pairs = [(left.text, right.text), (left.boolean, right.boolean), (left.json, right.json)]
    tests = [apart(one).eq(apart(other)) for one, other in pairs if one is not None and other is not None]
    return any_of(map(true_where, [*tests, *numbers(left, right, lambda one, other: one.eq(other))]))


def numbers(left: Value, right: Value, build: Callable[[Sql, Sql], Sql]) -> list[Sql]:
    """The test *build* makes of two numbers, where both may be ones."""
    numeric = all((value.number or value.big) is not None for value in (left, right))
    return [build(apart(left.numeric()), apart(right.numeric()))] if numeric else []


def _compared(build: Callable[[Sql, Sql], Sql]) -> Callable[[Sequence[Value]], Value]:
    def apply(arguments: Sequence[Value]) -> Value:
        left, right = arguments
        tests = numbers(left, right, build)
        if left.text is not None and right.text is not None:
            tests.append(build(apart(left.text), apart(right.text)))
        return _boolean(call("coalesce", *tests) if tests else null("BOOLEAN"))

    return apply


def _arithmetic(build: Callable[[Sql, Sql], Sql]) -> Callable[[Sequence[Value]], Value]:
    def apply(arguments: Sequence[Value]) -> Value:
        left, right = (apart(value.numeric()) for value in arguments)
        return Value(number=build(left, right))

    return apply


def _plus(arguments: Sequence[Value]) -> Value:
    left, right = arguments
    joined = None
    if left.text is not None and right.text is not None:
        # || and not concat(), which takes NULL for an empty text.
        joined = exp.DPipe(this=left.text.copy(), expression=right.text.copy())
    return Value(number=apart(left.numeric()) + apart(right.numeric()), text=joined)


def _divided(left: Sql, right: Sql) -> Sql:
    return left / call("nullif", right, number(0.0))


def _remainder(left: Sql, right: Sql) -> Sql:
    # The sign is the dividend's, as SQL has it.
    return left % call("nullif", right, number(0.0))


def _contained(arguments: Sequence[Value]) -> Value:
    left, right = arguments
    tests: list[Sql] = []
    if left.text is not None and right.text is not None:
        tests.append(call("contains", right.text, left.text))
    if right.json is not None:
        items = call("json_extract_string", right.json, text("$[*]"))
        tests.append(case((right.is_list(), call("list_contains", items, left.label()))))
    return _boolean(call("coalesce", *tests) if tests else null("BOOLEAN"))


def _joined(join: Callable[[list[Sql]], Sql]) -> Callable[[Sequence[Value]], Value]:
    def apply(arguments: Sequence[Value]) -> Value:
        tests = [true_where(value.boolean) for value in arguments if value.boolean is not None]
        return _boolean(join([*tests, *[exp.false()] * (len(arguments) - len(tests))]))

    return apply


def _negated(arguments: Sequence[Value]) -> Value:
    value = arguments[0]
    unset = (value.is_set().not_(), exp.true())
    return _boolean(case(unset, default=value.boolean.not_() if value.boolean is not None else null("BOOLEAN")))


def _to_text(arguments: Sequence[Value]) -> Value:
    label = arguments[0].label()
    return Value(text=call("coalesce", label, arguments[1].label()) if len(arguments) > 1 else label)


def _to_number(arguments: Sequence[Value]) -> Value:
    value = arguments[0]
    if value.boolean is None:
        return Value(number=value.as_number())
    as_number = case((value.boolean, number(1.0)), (value.boolean.not_(), number(0.0)))
    return Value(number=call("coalesce", value.as_number(), as_number))


def _to_seconds(arguments: Sequence[Value]) -> Value:
    return Value(number=cast(arguments[0].instant(), "DOUBLE") / number(1000.0))


def _rounded(name: str) -> Callable[[Sequence[Value]], Value]:
    return lambda arguments: Value(number=call(name, arguments[0].numeric()))


_APPLY: Final[dict[str, Callable[[Sequence[Value]], Value]]] = {
    "==": lambda arguments: _boolean(equal(*arguments)),
    "!=": lambda arguments: _boolean(equal(*arguments).not_()),
    ">": _compared(lambda left, right: left > right),
    ">=": _compared(lambda left, right: left >= right),
    "<": _compared(lambda left, right: left < right),
    "<=": _compared(lambda left, right: left <= right),
    "and": _joined(all_of),
    "or": _joined(any_of),
    "not": _negated,
    "+": _plus,
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(lambda left, right: left * right),
    "/": _arithmetic(_divided),
    "%": _arithmetic(_remainder),
    "negate": lambda arguments: Value(number=number(0) - apart(arguments[0].numeric())),
    "boolean": lambda arguments: _boolean(true_where(arguments[0].truth())),
    "number": _to_number,
    "string": _to_text,
    "defined": lambda arguments: _boolean(arguments[0].is_set()),
    "datetime": _to_seconds,
    "floor": _rounded("floor"),
    "ceil": _rounded("ceil"),
    "round": _rounded("round"),
}
_RUNS: Final = frozenset({"==", "!=", ">", ">=", "<", "<=", "+", "-", "*", "/", "%"})
