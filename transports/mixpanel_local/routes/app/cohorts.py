"""Saved cohorts, with how many users are in each now."""

from __future__ import annotations

from typing import Final

from mixpanel_local.errors import BadRequest, Unsupported
from mixpanel_local.kept.kinds import COHORT
from mixpanel_local.routes.app.crud import Crud, Row, asked_ids
from mixpanel_local.routes.context import Context
from mixpanel_local.routes.saved.cohorts import members_of


def _asked(context: Context, row: Row) -> bool:
    group = context.call.arguments.get("data_group_id")
    return asked_ids(context, row) and (not group or str(row["data_group_id"]) == group)


def _counted(context: Context, row: Row) -> Row:
    try:
        return {**row, "count": members_of(context, row["id"], row)}
    except (BadRequest, Unsupported):
        # Whether or not it can be asked, it is kept; without a count it can still be looked at and mended.
        return {**row, "count": None}


COHORTS: Final = Crud(kind=COHORT, listing=_asked, answering=_counted)

ROUTES: Final = (*COHORTS.routes(), *COHORTS.bulk_routes())
