# Generated from mixpanel_async.entities.dashboards.cards by mixpanel_sync._generate: edit that module, not this one.
"""What stands on a dashboard: reports, links to reports, text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.dashboards.boards import Dashboard
from mixpanel_async.entities.dashboards.cards import UpdateReportLinkParams, UpdateTextCardParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.dashboards import cards as core


class DashboardCards(Face):
    """What stands on dashboards."""

    _core: core.DashboardCards

    def add_report_to_dashboard(self, dashboard_id: int, bookmark_id: int) -> Dashboard:
        """The dashboard with a copy of a saved report on it, which has an id of its own.

        ``ws.add_report_to_dashboard(1001, 2002)``
        """
        return drive(self._core.add_report_to_dashboard(dashboard_id, bookmark_id))

    def remove_report_from_dashboard(self, dashboard_id: int, bookmark_id: int) -> Dashboard:
        """The dashboard without a report that stood on it.

        ``ws.remove_report_from_dashboard(1001, 2002)``
        """
        return drive(self._core.remove_report_from_dashboard(dashboard_id, bookmark_id))

    def update_report_link(self, dashboard_id: int, report_link_id: int, params: UpdateReportLinkParams) -> None:
        """Change how a dashboard links to a report.

        ``ws.update_report_link(1001, 7007, UpdateReportLinkParams(link_type="embedded"))``
        """
        drive(self._core.update_report_link(dashboard_id, report_link_id, params))

    def update_text_card(self, dashboard_id: int, text_card_id: int, params: UpdateTextCardParams) -> None:
        """Change a text on a dashboard.

        ``ws.update_text_card(1001, 7008, UpdateTextCardParams(markdown="<h2>Overview</h2>"))``
        """
        drive(self._core.update_text_card(dashboard_id, text_card_id, params))

    def get_bookmark_dashboard_ids(self, bookmark_id: int) -> list[int]:
        """The dashboards a saved report stands on.

        ``ws.get_bookmark_dashboard_ids(2002)``
        """
        return drive(self._core.get_bookmark_dashboard_ids(bookmark_id))
