"""Asking flow questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.arguments import at_least_one_if_given, json_object
from mixpanel_async.call import Call, Operations
from mixpanel_async.queries.flow.modes import QUERY_TYPES, mode_of
from mixpanel_async.queries.flow.result import FlowQueryResult
from mixpanel_async.queries.flow.spec import Anchors, FlowOptions, FlowQuery
from mixpanel_async.specs.words import FlowChartType

__all__ = ["Flows"]


class Flows(Operations):
    """What people do before and after an event."""

    async def query_flow(self, event: Anchors | FlowQuery, **options: Unpack[FlowOptions]) -> FlowQueryResult:
        """What follows *event* over the last 30 days, unless *options* (see ``FlowQuery``) say otherwise.

        ``await ws.query_flow("Login", forward=2, mode="paths")``
        """
        question = FlowQuery.of(event, **options)
        return await self._call(self._flow(self.build_flow_params(question), question.mode))

    def build_flow_params(self, event: Anchors | FlowQuery, **options: Unpack[FlowOptions]) -> dict[str, Any]:
        """The report's params that ``query_flow`` would send, as JSON; nothing is sent."""
        return FlowQuery.of(event, **options).params(today=self._connection.today)

    async def run_flow_params(
        self, params: Mapping[str, Any], *, mode: FlowChartType | None = None, workspace_id: int | None = None
    ) -> FlowQueryResult:
        """What the flow report described by *params* shows; *mode* says in which shape where they do not."""
        return await self._call(self._flow(params, mode_of(json_object(params, "params"), mode), workspace_id))

    def _flow(
        self, params: Mapping[str, Any], mode: FlowChartType, workspace_id: int | None = None
    ) -> Call[FlowQueryResult]:
        return Call(
            method="POST",
            path="/arb_funnels",
            json={
                "bookmark": params,
                "project_id": int(self._session.project_id),
                "query_type": QUERY_TYPES[mode],
            },
            workspace_id=at_least_one_if_given(workspace_id, "workspace_id"),
            names_project=False,
            read=lambda answer: FlowQueryResult.read(answer, params, mode),
        )
