"""A dashboard as it is, and as it is after a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities._board import BOARD
from mixpanel_async.entities._calls import app_call, one, one_or_nothing
from mixpanel_async.entities._model import given
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.entities.dashboards.boards import Dashboard, UpdateDashboardParams


def board(dashboard_id: int) -> Call[Dashboard]:
    """The dashboard as it is."""
    return app_call("GET", BOARD, one(Dashboard), args={"id": dashboard_id})


async def updated(connection: Connection, dashboard_id: int, params: UpdateDashboardParams) -> Dashboard:
    """The dashboard after a change; one that adds something may not be said twice."""
    safe = given(params, UpdateDashboardParams).content is UNSET
    return await board_changed(connection, dashboard_id, params.to_body(), safe=safe)


async def board_changed(connection: Connection, dashboard_id: int, body: Mapping[str, Any], *, safe: bool) -> Dashboard:
    """The dashboard after what *body* says, which may be said twice where that is *safe*."""
    args = {"id": dashboard_id}
    change = app_call("PATCH", BOARD, one_or_nothing(Dashboard), args=args, body=body, safe=safe)
    return await changed(connection, change, board(dashboard_id))
