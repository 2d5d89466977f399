from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mixpanel_async import BookmarkValidationError, BulkUpdateBookmarkEntry, UpdateBookmarkParams
from mixpanel_transports.fake import json_reply
from tests.faces import both, raised

BAD = {"displayOptions": {}}


@pytest.mark.parametrize(
    "operation",
    [
        lambda ws: ws.update_bookmark(2002, UpdateBookmarkParams(params=BAD)),
        lambda ws: ws.bulk_update_bookmarks([BulkUpdateBookmarkEntry(id=1), BulkUpdateBookmarkEntry(id=2, params=BAD)]),
    ],
    ids=["one", "several"],
)
def test_misshapen_params_change_nothing(operation: Callable[[Any], Any]) -> None:
    error, requests = raised(operation)

    assert (type(error), requests) == (BookmarkValidationError, [])


@pytest.mark.parametrize("params", [None, {}])
def test_params_are_cleared_or_replaced(params: dict[str, Any] | None) -> None:
    entries = [BulkUpdateBookmarkEntry(id=1, params=params), BulkUpdateBookmarkEntry(id=2, name=None)]
    _, (request,) = both(lambda ws: ws.bulk_update_bookmarks(entries), json_reply({"status": "ok"}))

    assert json.loads(request.body) == {"bookmarks": [{"id": 1, "params": params}, {"id": 2, "name": None}]}
