"""Operations on dashboards as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Operations
from mixpanel_async.entities._board import BOARD
from mixpanel_async.entities._bulk import all_removed
from mixpanel_async.entities._calls import app_call, done, many, mapping, one
from mixpanel_async.entities.dashboards.boards import CreateDashboardParams, Dashboard, UpdateDashboardParams
from mixpanel_async.entities.dashboards.changing import board, updated


class Dashboards(Operations):
    """Boards of reports and text."""

    async def list_dashboards(self, *, ids: Sequence[int] | None = None) -> list[Dashboard]:
        """The dashboards the account may see, or those of them with these *ids*: of no ids there are none.

        ``[board.title for board in await ws.list_dashboards() if board.is_favorited]``
        """
        if ids is not None and not ids:
            return []
        query = {"ids": ",".join(map(str, checked_ids(ids or (), "ids"))) or None}
        return await self._call(app_call("GET", "{scope}/dashboards", many(Dashboard), query=query))

    async def create_dashboard(self, params: CreateDashboardParams) -> Dashboard:
        """The dashboard made.

        ``await ws.create_dashboard(CreateDashboardParams(title="Product health", is_private=True))``
        """
        return await self._call(app_call("POST", "{scope}/dashboards", one(Dashboard), params=params))

    async def get_dashboard(self, dashboard_id: int) -> Dashboard:
        """One dashboard, with its layout and what stands on it.

        ``(await ws.get_dashboard(1001)).layout``
        """
        return await self._call(board(dashboard_id))

    async def update_dashboard(self, dashboard_id: int, params: UpdateDashboardParams) -> Dashboard:
        """The dashboard as it is after the change. With *content*, which adds things, it is never sent twice.

        ``await ws.update_dashboard(1001, UpdateDashboardParams(title="Product health, EU"))``
        """
        return await updated(self._connection, dashboard_id, params)

    async def delete_dashboard(self, dashboard_id: int) -> None:
        """Remove one dashboard.

        ``await ws.delete_dashboard(1001)``
        """
        return await self._call(app_call("DELETE", BOARD, done, args={"id": dashboard_id}))

    async def bulk_delete_dashboards(self, ids: Sequence[int]) -> None:
        """Remove dashboards; of no ids there is nothing to remove.

        ``await ws.bulk_delete_dashboards([1001, 1002])``
        """
        return await all_removed(self._connection, "{scope}/dashboards/bulk-delete", "dashboard_ids", ids)

    async def favorite_dashboard(self, dashboard_id: int) -> None:
        """Make a dashboard one of the account's favourites.

        ``await ws.favorite_dashboard(1001)``
        """
        return await self._call(app_call("POST", f"{BOARD}/favorites", done, args={"id": dashboard_id}))

    async def unfavorite_dashboard(self, dashboard_id: int) -> None:
        """Make a dashboard none of the account's favourites.

        ``await ws.unfavorite_dashboard(1001)``
        """
        return await self._call(app_call("DELETE", f"{BOARD}/favorites", done, args={"id": dashboard_id}))

    async def pin_dashboard(self, dashboard_id: int) -> None:
        """Pin a dashboard for everybody in the project.

        ``await ws.pin_dashboard(1001)``
        """
        return await self._call(app_call("POST", f"{BOARD}/pin", done, args={"id": dashboard_id}))

    async def unpin_dashboard(self, dashboard_id: int) -> None:
        """Take a dashboard's pin away.

        ``await ws.unpin_dashboard(1001)``
        """
        return await self._call(app_call("DELETE", f"{BOARD}/pin", done, args={"id": dashboard_id}))

    async def get_dashboard_erf(self, dashboard_id: int) -> dict[str, Any]:
        """What Mixpanel keeps of a dashboard under ``erf``, as it is sent; undocumented.

        ``await ws.get_dashboard_erf(1001)``
        """
        return await self._call(app_call("GET", f"{BOARD}/erf", mapping, args={"id": dashboard_id}))
