"""Dashboards that look for the cause of a change: root cause analysis, RCA."""

from __future__ import annotations

from attrs import field, frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import app_call, one
from mixpanel_async.entities._model import Params
from mixpanel_async.entities._open import OpenParams, as_sent
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.dashboards.boards import Dashboard

__all__ = ["CreateRcaDashboardParams", "RcaSourceData"]


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class RcaSourceData(OpenParams):
    """What changed: a *source_type*, ``anomaly`` for one, on a *date* (``2026-01-31``); *extra* is sent too."""

    source_type: str = field(metadata={"wire": "type"})
    date: str | Unset | None = UNSET
    metric_source: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class CreateRcaDashboardParams(Params):
    """The change to be explained: *rca_source_id* is the id of what *rca_source_data* tells the type of."""

    rca_source_id: int
    rca_source_data: RcaSourceData


class RootCauses(Operations):
    """Dashboards that look for causes."""

    async def create_rca_dashboard(self, params: CreateRcaDashboardParams) -> Dashboard:
        """A new dashboard with what may have caused a change.

        ``await ws.create_rca_dashboard(CreateRcaDashboardParams(rca_source_id=3,
        rca_source_data=RcaSourceData(source_type="anomaly", date="2026-01-31")))``
        """
        return await self._call(app_call("POST", "{scope}/dashboards/rca", one(Dashboard), params=params))
