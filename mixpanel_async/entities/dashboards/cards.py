"""What stands on a dashboard: reports, links to reports, text."""

from __future__ import annotations

from attrs import field, frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._board import BOARD, report_added, report_removed
from mixpanel_async.entities._calls import app_call, done, id_list
from mixpanel_async.entities._open import OpenParams, as_sent
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.dashboards.boards import Dashboard
from mixpanel_async.entities.dashboards.changing import board_changed

__all__ = ["UpdateReportLinkParams", "UpdateTextCardParams"]


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class UpdateReportLinkParams(OpenParams):
    """What to change of a report's link on a dashboard: its *link_type*, ``embedded`` for one; *extra* is sent too."""

    link_type: str = field(metadata={"wire": "type"})


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class UpdateTextCardParams(OpenParams):
    """What to change of a text card: its *markdown*, in which Mixpanel itself writes HTML; *extra* is sent too."""

    markdown: str | Unset | None = UNSET


class DashboardCards(Operations):
    """What stands on dashboards."""

    async def add_report_to_dashboard(self, dashboard_id: int, bookmark_id: int) -> Dashboard:
        """The dashboard with a copy of a saved report on it, which has an id of its own.

        ``await ws.add_report_to_dashboard(1001, 2002)``
        """
        return await board_changed(self._connection, dashboard_id, report_added(bookmark_id), safe=False)

    async def remove_report_from_dashboard(self, dashboard_id: int, bookmark_id: int) -> Dashboard:
        """The dashboard without a report that stood on it.

        ``await ws.remove_report_from_dashboard(1001, 2002)``
        """
        return await board_changed(self._connection, dashboard_id, report_removed(bookmark_id), safe=True)

    async def update_report_link(self, dashboard_id: int, report_link_id: int, params: UpdateReportLinkParams) -> None:
        """Change how a dashboard links to a report.

        ``await ws.update_report_link(1001, 7007, UpdateReportLinkParams(link_type="embedded"))``
        """
        args = {"id": dashboard_id, "link": report_link_id}
        return await self._call(app_call("PATCH", f"{BOARD}/report-links/{{link}}", done, args=args, params=params))

    async def update_text_card(self, dashboard_id: int, text_card_id: int, params: UpdateTextCardParams) -> None:
        """Change a text on a dashboard.

        ``await ws.update_text_card(1001, 7008, UpdateTextCardParams(markdown="<h2>Overview</h2>"))``
        """
        args = {"id": dashboard_id, "card": text_card_id}
        return await self._call(app_call("PATCH", f"{BOARD}/text-cards/{{card}}", done, args=args, params=params))

    async def get_bookmark_dashboard_ids(self, bookmark_id: int) -> list[int]:
        """The dashboards a saved report stands on.

        ``await ws.get_bookmark_dashboard_ids(2002)``
        """
        path = "{scope}/dashboards/bookmarks/{id}/dashboard-ids"
        return await self._call(app_call("GET", path, id_list, args={"id": bookmark_id}))
