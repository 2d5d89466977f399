# Generated from mixpanel_async.saved.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on what people saved in Mixpanel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_async.queries.bookmark.rules import BookmarkType
from mixpanel_async.saved.flows import FlowsResult
from mixpanel_async.saved.listed import BookmarkInfo, FunnelInfo, SavedCohort
from mixpanel_async.saved.report import SavedReportResult
from mixpanel_async.saved.report_calls import RunnableType
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.saved import operations as core


class SavedReports(Face):
    """What saved reports show."""

    _core: core.SavedReports

    def query_saved_report(
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
        return drive(
            self._core.query_saved_report(
                bookmark_id, bookmark_type=bookmark_type, from_date=from_date, to_date=to_date
            )
        )

    def query_saved_flows(self, bookmark_id: int) -> FlowsResult:
        """What the saved flows report *bookmark_id* shows."""
        return drive(self._core.query_saved_flows(bookmark_id))


class SavedLists(Face):
    """Which reports, funnels and cohorts are saved.

    Funnels and cohorts are kept as ``events()`` are; *refresh* asks again.
    """

    _core: core.SavedLists

    def list_bookmarks(self, bookmark_type: BookmarkType | None = None) -> list[BookmarkInfo]:
        """The saved reports of the project, of one type or of all, in the server's order."""
        return drive(self._core.list_bookmarks(bookmark_type))

    def funnels(self, *, refresh: bool = False) -> list[FunnelInfo]:
        """The saved funnels, by name."""
        return drive(self._core.funnels(refresh=refresh))

    def cohorts(self, *, refresh: bool = False) -> list[SavedCohort]:
        """The saved cohorts, by name, hidden ones too."""
        return drive(self._core.cohorts(refresh=refresh))
