"""Asking retention questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from mixpanel_async.call import Operations
from mixpanel_async.queries.bookmark.reports import report_call
from mixpanel_async.queries.retention.result import RetentionQueryResult
from mixpanel_async.queries.retention.spec import Born, Event, RetentionOptions, RetentionQuery

__all__ = ["Retention"]


class Retention(Operations):
    """Who did one event and came back to do another."""

    async def query_retention(
        self,
        born_event: Born | RetentionQuery,
        return_event: Event | None = None,
        **options: Unpack[RetentionOptions],
    ) -> RetentionQueryResult:
        """How many who did *born_event* did *return_event* in the weeks after, over the last 30 days' cohorts.

        *options* (see ``RetentionQuery``) say otherwise.

        ``await ws.query_retention("Signup", "Login", retention_unit="day", bucket_sizes=[1, 7, 30])``
        """
        question = RetentionQuery.of(born_event, return_event, **options)
        params = self.build_retention_params(question)
        return await self._call(report_call(self._session, params, RetentionQueryResult.read, limit=question.limit))

    def build_retention_params(
        self,
        born_event: Born | RetentionQuery,
        return_event: Event | None = None,
        **options: Unpack[RetentionOptions],
    ) -> dict[str, Any]:
        """The report's params that ``query_retention`` would send, as JSON; nothing is sent."""
        return RetentionQuery.of(born_event, return_event, **options).params(today=self._connection.today)

    async def run_retention_params(
        self, params: Mapping[str, Any], *, limit: int | None = None, workspace_id: int | None = None
    ) -> RetentionQueryResult:
        """What the retention report described by *params* shows; *limit* is how many segments."""
        read = RetentionQueryResult.read
        call = report_call(self._session, params, read, limit=limit, workspace_id=workspace_id)
        return await self._call(call)
