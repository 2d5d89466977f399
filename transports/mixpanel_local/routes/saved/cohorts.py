"""Saved cohorts, with how many users are in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from mixpanel_local.engine.cohorts.members import members
from mixpanel_local.engine.filter_reading import cohort_reader
from mixpanel_local.engine.notes import Notes
from mixpanel_local.engine.shape import refuse
from mixpanel_local.engine.sql import alias, call
from mixpanel_local.kept.kinds import COHORT
from mixpanel_local.routes.context import Context


def saved_cohorts(context: Context) -> list[Mapping[str, Any]]:
    """POST /cohorts/list: the saved cohorts, with how many users are in each now."""
    return [
        {
            "id": int(cohort.id),
            "name": cohort.body["name"],
            "description": cohort.body.get("description") or "",
            "count": users_in(context, cohort.id, cohort.body),
            "is_visible": int(cohort.body.get("is_visible") is not False),
            "created": cohort.created[:19].replace("T", " "),
            "project_id": int(context.call.arguments.get("project_id") or 1),
        }
        for cohort in context.kept.all(COHORT.name)
        if not cohort.body.get("deleted")
    ]


def users_in(context: Context, id: str | int, body: Mapping[str, Any]) -> int:
    """How many users are in the cohort *body* now, kept under *id*; none in one that was never defined."""
    if body.get("selector") is None and not body.get("groups"):
        return 0
    if body.get("data_group_id") is not None:
        raise refuse("how many are in a cohort of groups", f"cohort {id}")
    setting, notes = context.setting, Notes(context.assumptions)
    users = members(cohort_reader(setting).saved(int(id)), context.store, setting, notes)
    query = exp.select(alias(call("count"), "n")).from_(users.subquery("c"))
    return int(context.query.frame(query).item())
