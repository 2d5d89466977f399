"""The schema registry: JSON Schemas of events and profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from attrs import evolve, field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import said
from mixpanel_async.call import Call, Operations
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, entity, many, many_or_nothing, mapping_or_nothing
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._open import as_sent
from mixpanel_async.entities._steps import next_step
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.errors import ParamValidationError

__all__ = [
    "BulkCreateSchemasParams",
    "BulkCreateSchemasResponse",
    "BulkPatchResult",
    "DeleteSchemasResponse",
    "SchemaEntry",
]

T = TypeVar("T")

PER_MINUTE = 3999
"""Events and properties that may change: "fewer than 4,000" (docs.mixpanel.com/reference/lexicon-schemas-api)."""
MINUTE = 60.0


@as_sent
@frozen(kw_only=True, eq=False, repr=False)
class SchemaEntry(Entity):
    """The schema of an ``"event"``, a ``"custom_event"`` or, as *name* ``"$user"``, of the ``"profile"``.

    *schema_definition* is JSON Schema, draft 7: ``{"description": ..., "properties": {"plan": {"type": "string"}}}``;
    under ``"metadata"`` Mixpanel keeps what it shows (docs.mixpanel.com/reference/lexicon-schemas-api). *version* is a
    day, ``2026-01-31``.
    """

    camel: ClassVar[bool] = True

    entity_type: str
    name: str
    version: str | None = None
    schema_definition: Mapping[str, Any] = field(metadata={"wire": "schemaJson"})


@frozen(kw_only=True, eq=False, repr=False)
class BulkCreateSchemasParams(Params):
    """Schemas to be put into the registry, or to be merged into what is there.

    Careful: *truncate* removes what is there first, and by Mixpanel's documentation that is the whole data dictionary,
    whatever *entity_type* says.
    """

    camel: ClassVar[bool] = True

    entries: Sequence[SchemaEntry]
    truncate: bool | Unset | None = UNSET
    entity_type: str | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class BulkCreateSchemasResponse(Entity):
    """How many schemas were put in, and how many were removed first; None where the server does not say."""

    added: int | None = None
    deleted: int | None = None


@frozen(kw_only=True, eq=False, repr=False)
class BulkPatchResult(Entity):
    """What became of one schema: *status* is ``"ok"``, or ``"error"`` with an *error* that says why."""

    camel: ClassVar[bool] = True

    entity_type: str
    name: str
    status: str
    error: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class DeleteSchemasResponse(Entity):
    """How many schemas were removed; None where the server does not say."""

    delete_count: int | None = None


class SchemaRegistry(Operations):
    """JSON Schemas of events and profiles; the server answers five such calls a minute."""

    async def list_schema_registry(self, *, entity_type: str | None = None) -> list[SchemaEntry]:
        """Everything that has a schema, or what is of one type; ``lexicon_schemas`` gives the same as typed values.

        ``[entry.name for entry in await ws.list_schema_registry(entity_type="event")]``
        """
        path, args = _place(entity_type, None)
        return await self._call(app_call("GET", path, many(SchemaEntry), args=args))

    async def create_schema(self, entity_type: str, entity_name: str, schema_json: Mapping[str, Any]) -> dict[str, Any]:
        """Put one schema into the registry, in place of the one that is there; what the server answers, as it is sent.

        ``await ws.create_schema("event", "Login", {"properties": {"plan": {"type": "string"}}})``
        """
        path, args = _place(entity_type, entity_name)
        return await self._call(app_call("POST", path, mapping_or_nothing, args=args, body=schema_json))

    async def create_schemas_bulk(self, params: BulkCreateSchemasParams) -> BulkCreateSchemasResponse:
        """Put schemas into the registry, each in place of the one that is there.

        Mixpanel takes fewer than 4,000 events and properties a minute: more are sent in parts, a minute apart. Where a
        part fails, an ``IncompleteChangeError`` says how many ``entries`` are in, of *truncate* the removal included.

        ``await ws.create_schemas_bulk(BulkCreateSchemasParams(entries=[SchemaEntry(entity_type="event", name="Login",
        schema_definition={"description": "A user came back"})]))``
        """
        return _sum(await _in_parts(self._connection, params, _creation))

    async def update_schema(self, entity_type: str, entity_name: str, schema_json: Mapping[str, Any]) -> dict[str, Any]:
        """Merge into one schema what *schema_json* says; what the server answers, as it is sent.

        ``await ws.update_schema("event", "Login", {"description": "A user came back"})``
        """
        path, args = _place(entity_type, entity_name)
        return await self._call(app_call("PATCH", path, mapping_or_nothing, args=args, body=schema_json))

    async def update_schemas_bulk(self, params: BulkCreateSchemasParams) -> list[BulkPatchResult]:
        """What became of each schema that was to be changed; in parts, as ``create_schemas_bulk``.

        ``[result for result in await ws.update_schemas_bulk(params) if result.status == "error"]``
        """
        parts = await _in_parts(self._connection, params, _change)
        return [result for part in parts for result in part]

    async def delete_schemas(
        self, *, entity_type: str | None = None, entity_name: str | None = None
    ) -> DeleteSchemasResponse:
        """Remove one schema, or all of a type, or, with neither argument, every schema of the project.

        ``await ws.delete_schemas(entity_type="event", entity_name="Login")``
        """
        path, args = _place(entity_type, entity_name)
        return await self._call(app_call("DELETE", path, _deletion, args=args))


_ALL = "{scope}/schemas"


def _place(entity_type: str | None, entity_name: str | None) -> tuple[str, dict[str, str]]:
    """Where one schema, those of a type, or all of them are. An empty name would lead to more than was meant."""
    if entity_type is None:
        if entity_name is not None:
            raise ParamValidationError(f"entity_name is {entity_name!r} without an entity_type; give both, or neither")
        return _ALL, {}
    args = {"type": said(entity_type, "entity_type")}
    if entity_name is None:
        return f"{_ALL}/{{type}}", args
    return f"{_ALL}/{{type}}/{{name}}", {**args, "name": said(entity_name, "entity_name")}


def _creation(params: BulkCreateSchemasParams) -> Call[BulkCreateSchemasResponse]:
    def read(answer: Answer) -> BulkCreateSchemasResponse:
        return entity(BulkCreateSchemasResponse, answer.at(mapping_or_nothing(answer), ".results"))

    return app_call("POST", _ALL, read, params=params)


def _change(params: BulkCreateSchemasParams) -> Call[list[BulkPatchResult]]:
    read = many_or_nothing(BulkPatchResult)
    return app_call("PATCH", _ALL, lambda answer: read(answer) or [], params=params)


def _deletion(answer: Answer) -> DeleteSchemasResponse:
    """The documented name of the count, or its other spelling."""
    named = {"deleteCount": "delete_count"}
    said = {named.get(name, name): value for name, value in mapping_or_nothing(answer).items()}
    return entity(DeleteSchemasResponse, answer.at(said, ".results"))


def _sum(parts: Sequence[BulkCreateSchemasResponse]) -> BulkCreateSchemasResponse:
    if len(parts) == 1:
        return parts[0]
    return BulkCreateSchemasResponse(
        added=_total(part.added for part in parts), deleted=_total(part.deleted for part in parts)
    )


def _total(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


async def _in_parts(
    connection: Connection, params: BulkCreateSchemasParams, call_of: Callable[[BulkCreateSchemasParams], Call[T]]
) -> list[T]:
    """What the server says to each part of the entries; only the first one may remove what is there."""
    answers: list[T] = []
    sent = 0
    for part in _parts(given(params, BulkCreateSchemasParams).entries):
        if not answers:
            answers.append(await connection.perform(call_of(evolve(params, entries=part))))
        else:
            await connection.runtime.sleep(MINUTE)
            call = call_of(evolve(params, entries=part, truncate=UNSET))
            done, way_on = f"entries[:{sent}] are in", f"go on with entries[{sent}:], without truncate"
            answers.append(await next_step(connection, call, done, way_on, {"entries": sent}))
        sent += len(part)
    return answers


def _parts(entries: Sequence[SchemaEntry]) -> Iterator[list[SchemaEntry]]:
    """The entries, as many at a time as may change in a minute; none at all are one part, too."""
    part: list[SchemaEntry] = []
    size = 0
    for entry in entries:
        weight = 1 + len(entry.schema_definition.get("properties") or ())
        if part and size + weight > PER_MINUTE:
            yield part
            part, size = [], 0
        part.append(entry)
        size += weight
    yield part
