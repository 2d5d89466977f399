# Generated from mixpanel_async.entities.dashboards.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on dashboards as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.dashboards.boards import CreateDashboardParams, Dashboard, UpdateDashboardParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.dashboards import operations as core


class Dashboards(Face):
    """Boards of reports and text."""

    _core: core.Dashboards

    def list_dashboards(self, *, ids: Sequence[int] | None = None) -> list[Dashboard]:
        """The dashboards the account may see, or those of them with these *ids*: of no ids there are none.

        ``[board.title for board in ws.list_dashboards() if board.is_favorited]``
        """
        return drive(self._core.list_dashboards(ids=ids))

    def create_dashboard(self, params: CreateDashboardParams) -> Dashboard:
        """The dashboard made.

        ``ws.create_dashboard(CreateDashboardParams(title="Product health", is_private=True))``
        """
        return drive(self._core.create_dashboard(params))

    def get_dashboard(self, dashboard_id: int) -> Dashboard:
        """One dashboard, with its layout and what stands on it.

        ``(ws.get_dashboard(1001)).layout``
        """
        return drive(self._core.get_dashboard(dashboard_id))

    def update_dashboard(self, dashboard_id: int, params: UpdateDashboardParams) -> Dashboard:
        """The dashboard as it is after the change. With *content*, which adds things, it is never sent twice.

        ``ws.update_dashboard(1001, UpdateDashboardParams(title="Product health, EU"))``
        """
        return drive(self._core.update_dashboard(dashboard_id, params))

    def delete_dashboard(self, dashboard_id: int) -> None:
        """Remove one dashboard.

        ``ws.delete_dashboard(1001)``
        """
        drive(self._core.delete_dashboard(dashboard_id))

    def bulk_delete_dashboards(self, ids: Sequence[int]) -> None:
        """Remove dashboards.

        ``ws.bulk_delete_dashboards([1001, 1002])``
        """
        drive(self._core.bulk_delete_dashboards(ids))

    def favorite_dashboard(self, dashboard_id: int) -> None:
        """Make a dashboard one of the account's favourites.

        ``ws.favorite_dashboard(1001)``
        """
        drive(self._core.favorite_dashboard(dashboard_id))

    def unfavorite_dashboard(self, dashboard_id: int) -> None:
        """Make a dashboard none of the account's favourites.

        ``ws.unfavorite_dashboard(1001)``
        """
        drive(self._core.unfavorite_dashboard(dashboard_id))

    def pin_dashboard(self, dashboard_id: int) -> None:
        """Pin a dashboard for everybody in the project.

        ``ws.pin_dashboard(1001)``
        """
        drive(self._core.pin_dashboard(dashboard_id))

    def unpin_dashboard(self, dashboard_id: int) -> None:
        """Take a dashboard's pin away.

        ``ws.unpin_dashboard(1001)``
        """
        drive(self._core.unpin_dashboard(dashboard_id))

    def get_dashboard_erf(self, dashboard_id: int) -> dict[str, Any]:
        """What Mixpanel keeps of a dashboard under ``erf``, as it is sent; undocumented.

        ``ws.get_dashboard_erf(1001)``
        """
        return drive(self._core.get_dashboard_erf(dashboard_id))
