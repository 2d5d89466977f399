"""The value of a property, plain or computed, over the rows of a scan."""

from __future__ import annotations

from collections.abc import Mapping

from mixpanel_local.engine.computed.lowering import Lowering
from mixpanel_local.engine.computed.moments import iso
from mixpanel_local.engine.computed.term import Part, Term
from mixpanel_local.engine.expression import value as value_expressed
from mixpanel_local.engine.plan import Expressed, Frequency, Input, Property, PropertyRef, Sides
from mixpanel_local.engine.scan import Scan
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.sql import Sql, case, is_null
from mixpanel_local.engine.user_values import frequency_of, sides_of
from mixpanel_local.engine.value import Value

_TIME = ("time", "$time")


def value_of(scan: Scan, target: Property) -> Value:
    """The value of *target* in each row; a moment is a date in text."""
    if isinstance(target, PropertyRef):
        return scan.property(target.name, target.resource)
    if isinstance(target, Sides):
        return sides_of(scan, target)
    if isinstance(target, Frequency):
        return frequency_of(scan, target)
    if isinstance(target, Expressed):
        return value_expressed(target.node, scan)
    names = {name: _input(scan, one, target.setting) for name, one in target.inputs}
    term = Lowering(target.setting).term(target.formula, names)
    if term.moment is None:
        return term.value
    return Value.first([term.value, Value(text=iso(term.moment))])


def _input(scan: Scan, given: Input, setting: Setting) -> Term:
    value = value_of(scan, given.property)
    kind = given.kind
    if _is_time(given) and kind not in ("number", "string"):
        kind = "datetime"
    if kind == "datetime":
        return _dated(scan, value, given, setting)
    if given.cast:
        return Term.of(_cast(value, kind))
    return _numeric(value) if kind == "number" else Term.of(value)


def _cast(value: Value, kind: str | None) -> Value:
    if kind == "number":
        return Value(number=value.as_number())
    if kind == "string":
        return Value(text=value.label())
    return Value(boolean=value.truth()) if kind == "boolean" else value


def _numeric(value: Value) -> Term:
    """A number, also one written as text; other values are what they are."""
    if value.text is None:
        return Term.of(value)
    number = value.as_number()
    return Term({**Term.of(value).parts, "n": number, "s": case((is_null(number), value.text))})


def _dated(scan: Scan, value: Value, given: Input, setting: Setting) -> Term:
    """A moment; other values are what they are, unless it was cast."""
    moment = value.instant()
    others: Mapping[Part, Sql] = {} if given.cast else Term.of(value).parts
    rest: dict[Part, Sql] = {part: case((is_null(moment), one)) for part, one in others.items()}
    local: dict[Part, Sql] = {}
    if _is_time(given) and setting.assumptions.formula_time_text == "project":
        local = {"l": setting.zone.local(scan.span)}
    parts: dict[Part, Sql] = {**rest, "d": moment, **local}
    return Term(parts)


def _is_time(given: Input) -> bool:
    target = given.property
    return isinstance(target, PropertyRef) and target.resource == "events" and target.name in _TIME
