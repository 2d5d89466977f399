from __future__ import annotations

import json
import warnings

import pytest

from mixpanel_async import LexiconTag, PartialReply, UpdateTagParams
from mixpanel_transports.errors import ConnectionFailed
from mixpanel_transports.fake import json_reply
from mixpanel_transports.message import Reply
from tests.faces import both, raised

CORE = {"id": 6006, "name": "core"}


def test_defect_23_a_tag_that_is_listed_by_name_alone_has_no_id() -> None:
    found, _ = both(lambda ws: ws.list_lexicon_tags(), json_reply({"status": "ok", "results": ["core", "old"]}))

    assert found == [LexiconTag(name="core"), LexiconTag(name="old")]
    assert [tag.id for tag in found] == [None, None]


def test_names_and_objects_may_be_mixed() -> None:
    found, _ = both(lambda ws: ws.list_lexicon_tags(), json_reply({"results": ["old", CORE]}))

    assert found == [LexiconTag(name="old"), LexiconTag(id=6006, name="core")]


def test_a_row_that_is_no_tag_is_told_by_its_place() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found, _ = both(lambda ws: ws.list_lexicon_tags(), json_reply({"results": ["old", [1]]}))

    assert found == [LexiconTag(name="old")]
    assert {str(each.message) for each in told if each.category is PartialReply} == {
        "a row of the answer is left out, $.results[1]: [1] is no object"
    }


@pytest.mark.parametrize("listed", [[CORE], [{"id": 1, "name": "old"}, CORE]])
def test_defect_19_a_change_that_answers_nothing_is_looked_up(listed: list[object]) -> None:
    found, (change, look) = both(
        lambda ws: ws.update_lexicon_tag(6006, UpdateTagParams(name="core")),
        Reply(204, {}, b""),
        json_reply({"results": listed}),
    )

    assert found == LexiconTag(id=6006, name="core")
    assert (change.url.endswith("/tags/6006/"), look.url.endswith("/tags/")) == (True, True)


def test_a_tag_is_removed_by_name_and_once() -> None:
    error, (request,) = raised(lambda ws: ws.delete_lexicon_tag("core"), ConnectionFailed("cut"))

    assert isinstance(error, ConnectionFailed)
    assert (request.method, json.loads(request.body)) == ("POST", {"delete": True, "name": "core"})
