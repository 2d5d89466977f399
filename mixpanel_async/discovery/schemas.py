"""Operations that tell how events and properties are defined."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from mixpanel_async.arguments import said
from mixpanel_async.connection import Connection
from mixpanel_async.discovery.cache import CachedOperations
from mixpanel_async.discovery.definitions import Rows, event_definitions, properties_by_event, property_definitions
from mixpanel_async.discovery.lexicon import EntityType, LexiconSchema, schema_of, schemas_of
from mixpanel_async.discovery.schema_graph import SchemaGraphResult


class Schemas(CachedOperations):
    """The Lexicon's schemas, and which events have which properties; answers are kept as ``events()`` are."""

    async def lexicon_schemas(
        self, *, entity_type: EntityType | None = None, refresh: bool = False
    ) -> list[LexiconSchema]:
        """What the Lexicon says of everything that has a schema, or of one type, sorted by type and name.

        The server answers five such calls a minute.
        """
        kind = None if entity_type is None else said(entity_type, "entity_type")
        return await self._cached("lexicon_schemas", schemas_of(kind), refresh=refresh)

    async def lexicon_schema(self, entity_type: EntityType, name: str, *, refresh: bool = False) -> LexiconSchema:
        """What the Lexicon says of one event, or as ``("profile", "$user")`` of profiles; without one a ``QueryError``.

        ``(await ws.lexicon_schema("event", "Purchase")).schema_json.properties["amount"].type``
        """
        call = schema_of(said(entity_type, "entity_type"), said(name, "name"))
        return await self._cached("lexicon_schema", call, refresh=refresh)

    async def schema_graph(
        self, *, include_density: bool = False, include_user_properties: bool = True, force_refresh: bool = False
    ) -> SchemaGraphResult:
        """Which events were seen with which properties, and how both are defined; up to four calls, made at once.

        Large projects take minutes. *include_density* asks how often each property is set, *include_user_properties*
        also for those of users, which belong to no event. *force_refresh* asks again for what is kept.

        ``(await ws.schema_graph()).properties_for_event("Purchase")``
        """
        ask = partial(
            _computed, self._connection, include_density=include_density, include_users=include_user_properties
        )
        return await self._kept(("schema_graph", include_density, include_user_properties), ask, refresh=force_refresh)


async def _computed(connection: Connection, *, include_density: bool, include_users: bool) -> SchemaGraphResult:
    calls = [
        event_definitions(),
        property_definitions("Event", include_density=include_density),
        properties_by_event(),
        *([property_definitions("User", include_density=include_density)] if include_users else ()),
    ]
    events, properties, pairs, *users = await connection.runtime.gather(map(connection.perform, calls))
    by_event = _properties(pairs)
    return SchemaGraphResult(
        datetime.fromtimestamp(connection.wall_clock(), UTC).isoformat(timespec="seconds"),
        events,
        properties,
        users[0] if users else [],
        by_event,
        _events(by_event),
        include_density,
        meta={
            "event_count": len(events),
            "property_count": len(properties),
            "user_property_count": sum(map(len, users)),
            "relationship_count": sum(map(len, by_event.values())),
        },
        params={"include_density": include_density, "include_user_properties": include_users},
    )


def _properties(pairs: Rows) -> dict[str, list[str]]:
    """Event to its properties, each once."""
    found: dict[str, dict[str, None]] = {}
    for row in pairs:
        found.setdefault(row["name"], {}).update(dict.fromkeys(each["name"] for each in row["properties"]))
    return {event: list(names) for event, names in found.items()}


def _events(by_event: dict[str, list[str]]) -> dict[str, list[str]]:
    """Property to the events it was seen with."""
    found: dict[str, list[str]] = {}
    for event, names in by_event.items():
        for name in names:
            found.setdefault(name, []).append(event)
    return found
