"""What has become of a saved report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call
from mixpanel_async.entities._history import page_of, pages_of
from mixpanel_async.entities._model import Entity
from mixpanel_async.paging import Stream

__all__ = ["BookmarkHistoryPagination", "BookmarkHistoryResponse"]


@frozen(kw_only=True, eq=False, repr=False)
class BookmarkHistoryPagination(Entity):
    """Where the pages next to this one begin; no *next_cursor* says that it is the last."""

    next_cursor: str | None = None
    previous_cursor: str | None = None
    page_size: int = 0


@frozen(kw_only=True, eq=False, repr=False)
class BookmarkHistoryResponse(Entity):
    """A page of a report's history. *results* are the entries as they are sent; they are undocumented."""

    results: tuple[Any, ...] = ()
    pagination: BookmarkHistoryPagination | None = None


class BookmarkHistories(Operations):
    """What has become of saved reports."""

    async def get_bookmark_history(
        self, bookmark_id: int, *, cursor: str | None = None, page_size: int | None = None
    ) -> BookmarkHistoryResponse:
        """A page of a saved report's history: the first one, or that a *cursor* leads to.

        ``(await ws.get_bookmark_history(2002, page_size=50)).pagination``
        """
        return await self._call(_page(bookmark_id, cursor, page_size))

    def stream_bookmark_history(self, bookmark_id: int, *, page_size: int | None = None) -> Stream[Mapping[str, Any]]:
        """All of a saved report's history, entry by entry; pages are asked for as they are needed.

        ``[entry async for entry in ws.stream_bookmark_history(2002)]``
        """
        return Stream(pages_of(lambda cursor: self._call(_page(bookmark_id, cursor, page_size))))


def _page(bookmark_id: int, cursor: str | None, page_size: int | None) -> Call[BookmarkHistoryResponse]:
    query = {"cursor": cursor, "page_size": page_size}
    return app_call(
        "GET", "{scope}/bookmarks/{id}/history", page_of(BookmarkHistoryResponse), args={"id": bookmark_id}, query=query
    )
