"""Asking insights questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.call import Call, Operations
from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.queries.insights.spec import DEFAULT_LIMIT, Events, InsightsOptions, InsightsQuery, check_limit

__all__ = ["Insights"]


class Insights(Operations):
    """Events counted and aggregated over time."""

    async def query(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> QueryResult:
        """*events* counted over the last 30 days, by day, unless *options* (see ``InsightsQuery``) say otherwise.

        ``await ws.query("Login", math="unique", last=7)``
        """
        question = InsightsQuery.of(events, **options)
        return await self._call(self._insights(self.build_params(question), question.limit))

    def build_params(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> dict[str, Any]:
        """The report's params that ``query`` would send, as JSON; nothing is sent."""
        return InsightsQuery.of(events, **options).params(today=self._connection.today)

    async def run_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> QueryResult:
        """What the report described by *params* shows; *limit* is how many segments, 3000 of at most 50,000."""
        check_limit(limit)
        return await self._call(self._insights(params, limit, workspace_id))

    def _insights(
        self, params: Mapping[str, Any], limit: int | None, workspace_id: int | None = None
    ) -> Call[QueryResult]:
        return Call(
            method="POST",
            path="/insights",
            json={
                "bookmark": params,
                "project_id": int(self._session.project_id),
                "queryLimits": {"limit": limit or DEFAULT_LIMIT},
            },
            workspace_id=workspace_id,
            names_project=False,
            read=lambda reply: QueryResult.read(reply, params),
        )
