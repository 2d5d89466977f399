"""Filters of insights parameters become conditions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from mixpanel_local.engine.cohorts.reading import CohortReader
from mixpanel_local.engine.cohorts.tree import Joined, Others
from mixpanel_local.engine.conditions import FIRST_TIME
from mixpanel_local.engine.event_reading import arms_of
from mixpanel_local.engine.plan import Condition, Filters, FirstTime, ItemCondition, Membership, Property, Test
from mixpanel_local.engine.property_reading import read_property
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, refuse, text
from mixpanel_local.engine.user_reading import read_frequency
from mixpanel_local.errors import BadRequest

_QUANTIFIERS: Final = ("any", "all")


def read_filters(value: object, determiner: object, where: str, setting: Setting) -> Filters:
    """The filters in the list *value*, joined by *determiner* (all, any)."""
    conditions = tuple(_read_condition(entry, where, setting) for entry in entries(value, where))
    return Filters(conditions, some=one_of(determiner, _QUANTIFIERS, f"{where}.filtersDeterminer") == "any")


def read_filters_of(behavior: Mapping[str, Any], where: str, setting: Setting) -> Filters:
    """A behavior's own filters."""
    return read_filters(behavior.get("filters") or [], behavior.get("filtersDeterminer", "all"), where, setting)


def _read_condition(entry: Mapping[str, Any], where: str, setting: Setting) -> Test:
    if entry.get("value") == FIRST_TIME:
        operator = one_of(entry.get("filterOperator"), ("true", "false"), f"{where}.filterOperator")
        return FirstTime(negated=operator == "false")
    if entry.get("value") == "$cohorts":
        return _read_cohorts(entry, where, setting)
    if "listItemFilters" in entry:
        return _read_items(entry, where, setting)
    return _read_plain(entry, where, setting)


def cohort_reader(setting: Setting) -> CohortReader:
    """What reads cohorts in *setting*."""
    return CohortReader(setting, read_filters, partial(arms_of, read=read_filters))


def _read_cohorts(entry: Mapping[str, Any], where: str, setting: Setting) -> Membership:
    """The users of one of several cohorts; or of none, which both the operator and each cohort may say."""
    place = f"{where}.filterValue"
    several = [mapping(item(one, "cohort", place), place) for one in entries(entry.get("filterValue"), place)]
    if not several:
        raise BadRequest(f"{place}: there is no cohort")
    operator = one_of(entry.get("filterOperator"), ("contains", "does not contain"), f"{where}.filterOperator")
    reader = cohort_reader(setting)
    if operator == "does not contain":
        several = [{**one, "negated": False} for one in several]
    cohort = Joined(tuple(reader.named(one, place) for one in several), some=True)
    return Membership(Others(cohort) if operator == "does not contain" else cohort)


def _read_plain(entry: Mapping[str, Any], where: str, setting: Setting) -> Condition:
    if entry.get("value") == "$cohorts":
        raise BadRequest(f"{where}: an item of a list is in no cohort")
    kind = text(item(entry, "filterType", where), f"{where}.filterType")
    operator = text(item(entry, "filterOperator", where), f"{where}.filterOperator")
    operand = entry.get("filterValue")
    if isinstance(operand, Mapping) or (isinstance(operand, list) and any(isinstance(one, Mapping) for one in operand)):
        raise refuse(f"the filter value {operand!r}")
    unit = entry.get("filterDateUnit")
    target = read_frequency(entry, setting, read_filters) if entry.get("behavior") else _named(entry, setting)
    return Condition(target, kind, operator, operand, None if unit is None else str(unit))


def _named(entry: Mapping[str, Any], setting: Setting) -> Property:
    return read_property(entry, "value", setting)


def _read_items(entry: Mapping[str, Any], where: str, setting: Setting) -> ItemCondition:
    filters = entries(entry["listItemFilters"], f"{where}.listItemFilters")
    inner = tuple(_read_plain(one, where, setting) for one in filters)
    if not inner:
        raise BadRequest(f"{where}.listItemFilters: needs at least one filter")
    every = one_of(entry.get("listQuantifier", "any"), _QUANTIFIERS, f"{where}.listQuantifier") == "all"
    return ItemCondition(read_property(mapping(entry, where), "value", setting), inner, every)
