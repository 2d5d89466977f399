"""Definitions of cohorts, as the app keeps them, become trees.

A definition has a ``selector``, conditions joined by *and* and *or*, and ``behaviors``, what users did, by the names
the selector has for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast, get_args

from attrs import evolve, frozen

from mixpanel_local.engine.cohorts.tree import (
    Amount,
    Behavior,
    Between,
    Cohort,
    Comparison,
    Did,
    Has,
    Joined,
    Others,
    Unit,
    Within,
)
from mixpanel_local.engine.event_reading import ReadFilters
from mixpanel_local.engine.language import Call, Constant, PropertyName
from mixpanel_local.engine.plan import Arm, Condition, Expression, Filters, PropertyRef, Test
from mixpanel_local.engine.scan import Resource
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, integer, item, mapping, number, one_of, refuse, text
from mixpanel_local.engine.time_reading import read_date
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest

ReadEvent: TypeAlias = Callable[[str, Filters, Setting], tuple[Arm, ...]]

_AGGREGATES: Final = ("total", "unique", "average", "min", "max", "median")
_OPERATORS: Final = {
    "==": "equals",
    "!=": "does not equal",
    "in": "contains",
    "not in": "does not contain",
    ">": "is greater than",
    "<": "is less than",
    ">=": "is at least",
    "<=": "is at most",
    "defined": "is set",
    "not defined": "is not set",
}
_ORDERED: Final = (">", "<", ">=", "<=")
_MAX_DEPTH: Final = 50
_REDEFINE: Final = "save it with a definition of CohortDefinition, which has a selector and behaviors"


@frozen
class CohortReader:
    """Reads definitions; *within* are the ids of the saved cohorts that the one read is a part of."""

    setting: Setting
    filters: ReadFilters
    event: ReadEvent
    within: tuple[int, ...] = ()

    def named(self, entry: Mapping[str, Any], where: str) -> Cohort:
        """The cohort a filter or breakdown names, by id or as ``raw_cohort``; with ``negated`` everyone else."""
        cohort = self._named(entry, where)
        return Others(cohort) if entry.get("negated") else cohort

    def _named(self, entry: Mapping[str, Any], where: str) -> Cohort:
        if "raw_cohort" in entry:
            return self.definition(mapping(entry["raw_cohort"], f"{where}.raw_cohort"), f"{where}.raw_cohort")
        return self.saved(integer(item(entry, "id", where), f"{where}.id"))

    def saved(self, id: int) -> Cohort:
        """The saved cohort of that id."""
        if id in self.within:
            chain = " in ".join(map(str, (*self.within, id)))
            raise BadRequest(f"the saved cohort {id} is defined by itself: {chain}")
        saved = self.setting.saved("cohort", id)
        asked, own = self.setting.data_group, data_group_of(saved)
        if asked != own:
            raise refuse(
                f"the saved cohort {id}, which is of {_told(own)}, in an analysis of {_told(asked)}",
                instead=f"save one of {_told(asked)}, or describe the cohort in the question",
            )
        return evolve(self, within=(*self.within, id)).definition(saved, f"cohort {id}")

    def definition(self, entry: Mapping[str, Any], where: str) -> Cohort:
        """The cohort of a definition ``{selector, behaviors}``."""
        if entry.get("selector") is None:
            if entry.get("groups"):
                raise refuse(
                    "a cohort defined by groups of filters, as the app's editor keeps it", where, instead=_REDEFINE
                )
            raise BadRequest(f"{where}: the cohort has no 'selector' that says who is in it")
        behaviors = mapping(entry.get("behaviors") or {}, f"{where}.behaviors")
        return self._node(mapping(entry["selector"], f"{where}.selector"), behaviors, f"{where}.selector", 0)

    def _node(self, node: Mapping[str, Any], behaviors: Mapping[str, Any], where: str, depth: int) -> Cohort:
        if depth > _MAX_DEPTH:
            raise BadRequest(f"{where}: conditions are nested more than {_MAX_DEPTH} deep")
        if "children" in node:
            some = one_of(node.get("operator", "and"), ("and", "or"), f"{where}.operator") == "or"
            children = entries(node["children"], f"{where}.children")
            if not children:
                raise BadRequest(f"{where}.children: there is no condition")
            parts = (
                self._node(one, behaviors, f"{where}.children[{at}]", depth + 1) for at, one in enumerate(children)
            )
            return Joined(tuple(parts), some)
        return self._leaf(node, behaviors, where)

    def _leaf(self, node: Mapping[str, Any], behaviors: Mapping[str, Any], where: str) -> Cohort:
        kind = one_of(node.get("property"), ("behaviors", "user", "cohort"), f"{where}.property")
        if kind == "behaviors":
            return self._did(node, behaviors, where)
        if kind == "user":
            return Has(Filters((_compared(node, "people", where),)))
        cohort = self.saved(integer(item(node, "value", where), f"{where}.value"))
        negated = one_of(node.get("operator", "in"), ("in", "not in"), f"{where}.operator") == "not in"
        return Others(cohort) if negated else cohort

    def _did(self, node: Mapping[str, Any], behaviors: Mapping[str, Any], where: str) -> Did:
        key = text(item(node, "value", where), f"{where}.value")
        place = f"behaviors.{key}"
        return Did(
            behavior=self._behavior(mapping(item(behaviors, key, "behaviors"), place), place),
            comparison=cast("Comparison", one_of(node.get("operator"), get_args(Comparison), f"{where}.operator")),
            operand=number(item(node, "operand", where), f"{where}.operand"),
        )

    def _behavior(self, behavior: Mapping[str, Any], where: str) -> Behavior:
        count = mapping(item(behavior, "count", where), f"{where}.count")
        selected = mapping(item(count, "event_selector", f"{where}.count"), f"{where}.count.event_selector")
        return Behavior(
            arms=self.arms(selected, f"{where}.count.event_selector"),
            amount=_amount(count, f"{where}.count"),
            when=_when(behavior, where),
        )

    def arms(self, selected: Mapping[str, Any], where: str) -> tuple[Arm, ...]:
        """The events of an event selector ``{event, selector}``."""
        name = text(item(selected, "event", where), f"{where}.event")
        return self.event(name, self._selector(selected.get("selector"), f"{where}.selector", 0), self.setting)

    def _selector(self, selector: object, where: str, depth: int) -> Filters:
        """Which of the events count: by filters, by conditions like those on users, or by an expression."""
        if selector is None or selector == "":
            return Filters()
        if isinstance(selector, str):
            return Filters((Expression(parse(selector, where)),))
        if depth > _MAX_DEPTH:
            raise BadRequest(f"{where}: conditions are nested more than {_MAX_DEPTH} deep")
        node = mapping(selector, where)
        some = one_of(node.get("operator", "and"), ("and", "or"), f"{where}.operator") == "or"
        children = enumerate(entries(item(node, "children", where), f"{where}.children"))
        tests = (self._test(child, f"{where}.children[{at}]", depth + 1) for at, child in children)
        return Filters(tuple(tests), some)

    def _test(self, child: Mapping[str, Any], where: str, depth: int) -> Test:
        if "children" in child:
            return self._selector(child, where, depth)
        if "filterOperator" in child:
            return self.filters([child], "all", where, self.setting)
        return _compared(child, "events", where)


def data_group_of(saved: Mapping[str, Any]) -> str | None:
    """What a saved cohort is of in place of users."""
    return None if saved.get("data_group_id") is None else str(saved["data_group_id"])


def _told(data_group: str | None) -> str:
    return "users" if data_group is None else f"the groups {data_group!r}"


def _when(behavior: Mapping[str, Any], where: str) -> Within | Between | None:
    if "from_date" in behavior:
        first, last = (read_date(item(behavior, key, where), f"{where}.{key}") for key in ("from_date", "to_date"))
        return Between(first, last)
    if behavior.get("window") is None:
        return None
    window = mapping(behavior["window"], f"{where}.window")
    unit = one_of(window.get("unit", "day"), get_args(Unit), f"{where}.window.unit")
    return Within(integer(item(window, "value", f"{where}.window"), f"{where}.window.value"), cast("Unit", unit))


def _amount(count: Mapping[str, Any], where: str) -> Amount:
    if count.get("type", "absolute") != "absolute":
        raise refuse(f"a count of type {count['type']!r}", where, instead="'absolute' compares with a number")
    aggregate = count.get("aggregationOperator")
    if aggregate is None:
        return Amount()
    name = text(item(count, "property", where), f"{where}.property")
    return Amount(one_of(aggregate, _AGGREGATES, f"{where}.aggregationOperator"), PropertyRef(name))


def _is_word(operand: object) -> bool:
    """Whether it is text that is no number."""
    if not isinstance(operand, str):
        return False
    try:
        float(operand)
    except ValueError:
        return True
    return False


def _compared(node: Mapping[str, Any], resource: Resource, where: str) -> Condition | Expression:
    """A condition on one property, written with the operators of the legacy language."""
    operator = one_of(node.get("operator"), tuple(_OPERATORS), f"{where}.operator")
    name, kind = text(item(node, "value", where), f"{where}.value"), str(node.get("type") or "string")
    operand = node.get("operand")
    if kind == "datetime" and operator in (*_ORDERED, "==", "!="):
        moments = (PropertyName(name, resource), Constant(text(operand, f"{where}.operand")))
        return Expression(Call(operator, tuple(Call("datetime", (moment,)) for moment in moments)))
    if operator in _ORDERED and (isinstance(operand, bool) or _is_word(operand)):
        # The legacy language orders two texts, and nothing else with one.
        return Expression(Call(operator, (PropertyName(name, resource), Constant(operand))))
    kind = "number" if operator in _ORDERED else kind
    return Condition(PropertyRef(name, resource), kind, _OPERATORS[operator], operand)
