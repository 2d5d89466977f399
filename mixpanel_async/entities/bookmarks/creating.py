"""Saving a report: it is made, and then put on its dashboard."""

from __future__ import annotations

from mixpanel_async.connection import Connection
from mixpanel_async.entities._board import BOARD, report_added
from mixpanel_async.entities._calls import app_call, done, one
from mixpanel_async.entities._model import given
from mixpanel_async.entities._steps import next_step
from mixpanel_async.entities.bookmarks.reports import Bookmark, CreateBookmarkParams
from mixpanel_async.entities.bookmarks.shape import refuse_misshapen
from mixpanel_async.errors import ParamValidationError

BOOKMARKS = "{scope}/bookmarks"
VERSION = 2
"""The form of reports that is written and read; the first one has other names."""


async def created(connection: Connection, params: CreateBookmarkParams) -> Bookmark:
    """The report, made and on its dashboard."""
    board = given(params, CreateBookmarkParams).dashboard_id
    if not isinstance(board, int):
        raise ParamValidationError(
            "CreateBookmarkParams: there is no dashboard_id; a report needs a dashboard, name one"
        )
    refuse_misshapen(params.params, params.bookmark_type)
    made = await connection.perform(app_call("POST", BOOKMARKS, one(Bookmark), body={**params.to_body(), "v": VERSION}))
    await _put(connection, made.id, board)
    return made


async def _put(connection: Connection, report: int, board: int) -> None:
    adding = app_call("PATCH", BOARD, done, args={"id": board}, body=report_added(report), safe=False)
    done_already = f"report {report} is saved"
    way_on = f"add it with add_report_to_dashboard({board}, {report}), or remove it with delete_bookmark({report})"
    details = {"bookmark_id": report, "dashboard_id": board}
    await next_step(connection, adding, done_already, way_on, details)
