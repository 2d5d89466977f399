"""What the Lexicon says about events and properties, as the schemas it keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.codec import ORIGIN
from mixpanel_async.errors import QueryError
from mixpanel_async.results import Value

__all__ = ["EntityType", "LexiconDefinition", "LexiconMetadata", "LexiconProperty", "LexiconSchema"]

T = TypeVar("T")

EntityType = Literal["event", "profile"]


@frozen
class LexiconMetadata(Value):
    """How Mixpanel shows an event or a property, and who looks after it.

    *source* is where the schema came from, such as ``api`` or ``csv``. What is *hidden* is not offered in the app,
    what is *dropped* is not taken in any more.
    """

    source: str | None
    display_name: str | None
    tags: tuple[str, ...] = ()
    hidden: bool = False
    dropped: bool = False
    contacts: tuple[str, ...] = ()
    team_contacts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in super().to_dict().items()}


@frozen
class LexiconProperty(Value):
    """One property in a schema; *type* is a JSON Schema type, ``string`` where the schema names none."""

    type: str
    description: str | None = None
    metadata: LexiconMetadata | None = None

    def to_dict(self) -> dict[str, Any]:
        """What is known of it, as plain data."""
        return {"type": self.type} | _known(self.description, self.metadata)


@frozen
class LexiconDefinition(Value):
    """What a schema says: a *description*, *properties* by name, and how Mixpanel shows it."""

    description: str | None = None
    properties: Mapping[str, LexiconProperty] = field(factory=dict)
    metadata: LexiconMetadata | None = None

    def to_dict(self) -> dict[str, Any]:
        """What is known of it, as plain data."""
        properties = {name: each.to_dict() for name, each in self.properties.items()}
        return {"properties": properties} | _known(self.description, self.metadata)


@frozen
class LexiconSchema(Value):
    """The schema of one event, or of profiles, which Mixpanel calls ``$user``.

    Only what was given a schema has one: ``events()`` also lists what was merely seen.
    """

    entity_type: str
    name: str
    schema_json: LexiconDefinition


def _known(description: str | None, metadata: LexiconMetadata | None) -> dict[str, Any]:
    said: dict[str, Any] = {} if description is None else {"description": description}
    return said if metadata is None else said | {"metadata": metadata.to_dict()}


def schemas_of(entity_type: str | None) -> Call[list[LexiconSchema]]:
    """Ask for all schemas, or for those of one type, sorted by type and name."""
    path = "" if entity_type is None else "/{type}"
    return _lexicon_call(path, {} if entity_type is None else {"type": entity_type}, {}, _schemas)


def schema_of(entity_type: str, name: str) -> Call[LexiconSchema]:
    """Ask for one schema."""

    def read(answer: Answer) -> LexiconSchema:
        return _the_schema(answer, entity_type, name)

    return _lexicon_call("/{type}", {"type": entity_type}, {"entity_name": name}, read)


def _lexicon_call(
    path: str, args: Mapping[str, str], query: Mapping[str, QueryValue], read: Callable[[Answer], T]
) -> Call[T]:
    query = {**query, "query_origin": ORIGIN}
    return Call(family="app", path="{project}/schemas" + path, args=args, query=query, read=read)


def _schemas(answer: Answer) -> list[LexiconSchema]:
    rows = answer if isinstance(answer.value, list) else answer.part("results")
    return sorted(map(_schema, rows.items()), key=lambda schema: (schema.entity_type, schema.name))


def _schema(row: Answer) -> LexiconSchema:
    return LexiconSchema(row.get("entityType").text(), row.get("name").text(), _definition(row.required("schemaJson")))


def _the_schema(answer: Answer, entity_type: str, name: str) -> LexiconSchema:
    """The schema called *name*: one of a list, as documented, alone as an entry, or only what it says."""
    said = answer.results()
    if isinstance(said.value, list):
        found = next((schema for schema in _schemas(said) if schema.name == name), None)
        if found is None:
            raise QueryError(f"no {entity_type} called {name!r} has a schema; see those of lexicon_schemas()", 200)
        return found
    if said is answer and answer.value and not answer.object().keys() & _SAID_IN_A_SCHEMA:
        raise answer.refusal("there is no 'results'")
    return _schema(said) if "schemaJson" in said.object() else LexiconSchema(entity_type, name, _definition(said))


_SAID_IN_A_SCHEMA = {"description", "properties", "metadata", "schemaJson"}


def _definition(schema: Answer) -> LexiconDefinition:
    properties = {name: _property(each) for name, each in schema.get("properties").entries()}
    return LexiconDefinition(schema.get("description").if_given(Answer.text), properties, _metadata(schema))


def _property(schema: Answer) -> LexiconProperty:
    description = schema.get("description").if_given(Answer.text)
    return LexiconProperty(schema.get("type").text_or("string"), description, _metadata(schema))


def _metadata(schema: Answer) -> LexiconMetadata | None:
    """What Mixpanel keeps besides the schema proper; other programs may keep theirs beside it."""
    said = schema.get("metadata").get("com.mixpanel")
    if not said.object_or_nothing():
        return None
    return LexiconMetadata(
        said.get("$source").if_given(Answer.text),
        said.get("displayName").if_given(Answer.text),
        _texts(said.get("tags")),
        said.get("hidden").flag(),
        said.get("dropped").flag(),
        _texts(said.get("contacts")),
        _texts(said.get("teamContacts")),
    )


def _texts(answer: Answer) -> tuple[str, ...]:
    return tuple(item.text() for item in answer.items())
