# Generated from mixpanel_async.entities.lexicon.tags by mixpanel_sync._generate: edit that module, not this one.
"""Tags that events and properties are sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.lexicon.tags import CreateTagParams, LexiconTag, UpdateTagParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.lexicon import tags as core


class LexiconTags(Face):
    """Labels of events and properties."""

    _core: core.LexiconTags

    def list_lexicon_tags(self) -> list[LexiconTag]:
        """The labels there are.

        ``[tag.name for tag in ws.list_lexicon_tags()]``
        """
        return drive(self._core.list_lexicon_tags())

    def create_lexicon_tag(self, params: CreateTagParams) -> LexiconTag:
        """The label made.

        ``ws.create_lexicon_tag(CreateTagParams(name="core"))``
        """
        return drive(self._core.create_lexicon_tag(params))

    def update_lexicon_tag(self, tag_id: int, params: UpdateTagParams) -> LexiconTag:
        """The label as it is after the change.

        ``ws.update_lexicon_tag(6006, UpdateTagParams(name="core events"))``
        """
        return drive(self._core.update_lexicon_tag(tag_id, params))

    def delete_lexicon_tag(self, tag_name: str) -> None:
        """Remove a label, by its name.

        ``ws.delete_lexicon_tag("core")``
        """
        drive(self._core.delete_lexicon_tag(tag_name))
