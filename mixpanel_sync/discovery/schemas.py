# Generated from mixpanel_async.discovery.schemas by mixpanel_sync._generate: edit that module, not this one.
"""Operations that tell how events and properties are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.discovery.lexicon import EntityType, LexiconSchema
from mixpanel_async.discovery.schema_graph import SchemaGraphResult
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.discovery import schemas as core


class Schemas(Face):
    """The Lexicon's schemas, and which events have which properties; answers are kept as ``events()`` are."""

    _core: core.Schemas

    def lexicon_schemas(self, *, entity_type: EntityType | None = None, refresh: bool = False) -> list[LexiconSchema]:
        """What the Lexicon says of everything that has a schema, or of one type, sorted by type and name.

        The server answers five such calls a minute.
        """
        return drive(self._core.lexicon_schemas(entity_type=entity_type, refresh=refresh))

    def lexicon_schema(self, entity_type: EntityType, name: str, *, refresh: bool = False) -> LexiconSchema:
        """What the Lexicon says of one event, or as ``("profile", "$user")`` of profiles; without one a ``QueryError``.

        ``(ws.lexicon_schema("event", "Purchase")).schema_json.properties["amount"].type``
        """
        return drive(self._core.lexicon_schema(entity_type, name, refresh=refresh))

    def schema_graph(
        self, *, include_density: bool = False, include_user_properties: bool = True, force_refresh: bool = False
    ) -> SchemaGraphResult:
        """Which events were seen with which properties, and how both are defined; up to four calls, made at once.

        Large projects take minutes. *include_density* asks how often each property is set, *include_user_properties*
        also for those of users, which belong to no event. *force_refresh* asks again for what is kept.

        ``(ws.schema_graph()).properties_for_event("Purchase")``
        """
        return drive(
            self._core.schema_graph(
                include_density=include_density,
                include_user_properties=include_user_properties,
                force_refresh=force_refresh,
            )
        )
