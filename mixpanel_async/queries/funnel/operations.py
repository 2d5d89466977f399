"""Asking funnel questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.call import Operations
from mixpanel_async.queries.bookmark.reports import report_call
from mixpanel_async.queries.funnel.result import FunnelQueryResult
from mixpanel_async.queries.funnel.spec import FunnelOptions, FunnelQuery, Steps

__all__ = ["Funnels"]


class Funnels(Operations):
    """How many users get from one event to the next."""

    async def query_funnel(self, steps: Steps | FunnelQuery, **options: Unpack[FunnelOptions]) -> FunnelQueryResult:
        """Conversion through *steps* within 14 days, in the last 30, unless *options* (see ``FunnelQuery``) differ.

        ``await ws.query_funnel(["Signup", "Purchase"], conversion_window=7)``
        """
        question = FunnelQuery.of(steps, **options)
        params = self.build_funnel_params(question)
        return await self._call(report_call(self._session, params, FunnelQueryResult.read, limit=question.limit))

    def build_funnel_params(self, steps: Steps | FunnelQuery, **options: Unpack[FunnelOptions]) -> dict[str, Any]:
        """The report's params that ``query_funnel`` would send, as JSON; nothing is sent."""
        return FunnelQuery.of(steps, **options).params(today=self._connection.today)

    async def run_funnel_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> FunnelQueryResult:
        """What the funnel described by *params* shows; *limit* is how many segments, 3000 of at most 50,000."""
        call = report_call(self._session, params, FunnelQueryResult.read, limit=limit, workspace_id=workspace_id)
        return await self._call(call)
