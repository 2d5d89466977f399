"""Tags of the Lexicon, which events have by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mixpanel_local.engine.setting import EVENT_DEFINITION
from mixpanel_local.engine.shape import item, text
from mixpanel_local.errors import NotFound
from mixpanel_local.kept.kinds import LEXICON_TAG
from mixpanel_local.kept.things import Changing, Thing
from mixpanel_local.routes.app.crud import Crud, Row, ok
from mixpanel_local.routes.context import Context


def make_tags(changes: Changing, said: Row) -> None:
    """Make the tags that are named and not there yet."""
    there = {tag.body["name"] for tag in changes.all(LEXICON_TAG.name)}
    for name in said.get("tags") or ():
        if text(name, "tags") not in there:
            changes.add(LEXICON_TAG.name, {"name": name})


def _tags(context: Context) -> object:
    """Makes a tag, or removes one: both are said by a POST."""
    sent = context.call.json()
    if not sent.get("delete"):
        return _TAGS.make(context)
    name = text(item(sent, "name", "$"), "name")
    with context.kept.changing() as changes:
        found = _tag(changes.all(LEXICON_TAG.name), name)
        _retag(changes, name, ())
        changes.remove(found)
    return ok({})


def _rename_tag(context: Context) -> object:
    """Gives a tag another name, wherever it is."""
    with context.kept.changing() as changes:
        before = changes.need(LEXICON_TAG.name, context.groups["id"]).body["name"]
        after = _TAGS.changed(changes, context.groups["id"], context.call.json())
        _retag(changes, before, (after.body["name"],))
        return ok(_TAGS.row(changes, after, context))


def _tag(tags: Sequence[Thing], name: str) -> Thing:
    for tag in tags:
        if tag.body["name"] == name:
            return tag
    raise NotFound(f"there is no tag {name!r}")


def _retag(changes: Changing, before: str, after: Sequence[str]) -> None:
    for event in changes.all(EVENT_DEFINITION):
        tags = event.body.get("tags") or []
        if before in tags:
            changed = [each for tag in tags for each in (after if tag == before else (tag,))]
            changes.change(event, {**event.body, "tags": changed})


_TAGS: Final = Crud(kind=LEXICON_TAG)

ROUTES: Final = (
    _TAGS.route("GET", "", _TAGS.all),
    _TAGS.route("POST", "", _tags),
    _TAGS.route("PATCH", "/{id}", _rename_tag),
)
