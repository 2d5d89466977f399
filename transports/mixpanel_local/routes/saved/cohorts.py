"""Saved cohorts, with how many users are in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve
from sqlglot import exp

from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.cohorts.reading import data_group_of
from mixpanel_local.engine.data_groups import Population
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.sql import alias, call
from mixpanel_local.errors import BadRequest, Unsupported
from mixpanel_local.kept.kinds import COHORT
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.context import Context

UNCOUNTED: Final = -1
"""In place of how many are in a cohort that cannot be counted."""


def saved_cohorts(context: Context) -> list[Mapping[str, Any]]:
    """POST /cohorts/list: the saved cohorts, with how many are in each now."""
    return [
        {
            "id": int(cohort.id),
            "name": cohort.body["name"],
            "description": cohort.body.get("description") or "",
            **_counted(context, cohort),
            "is_visible": int(cohort.body.get("is_visible") is not False),
            "created": cohort.created[:19].replace("T", " "),
            "project_id": int(context.call.arguments.get("project_id") or 1),
        }
        for cohort in context.kept.all(COHORT.name)
        if not cohort.body.get("deleted")
    ]


def _counted(context: Context, cohort: Thing) -> dict[str, Any]:
    """The ``count``; of a cohort that cannot be counted -1, and the ``error`` that says why."""
    try:
        return {"count": members_of(context, cohort.id, cohort.body)}
    except (BadRequest, Unsupported) as error:
        # The others are listed all the same; clients need a whole number.
        return {"count": UNCOUNTED, "error": error.message}


def members_of(context: Context, id: str | int, body: Mapping[str, Any]) -> int:
    """How many users or groups are in the cohort *body* now, kept under *id*; none in one that was never defined."""
    if body.get("selector") is None and not body.get("groups"):
        return 0
    group, notes = data_group_of(body), Notes(context.assumptions)
    setting, population = evolve(context.setting, data_group=group), Population.of(context.store, group)
    found = members(cohort_reader(setting).saved(int(id)), population, setting, notes)
    query = exp.select(alias(call("count"), "n")).from_(found.subquery("c"))
    return int(context.query.frame(query).item())
