"""Saved cohorts: who is in one is asked of the engine, when it is needed."""

from __future__ import annotations

from typing import Final

from mixpanel_local.kept.kinds import COHORT
from mixpanel_local.routes.app.crud import Crud, Row, asked_ids
from mixpanel_local.routes.context import Context


def _asked(context: Context, row: Row) -> bool:
    group = context.call.arguments.get("data_group_id")
    return asked_ids(context, row) and (not group or str(row["data_group_id"]) == group)


COHORTS: Final = Crud(kind=COHORT, listing=_asked)

ROUTES: Final = (*COHORTS.routes(), *COHORTS.bulk_routes())
