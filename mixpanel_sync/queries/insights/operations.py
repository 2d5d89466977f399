# Generated from mixpanel_async.queries.insights.operations by mixpanel_sync._generate: edit that module, not this one.
"""Asking insights questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.queries.insights.spec import Events, InsightsOptions, InsightsQuery
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.queries.insights import operations as core


class Insights(Face):
    """Events counted and aggregated over time."""

    _core: core.Insights

    def query(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> QueryResult:
        """*events* counted over the last 30 days, by day, unless *options* (see ``InsightsQuery``) say otherwise.

        ``ws.query("Login", math="unique", last=7)``
        """
        return drive(self._core.query(events, **options))

    def build_params(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> dict[str, Any]:
        """The report's params that ``query`` would send, as JSON; nothing is sent."""
        return self._core.build_params(events, **options)

    def run_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> QueryResult:
        """What the report described by *params* shows; *limit* is how many segments, 3000 of at most 50,000."""
        return drive(self._core.run_params(params, limit=limit, workspace_id=workspace_id))
