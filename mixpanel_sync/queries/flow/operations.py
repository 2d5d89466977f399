# Generated from mixpanel_async.queries.flow.operations by mixpanel_sync._generate: edit that module, not this one.
"""Asking flow questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from mixpanel_async.queries.flow.result import FlowQueryResult
from mixpanel_async.queries.flow.spec import Anchors, FlowOptions, FlowQuery
from mixpanel_async.specs.words import FlowChartType
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.queries.flow import operations as core


class Flows(Face):
    """What people do before and after an event."""

    _core: core.Flows

    def query_flow(self, event: Anchors | FlowQuery, **options: Unpack[FlowOptions]) -> FlowQueryResult:
        """What follows *event* over the last 30 days, unless *options* (see ``FlowQuery``) say otherwise.

        ``ws.query_flow("Login", forward=2, mode="paths")``
        """
        return drive(self._core.query_flow(event, **options))

    def build_flow_params(self, event: Anchors | FlowQuery, **options: Unpack[FlowOptions]) -> dict[str, Any]:
        """The report's params that ``query_flow`` would send, as JSON; nothing is sent."""
        return self._core.build_flow_params(event, **options)

    def run_flow_params(
        self, params: Mapping[str, Any], *, mode: FlowChartType | None = None, workspace_id: int | None = None
    ) -> FlowQueryResult:
        """What the flow report described by *params* shows; *mode* says in which shape where they do not."""
        return drive(self._core.run_flow_params(params, mode=mode, workspace_id=workspace_id))
