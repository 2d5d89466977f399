"""Asking insights questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.call import Operations
from mixpanel_async.queries.bookmark.reports import report_call
from mixpanel_async.queries.insights.result import QueryResult
from mixpanel_async.queries.insights.spec import Events, InsightsOptions, InsightsQuery

__all__ = ["Insights"]


class Insights(Operations):
    """Events counted and aggregated over time."""

    async def query(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> QueryResult:
        """*events* counted over the last 30 days, by day, unless *options* (see ``InsightsQuery``) say otherwise.

        ``await ws.query("Login", math="unique", last=7)``
        """
        question = InsightsQuery.of(events, **options)
        params = self.build_params(question)
        return await self._call(report_call(self._session, params, QueryResult.read, limit=question.limit))

    def build_params(self, events: Events | InsightsQuery, **options: Unpack[InsightsOptions]) -> dict[str, Any]:
        """The report's params that ``query`` would send, as JSON; nothing is sent."""
        return InsightsQuery.of(events, **options).params(today=self._connection.today)

    async def run_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> QueryResult:
        """What the report described by *params* shows; *limit* is how many segments, 3000 of at most 50,000."""
        call = report_call(self._session, params, QueryResult.read, limit=limit, workspace_id=workspace_id)
        return await self._call(call)
