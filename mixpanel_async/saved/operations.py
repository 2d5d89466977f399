"""Operations on what people saved in Mixpanel."""

from __future__ import annotations

from mixpanel_async.arguments import at_least_one, said
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.codec import ORIGIN
from mixpanel_async.dates import Day
from mixpanel_async.discovery.cache import CachedOperations
from mixpanel_async.queries.bookmark.rules import BookmarkType
from mixpanel_async.saved.flows import FlowsResult, flows_call
from mixpanel_async.saved.listed import (
    BookmarkInfo,
    FunnelInfo,
    SavedCohort,
    bookmarks_in,
    cohorts_in,
    funnels_in,
)
from mixpanel_async.saved.report import SavedReportResult
from mixpanel_async.saved.report_calls import RunnableType, saved_report_call


class SavedReports(Operations):
    """What saved reports show."""

    async def query_saved_report(
        self,
        bookmark_id: int,
        *,
        bookmark_type: RunnableType = "insights",
        from_date: Day | None = None,
        to_date: Day | None = None,
    ) -> SavedReportResult:
        """What the saved report *bookmark_id* shows: the number in its address, or ``BookmarkInfo.id``.

        *bookmark_type* must be the type it was saved as. The days, both included, are for funnels alone: by default the
        last 30, and 30 from the one that is given; all other reports keep the days they were saved with.
        """
        today = self._connection.today
        return await self._call(saved_report_call(bookmark_id, bookmark_type, from_date, to_date, today))

    async def query_saved_flows(self, bookmark_id: int) -> FlowsResult:
        """What the saved flows report *bookmark_id* shows."""
        return await self._call(flows_call(at_least_one(bookmark_id, "bookmark_id")))


class SavedLists(CachedOperations):
    """Which reports, funnels and cohorts are saved.

    Funnels and cohorts are kept as ``events()`` are; *refresh* asks again.
    """

    async def list_bookmarks(self, bookmark_type: BookmarkType | None = None) -> list[BookmarkInfo]:
        """The saved reports of the project, of one type or of all, in the server's order."""
        project = self._session.project_id
        query: dict[str, QueryValue] = {
            "v": "2",
            "type": None if bookmark_type is None else said(bookmark_type, "bookmark_type"),
            "project_id": project,
            "query_origin": ORIGIN,
        }
        return await self._call(Call(family="app", path="{project}/bookmarks", query=query, read=bookmarks_in))

    async def funnels(self, *, refresh: bool = False) -> list[FunnelInfo]:
        """The saved funnels, by name."""
        return await self._cached("funnels", Call(path="/funnels/list", read=funnels_in), refresh=refresh)

    async def cohorts(self, *, refresh: bool = False) -> list[SavedCohort]:
        """The saved cohorts, by name, hidden ones too."""
        call = Call(method="POST", path="/cohorts/list", read=cohorts_in)
        return await self._cached("cohorts", call, refresh=refresh)
