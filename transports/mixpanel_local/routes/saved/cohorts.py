"""Saved cohorts, with how many users are in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.sql import alias, call
from mixpanel_local.kept.kinds import COHORT
from mixpanel_local.kept.things import Thing
from mixpanel_local.routes.context import Context


def saved_cohorts(context: Context) -> list[Mapping[str, Any]]:
    """POST /cohorts/list: the saved cohorts, with how many users are in each now."""
    return [
        {
            "id": int(cohort.id),
            "name": cohort.body["name"],
            "description": cohort.body.get("description") or "",
            "count": _count(context, cohort),
            "is_visible": int(cohort.body.get("is_visible") is not False),
            "created": cohort.created[:19].replace("T", " "),
            "project_id": int(context.call.arguments.get("project_id") or 1),
        }
        for cohort in context.kept.all(COHORT.name)
        if not cohort.body.get("deleted")
    ]


def _count(context: Context, cohort: Thing) -> int:
    """How many users are in a cohort; none in one that was never defined."""
    if cohort.body.get("selector") is None and not cohort.body.get("groups"):
        return 0
    setting, notes = context.setting, Notes(context.assumptions)
    users = members(cohort_reader(setting).saved(int(cohort.id)), context.store, setting, notes)
    query = exp.select(alias(call("count"), "n")).from_(users.subquery("c"))
    return int(context.query.frame(query).item())
