from __future__ import annotations

import json

from mixpanel_async import (
    Annotation,
    AnnotationTag,
    AnnotationUser,
    CreateAnnotationParams,
    CreateAnnotationTagParams,
    UpdateAnnotationParams,
)
from mixpanel_transports.fake import json_reply
from tests.faces import both

# As documented: docs.mixpanel.com/reference/list-all-annotations-for-project; no project_id.
DOCUMENTED = {
    "id": 1,
    "date": "2022-02-15 12:00:00",
    "description": "Something interesting happened!",
    "user": {"id": 1, "first_name": "John", "last_name": "Smith"},
    "tags": [{"id": 1, "name": "t"}],
}
NOTE = Annotation(
    id=1,
    date="2022-02-15 12:00:00",
    description="Something interesting happened!",
    user=AnnotationUser(id=1, first_name="John", last_name="Smith"),
    tags=(AnnotationTag(id=1, name="t"),),
)


def test_annotations_are_listed_by_day_and_tag() -> None:
    found, requests = both(
        lambda ws: ws.list_annotations(from_date="2026-01-01", to_date="2026-01-31", tags=[1, 2]),
        json_reply({"status": "ok", "results": [DOCUMENTED]}),
    )

    assert found == [NOTE]
    assert requests[0].url.endswith("/annotations/?fromDate=2026-01-01&toDate=2026-01-31&tags=1%2C2")


def test_an_annotation_is_made_changed_and_removed() -> None:
    reply = json_reply({"status": "ok", "results": DOCUMENTED})
    params = CreateAnnotationParams(date="2022-02-15 12:00:00", description="x", tags=[1])
    made, (create,) = both(lambda ws: ws.create_annotation(params), reply)
    _, (update,) = both(lambda ws: ws.update_annotation(1, UpdateAnnotationParams(tags=None)), reply)
    gone, (delete,) = both(lambda ws: ws.delete_annotation(1), json_reply({"status": "ok", "results": {"id": 1}}))

    assert (made, gone) == (NOTE, None)
    assert json.loads(create.body) == {"date": "2022-02-15 12:00:00", "description": "x", "tags": [1]}
    assert (update.method, json.loads(update.body), delete.method) == ("PATCH", {"tags": None}, "DELETE")


def test_tags_come_bare_as_documented() -> None:
    tags, _ = both(lambda ws: ws.list_annotation_tags(), json_reply([{"id": 1, "name": "t", "project_id": 12345}]))
    made, _ = both(
        lambda ws: ws.create_annotation_tag(CreateAnnotationTagParams(name="t")), json_reply({"id": 1, "name": "t"})
    )

    assert (tags, made) == ([AnnotationTag(id=1, name="t", project_id=12345)], AnnotationTag(id=1, name="t"))
