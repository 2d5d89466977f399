# Generated from mixpanel_async.entities.bookmarks.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on saved reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mixpanel_async.entities.bookmarks.reports import (
    Bookmark,
    BulkUpdateBookmarkEntry,
    CreateBookmarkParams,
    UpdateBookmarkParams,
)
from mixpanel_async.queries.bookmark.rules import BookmarkType
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.bookmarks import operations as core


class Bookmarks(Face):
    """Saved reports."""

    _core: core.Bookmarks

    def list_bookmarks_v2(
        self, *, bookmark_type: BookmarkType | None = None, ids: Sequence[int] | None = None
    ) -> list[Bookmark]:
        """The saved reports, of one type or with these *ids* where that is said: of no ids there are none.

        ``[report.name for report in ws.list_bookmarks_v2(bookmark_type="funnels")]``
        """
        return drive(self._core.list_bookmarks_v2(bookmark_type=bookmark_type, ids=ids))

    def create_bookmark(self, params: CreateBookmarkParams) -> Bookmark:
        """The report saved, a copy of which stands on the dashboard that *params* name.

        Params that make no such report are a ``BookmarkValidationError``, and nothing is sent. There are two calls;
        where only the first succeeds, an ``IncompleteChangeError`` says which report there is.

        ``ws.create_bookmark(CreateBookmarkParams(name="Logins", bookmark_type="insights",
        params=ws.build_params("Login"), dashboard_id=1001))``
        """
        return drive(self._core.create_bookmark(params))

    def get_bookmark(self, bookmark_id: int) -> Bookmark:
        """One saved report.

        ``(ws.get_bookmark(2002)).params``
        """
        return drive(self._core.get_bookmark(bookmark_id))

    def update_bookmark(self, bookmark_id: int, params: UpdateBookmarkParams) -> Bookmark:
        """The saved report as it is after the change. Misshapen params are a ``BookmarkValidationError``.

        ``ws.update_bookmark(2002, UpdateBookmarkParams(name="Daily logins"))``
        """
        return drive(self._core.update_bookmark(bookmark_id, params))

    def delete_bookmark(self, bookmark_id: int) -> None:
        """Remove one saved report.

        ``ws.delete_bookmark(2002)``
        """
        drive(self._core.delete_bookmark(bookmark_id))

    def bulk_delete_bookmarks(self, ids: Sequence[int]) -> None:
        """Remove saved reports.

        ``ws.bulk_delete_bookmarks([2002, 2003])``
        """
        drive(self._core.bulk_delete_bookmarks(ids))

    def bulk_update_bookmarks(self, entries: Sequence[BulkUpdateBookmarkEntry]) -> None:
        """Change saved reports. Misshapen params of any are a ``BookmarkValidationError``, and none is changed.

        ``ws.bulk_update_bookmarks([BulkUpdateBookmarkEntry(id=2002, name="Daily logins")])``
        """
        drive(self._core.bulk_update_bookmarks(entries))

    def bookmark_linked_dashboard_ids(self, bookmark_id: int) -> list[int]:
        """The dashboards that link to a saved report.

        ``ws.bookmark_linked_dashboard_ids(2002)``
        """
        return drive(self._core.bookmark_linked_dashboard_ids(bookmark_id))
