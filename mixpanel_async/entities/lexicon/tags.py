"""Tags that events and properties are sorted by."""

from __future__ import annotations

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import said
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call, done, entities, one, one_or_nothing
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.lexicon.finding import the_one

__all__ = ["CreateTagParams", "LexiconTag", "UpdateTagParams"]


@frozen(kw_only=True, eq=False, repr=False)
class LexiconTag(Entity):
    """A label that events and properties are sorted by. Where the server lists names alone, there is no *id*."""

    id: int | None = None
    name: str


@frozen(kw_only=True, eq=False, repr=False)
class CreateTagParams(Params):
    """A label to be made."""

    name: str


@frozen(kw_only=True, eq=False, repr=False)
class UpdateTagParams(Params):
    """What to change of a label."""

    name: str | Unset | None = UNSET


class LexiconTags(Operations):
    """Labels of events and properties."""

    async def list_lexicon_tags(self) -> list[LexiconTag]:
        """The labels there are.

        ``[tag.name for tag in await ws.list_lexicon_tags()]``
        """
        return await self._call(app_call("GET", _TAGS, _tags))

    async def create_lexicon_tag(self, params: CreateTagParams) -> LexiconTag:
        """The label made.

        ``await ws.create_lexicon_tag(CreateTagParams(name="core"))``
        """
        return await self._call(app_call("POST", _TAGS, one(LexiconTag), params=params))

    async def update_lexicon_tag(self, tag_id: int, params: UpdateTagParams) -> LexiconTag:
        """The label as it is after the change.

        ``await ws.update_lexicon_tag(6006, UpdateTagParams(name="core events"))``
        """
        change = app_call("PATCH", f"{_TAGS}{{id}}/", one_or_nothing(LexiconTag), args={"id": tag_id}, params=params)
        return await changed(self._connection, change, _look(tag_id))

    async def delete_lexicon_tag(self, tag_name: str) -> None:
        """Remove a label, by its name.

        ``await ws.delete_lexicon_tag("core")``
        """
        return await self._call(
            app_call("POST", _TAGS, done, body={"delete": True, "name": said(tag_name, "tag_name")})
        )


_TAGS = "{scope}/data-definitions/tags/"


def _tags(answer: Answer) -> list[LexiconTag]:
    """The list, in which a label may be its name alone."""
    said = answer.results()
    rows = [{"name": row} if isinstance(row, str) else row for row in said.array()]
    return entities(LexiconTag, said.at(rows, ""))


def _look(tag_id: int) -> Call[LexiconTag]:
    return app_call("GET", _TAGS, the_one(_tags, lambda it: it.id == tag_id, f"tag {tag_id}"))
