"""Questions about profiles become plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.profiles import ProfilePlan, Sort
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import mapping, one_of, refuse, text
from mixpanel_local.engine.sql import alias, column
from mixpanel_local.engine.where import parse
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.engage.asked import Asked

_ORDERS: Final = ("descending", "ascending")


def read_plan(asked: Asked, store: Store, setting: Setting, where: str = "where") -> ProfilePlan:
    """Which profiles are asked for; *where* is how the expression is called."""
    group = str(asked.given["data_group_id"]) if asked.says("data_group_id") else None
    if group is not None and group not in store.manifest.groups:
        known = ", ".join(map(repr, sorted(store.manifest.groups))) or "none"
        raise BadRequest(f"data_group_id: no group key is called {group!r}; there are {known}")
    cohort = asked.json("filter_by_cohort")
    return ProfilePlan(
        where=parse(text(asked.given[where], where), where) if asked.says(where) else None,
        members=None if cohort is None else _members(mapping(cohort, "filter_by_cohort"), group, store, setting),
        # reference/engage-query: true by default
        everyone=asked.flag("include_all_users", default=True),
        users=_users(asked),
        search=text(asked.given["search"], "search") if asked.says("search") else None,
        group=group,
    )


def within(plan: ProfilePlan, cohort: str, store: Store, setting: Setting) -> ProfilePlan:
    """The same, of users of a saved *cohort* only."""
    more = _members({"id": cohort}, plan.group, store, setting)
    if plan.members is None:
        return evolve(plan, members=more, everyone=False)
    both = exp.select(column("distinct_id")).from_(plan.members.subquery("x"))
    return evolve(plan, members=both.where(column("distinct_id").isin(query=more)))


def read_sort(asked: Asked) -> Sort | None:
    """The order profiles are wanted in."""
    if not asked.says("sort_key"):
        return None
    order = one_of(asked.given.get("sort_order") or _ORDERS[0], _ORDERS, "sort_order")
    return Sort(parse(text(asked.given["sort_key"], "sort_key"), "sort_key"), descending=order == "descending")


def _users(asked: Asked) -> list[str] | None:
    several = asked.texts("distinct_ids")
    if not asked.says("distinct_id"):
        return several
    one = str(asked.given["distinct_id"])
    return [one] if several is None or one in several else []


def _members(cohort: Mapping[str, Any], group: str | None, store: Store, setting: Setting) -> exp.Select:
    if group is not None:
        raise refuse("a cohort of groups", "engage")
    named = str(cohort.get("id"))
    entry = {**cohort, "id": int(named)} if named.isdecimal() else cohort
    definition = cohort_reader(setting).named(entry, "filter_by_cohort")
    found = members(definition, store, setting.zone, setting.now).subquery("c")
    return exp.select(alias(column("distinct_id"), "distinct_id")).from_(found)
