"""Annotations and their tags."""

from __future__ import annotations

from typing import Final

from mixpanel_local.engine.shape import sequence
from mixpanel_local.errors import BadRequest
from mixpanel_local.kept.kinds import ANNOTATION, ANNOTATION_TAG
from mixpanel_local.kept.things import Changing, Reading
from mixpanel_local.routes.app.crud import Crud, Row, ok, read_id
from mixpanel_local.routes.context import Context


def _tagged(changes: Changing, body: Row) -> Row:
    """*body* with tags that there are."""
    for tag in sequence(body.get("tags") or [], "tags", read_id):
        if changes.get(ANNOTATION_TAG.name, tag) is None:
            raise BadRequest(f"tags: there is no tag {tag}")
    return body


def _with_tags(reading: Reading, row: Row) -> Row:
    found = (reading.get(ANNOTATION_TAG.name, tag) for tag in row["tags"] or ())
    return {**row, "tags": [{"id": int(tag.id), "name": tag.body["name"]} for tag in found if tag is not None]}


def _between(context: Context, row: Row) -> bool:
    call, day = context.call, str(row["date"])[:10]
    tags = {tag for value in call.every("tags") for tag in value.split(",") if tag}
    first, last = (call.arguments.get(name) for name in ("fromDate", "toDate"))
    return (
        (not first or day >= first[:10])
        and (not last or day <= last[:10])
        and (not tags or any(str(tag["id"]) in tags for tag in row["tags"]))
    )


def annotations_between(context: Context) -> object:
    """GET /api/2.0/annotations, which older clients ask: those between two days, under a name of their own."""
    first, last = context.call.days()
    with context.kept.reading() as reading:
        rows = [_NOTES.row(reading, thing, context) for thing in reading.all(ANNOTATION.name)]
    return {"annotations": [row for row in rows if str(first) <= str(row["date"])[:10] <= str(last)], "error": False}


def _removed(context: Context) -> object:
    _NOTES.remove(context)
    return ok({"id": int(context.groups["id"])})


def _in_use(reading: Reading, row: Row) -> Row:
    used = any(row["id"] in (note.body.get("tags") or ()) for note in reading.all(ANNOTATION.name))
    return {**row, "has_annotations": used}


_NOTES: Final = Crud(kind=ANNOTATION, making=_tagged, changing=_tagged, showing=_with_tags, listing=_between)
_TAGS: Final = Crud(kind=ANNOTATION_TAG, showing=_in_use)

ROUTES: Final = (
    _TAGS.route("GET", "", _TAGS.all),
    _TAGS.route("POST", "", _TAGS.make),
    _NOTES.route("DELETE", "/{id}", _removed),
    *_NOTES.routes(),
)
