"""Definitions of cohorts as clients compile them, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from mixpanel_dataset.store import Store
from mixpanel_local.assumptions import DOCUMENTED, Assumptions
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.database import Database
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.setting import Setting
from tests.local.asking import NOW, Asking


@frozen
class Saved:
    """Something kept."""

    id: str
    body: Mapping[str, Any]


@frozen
class Project:
    """What is kept in a project: bodies by kind and id."""

    things: Mapping[tuple[str, str], Mapping[str, Any]] = field(factory=dict)

    def get(self, kind: str, id: str | int, /) -> Saved | None:
        """One thing."""
        body = self.things.get((kind, str(id)))
        return None if body is None else Saved(str(id), body)

    def all(self, kind: str, /) -> list[Saved]:
        """All things of a kind."""
        return [Saved(key, body) for (own, key), body in self.things.items() if own == kind]


def did(event: str, operator: str, operand: float, /, **behavior: Any) -> dict[str, Any]:
    """A condition on what users did; the behavior is kept inside until ``definition`` numbers it."""
    selector = behavior.pop("selector", None)
    count = {"event_selector": {"event": event, "selector": selector}, "type": "absolute", **behavior.pop("count", {})}
    return {"behavior": {"count": count, **behavior}, "operator": operator, "operand": operand}


def has(name: str, operator: str, operand: Any = "", kind: str = "string") -> dict[str, Any]:
    """A condition on a property of the user."""
    return {"property": "user", "value": name, "operator": operator, "operand": operand, "type": kind}


def within(cohort: int, operator: str = "in") -> dict[str, Any]:
    """A condition on a saved cohort."""
    return {"property": "cohort", "value": cohort, "operator": operator}


def joined(operator: str, *children: Mapping[str, Any]) -> dict[str, Any]:
    """Several conditions."""
    return {"operator": operator, "children": list(children)}


def last(count: int, unit: str = "day") -> dict[str, Any]:
    """The window of a behavior."""
    return {"window": {"unit": unit, "value": count}}


def definition(*children: Mapping[str, Any], operator: str = "and") -> dict[str, Any]:
    """The definition, as ``CohortDefinition.to_dict`` makes it."""
    behaviors: dict[str, Any] = {}

    def numbered(node: Mapping[str, Any]) -> dict[str, Any]:
        if "children" in node:
            return {**node, "children": [numbered(child) for child in node["children"]]}
        if "behavior" not in node:
            return dict(node)
        key = f"bhvr_{len(behaviors)}"
        behaviors[key] = node["behavior"]
        return {"property": "behaviors", "value": key, "operator": node["operator"], "operand": node["operand"]}

    return {"selector": numbered(joined(operator, *children)), "behaviors": behaviors}


def who(
    asking: Asking,
    cohort: Mapping[str, Any],
    *,
    now: datetime = NOW,
    kept: Project = Project(),
    assumptions: Assumptions = DOCUMENTED,
) -> list[str]:
    """The members, in order of their ids."""
    store = Store.open(asking.root)
    setting = Setting(now, Zone(store.time_zone), kept, assumptions)
    tree = cohort_reader(setting).definition(cohort, "cohort")
    database = Database(store.root)
    try:
        found = database.query().frame(members(tree, Population(store), setting, Notes(assumptions)))
    finally:
        database.close()
    return sorted(found["distinct_id"].to_list())
