# Generated from mixpanel_async.entities.bookmarks.history by mixpanel_sync._generate: edit that module, not this one.
"""What has become of a saved report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.bookmarks.history import BookmarkHistoryResponse
from mixpanel_sync._face import Face, wrap
from mixpanel_sync.paging import Stream
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.bookmarks import history as core


class BookmarkHistories(Face):
    """What has become of saved reports."""

    _core: core.BookmarkHistories

    def get_bookmark_history(
        self, bookmark_id: int, *, cursor: str | None = None, page_size: int | None = None
    ) -> BookmarkHistoryResponse:
        """A page of a saved report's history: the first one, or that a *cursor* leads to.

        ``(ws.get_bookmark_history(2002, page_size=50)).pagination``
        """
        return drive(self._core.get_bookmark_history(bookmark_id, cursor=cursor, page_size=page_size))

    def stream_bookmark_history(self, bookmark_id: int, *, page_size: int | None = None) -> Stream[Mapping[str, Any]]:
        """All of a saved report's history, entry by entry; pages are asked for as they are needed.

        ``[entry for entry in ws.stream_bookmark_history(2002)]``
        """
        return wrap(Stream, self._core.stream_bookmark_history(bookmark_id, page_size=page_size))
