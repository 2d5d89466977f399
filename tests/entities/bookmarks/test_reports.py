from __future__ import annotations

import json

import pytest

from mixpanel_async import Bookmark, BookmarkMetadata, CreateBookmarkParams, ParamValidationError, UpdateBookmarkParams
from mixpanel_transports.fake import json_reply, text_reply
from tests.faces import both

SENT = {
    "id": 2002,
    "name": "Logins",
    "type": "insights",
    "params": {"sections": {}},
    "metadata": {"event_name": "A", "new": 1},
}
REPORT = Bookmark(
    id=2002,
    name="Logins",
    bookmark_type="insights",
    params={"sections": {}},
    metadata=BookmarkMetadata(event_name="A", raw={"event_name": "A", "new": 1}),
)


@pytest.mark.parametrize("results", [[SENT], {"results": [SENT]}], ids=["once", "twice"])
def test_reports_are_found_in_one_envelope_and_in_two(results: object) -> None:
    assert both(lambda ws: ws.list_bookmarks_v2(), json_reply({"status": "ok", "results": results}))[0] == [REPORT]


def test_a_report_of_a_type_nobody_knows_is_a_report() -> None:
    (found,), _ = both(lambda ws: ws.list_bookmarks_v2(), json_reply({"results": [SENT | {"type": "heat-map"}]}))

    assert found.bookmark_type == "heat-map"


def test_of_no_ids_there_are_no_reports_and_not_all_of_them() -> None:
    assert both(lambda ws: ws.list_bookmarks_v2(ids=[])) == ([], [])


def test_a_change_that_is_answered_with_nothing_gives_the_report() -> None:
    found, requests = both(
        lambda ws: ws.update_bookmark(2002, UpdateBookmarkParams(name="Logins", description=None)),
        text_reply("", 204),
        json_reply({"results": SENT}),
    )

    assert found == REPORT
    assert json.loads(requests[0].body) == {"name": "Logins", "description": None, "v": 2}
    assert requests[1].url.endswith("/bookmarks/2002?v=2")


def test_a_type_that_cannot_be_saved_is_refused() -> None:
    with pytest.raises(ParamValidationError, match="bookmark_type is 'launch-analysis'; it is one of insights, "):
        CreateBookmarkParams(name="A", bookmark_type="launch-analysis", params={})  # type: ignore[arg-type]  # refused
