"""Questions about profiles become plans."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.store import Store
from mixpanel_local.engine.cohorts.members import lookup
from mixpanel_local.engine.cohorts.membership import Lookup
from mixpanel_local.engine.cohorts.reading import CohortReader
from mixpanel_local.engine.cohorts.tree import Behavior, Unit, Within
from mixpanel_local.engine.data_groups import Population, group_key
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.profiles import ProfilePlan, Sort
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, mapping, one_of, text
from mixpanel_local.engine.sql import column
from mixpanel_local.engine.where import parse_of_profiles
from mixpanel_local.errors import BadRequest
from mixpanel_local.routes.engage.asked import Asked

_ORDERS: Final = ("descending", "ascending")
_WINDOW: Final = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[hdw])")
_UNITS: Final[Mapping[str, Unit]] = {"h": "hour", "d": "day", "w": "week"}


@frozen
class PlanReader:
    """Reads what is *asked* of the profiles of *store*; *notes* gather what is assumed."""

    asked: Asked
    store: Store
    setting: Setting
    notes: Notes

    def plan(self, where: str = "where") -> ProfilePlan:
        """Which profiles are asked for; *where* is how the expression is called."""
        asked, group = self.asked, self._group()
        cohort = asked.json("filter_by_cohort")
        if cohort is not None and asked.says("behaviors"):
            raise BadRequest("behaviors and filter_by_cohort are mutually exclusive")
        return ProfilePlan(
            where=parse_of_profiles(text(asked.given[where], where), where) if asked.says(where) else None,
            behaviors=self._behaviors() if asked.says("behaviors") else {},
            members=None if cohort is None else self._members(mapping(cohort, "filter_by_cohort")),
            # reference/engage-query: true by default
            everyone=asked.flag("include_all_users", default=True),
            users=self._users(),
            search=text(asked.given["search"], "search") if asked.says("search") else None,
            group=group,
        )

    def within(self, plan: ProfilePlan, cohort: str) -> ProfilePlan:
        """The same as *plan*, of users of a saved *cohort* only."""
        more = self._members({"id": cohort})
        if plan.members is None:
            return evolve(plan, members=more, everyone=False)
        both = exp.select(column("distinct_id")).from_(plan.members.subquery("x"))
        return evolve(plan, members=both.where(column("distinct_id").isin(query=more)))

    def sort(self) -> Sort | None:
        """The order profiles are wanted in."""
        if not self.asked.says("sort_key"):
            return None
        order = one_of(self.asked.given.get("sort_order") or _ORDERS[0], _ORDERS, "sort_order")
        key = parse_of_profiles(text(self.asked.given["sort_key"], "sort_key"), "sort_key")
        return Sort(key, descending=order == "descending")

    def _group(self) -> str | None:
        return None if self._data_group is None else group_key(self.store, self._data_group)

    @property
    def _data_group(self) -> str | None:
        """What questions call the groups asked for."""
        return str(self.asked.given["data_group_id"]) if self.asked.says("data_group_id") else None

    def _users(self) -> list[str] | None:
        several = self.asked.texts("distinct_ids")
        if not self.asked.says("distinct_id"):
            return several
        one = str(self.asked.given["distinct_id"])
        return [one] if several is None or one in several else []

    @property
    def _lookup(self) -> Lookup:
        return lookup(Population(self.store, self._group()), self.setting, self.notes)

    @property
    def _cohorts(self) -> CohortReader:
        return cohort_reader(evolve(self.setting, data_group=self._data_group))

    def _members(self, cohort: Mapping[str, Any]) -> exp.Select:
        named = str(cohort.get("id"))
        entry = {**cohort, "id": int(named)} if named.isdecimal() else cohort
        return self._lookup.members(self._cohorts.named(entry, "filter_by_cohort"))

    def _behaviors(self) -> Mapping[str, exp.Select]:
        """How often users, or groups, did what ``behaviors`` names."""
        several = entries(self.asked.json("behaviors"), "behaviors")
        read = (self._behavior(one, f"behaviors[{at}]") for at, one in enumerate(several))
        return {name: self._lookup.doing(behavior).amounts() for name, behavior in read}

    def _behavior(self, entry: Mapping[str, Any], where: str) -> tuple[str, Behavior]:
        """One of them, ``{name, event_selectors, window}``: any of several events."""
        reader = self._cohorts
        selectors = entries(item(entry, "event_selectors", where), f"{where}.event_selectors")
        places = (f"{where}.event_selectors[{at}]" for at in range(len(selectors)))
        arms = [arm for one, place in zip(selectors, places, strict=True) for arm in reader.arms(one, place)]
        if not arms:
            raise BadRequest(f"{where}.event_selectors: there is no event")
        name = text(item(entry, "name", where), f"{where}.name")
        return name, Behavior(tuple(arms), when=_window(entry.get("window"), f"{where}.window"))


def _window(window: object, where: str) -> Within | None:
    """The last hours, days or weeks, such as ``30d``; None where nothing is said, which is any time."""
    if window is None:
        return None
    found = _WINDOW.fullmatch(text(window, where))
    if found is None:
        raise BadRequest(f"{where}: {window!r} is no number of hours, days or weeks such as '30d'")
    return Within(int(found["count"]), _UNITS[found["unit"]])
