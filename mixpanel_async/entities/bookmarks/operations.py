"""Operations on saved reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import ids as checked_ids
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._bulk import all_removed, all_told
from mixpanel_async.entities._calls import app_call, done, entities, id_list, one, one_or_nothing
from mixpanel_async.entities._model import given, given_each
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.bookmarks.creating import BOOKMARKS, VERSION, created
from mixpanel_async.entities.bookmarks.reports import (
    Bookmark,
    BulkUpdateBookmarkEntry,
    CreateBookmarkParams,
    UpdateBookmarkParams,
)
from mixpanel_async.entities.bookmarks.shape import refuse_misshapen_parts
from mixpanel_async.queries.bookmark.rules import BookmarkType


class Bookmarks(Operations):
    """Saved reports."""

    async def list_bookmarks_v2(
        self, *, bookmark_type: BookmarkType | None = None, ids: Sequence[int] | None = None
    ) -> list[Bookmark]:
        """The saved reports, of one type or with these *ids* where that is said: of no ids there are none.

        ``[report.name for report in await ws.list_bookmarks_v2(bookmark_type="funnels")]``
        """
        if ids is not None and not ids:
            return []
        query = {"v": VERSION, "type": bookmark_type, "ids": ",".join(map(str, checked_ids(ids or (), "ids"))) or None}
        return await self._call(app_call("GET", BOOKMARKS, _reports, query=query))

    async def create_bookmark(self, params: CreateBookmarkParams) -> Bookmark:
        """The report saved, a copy of which stands on the dashboard that *params* name.

        Params that make no such report are a ``BookmarkValidationError``, and nothing is sent. There are two calls;
        where only the first succeeds, an ``IncompleteChangeError`` says which report there is.

        ``await ws.create_bookmark(CreateBookmarkParams(name="Logins", bookmark_type="insights",
        params=ws.build_params("Login"), dashboard_id=1001))``
        """
        return await created(self._connection, params)

    async def get_bookmark(self, bookmark_id: int) -> Bookmark:
        """One saved report.

        ``(await ws.get_bookmark(2002)).params``
        """
        return await self._call(bookmark_call(bookmark_id))

    async def update_bookmark(self, bookmark_id: int, params: UpdateBookmarkParams) -> Bookmark:
        """The saved report as it is after the change. Misshapen params are a ``BookmarkValidationError``.

        ``await ws.update_bookmark(2002, UpdateBookmarkParams(name="Daily logins"))``
        """
        _check(given(params, UpdateBookmarkParams).params)
        return await changed(self._connection, _change(bookmark_id, params), bookmark_call(bookmark_id))

    async def delete_bookmark(self, bookmark_id: int) -> None:
        """Remove one saved report.

        ``await ws.delete_bookmark(2002)``
        """
        return await self._call(app_call("DELETE", _ONE, done, args={"id": bookmark_id}))

    async def bulk_delete_bookmarks(self, ids: Sequence[int]) -> None:
        """Remove saved reports; of no ids there is nothing to remove.

        ``await ws.bulk_delete_bookmarks([2002, 2003])``
        """
        return await all_removed(self._connection, f"{BOOKMARKS}/bulk-delete", "bookmark_ids", ids)

    async def bulk_update_bookmarks(self, entries: Sequence[BulkUpdateBookmarkEntry]) -> None:
        """Change saved reports. Misshapen params of any are a ``BookmarkValidationError``, and none is changed.

        ``await ws.bulk_update_bookmarks([BulkUpdateBookmarkEntry(id=2002, name="Daily logins")])``
        """
        for entry in given_each(entries, BulkUpdateBookmarkEntry):
            _check(entry.params)
        return await all_told(self._connection, f"{BOOKMARKS}/bulk-update", "bookmarks", list(entries))

    async def bookmark_linked_dashboard_ids(self, bookmark_id: int) -> list[int]:
        """The dashboards that link to a saved report.

        ``await ws.bookmark_linked_dashboard_ids(2002)``
        """
        return await self._call(app_call("GET", f"{_ONE}/linked-dashboard-ids", id_list, args={"id": bookmark_id}))


_ONE = BOOKMARKS + "/{id}"


def _reports(answer: Answer) -> list[Bookmark]:
    """The list, which may stand in an envelope within the envelope."""
    return entities(Bookmark, answer.results().results())


def bookmark_call(bookmark_id: int) -> Call[Bookmark]:
    """Ask for one saved report."""
    return app_call("GET", _ONE, one(Bookmark), args={"id": bookmark_id}, query={"v": VERSION})


def _change(bookmark_id: int, params: UpdateBookmarkParams) -> Call[Bookmark | None]:
    body = {**params.to_body(), "v": VERSION}
    return app_call("PATCH", _ONE, one_or_nothing(Bookmark), args={"id": bookmark_id}, body=body)


def _check(params: Mapping[str, Any] | Unset | None) -> None:
    if params is not UNSET and params is not None:
        refuse_misshapen_parts(params)
