# Generated from mixpanel_async.entities.dashboards.causes by mixpanel_sync._generate: edit that module, not this one.
"""Dashboards that look for the cause of a change: root cause analysis, RCA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.dashboards.boards import Dashboard
from mixpanel_async.entities.dashboards.causes import CreateRcaDashboardParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.dashboards import causes as core


class RootCauses(Face):
    """Dashboards that look for causes."""

    _core: core.RootCauses

    def create_rca_dashboard(self, params: CreateRcaDashboardParams) -> Dashboard:
        """A new dashboard with what may have caused a change.

        ``ws.create_rca_dashboard(CreateRcaDashboardParams(rca_source_id=3,
        rca_source_data=RcaSourceData(source_type="anomaly", date="2026-01-31")))``
        """
        return drive(self._core.create_rca_dashboard(params))
