"""Saving a behavior, and changing one, which takes several calls."""

from __future__ import annotations

from mixpanel_async.connection import Connection
from mixpanel_async.entities._model import given
from mixpanel_async.entities._saved import chosen, refuse_another_kind
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET
from mixpanel_async.entities.behaviors.behavior import (
    BEHAVIORS,
    CreateBehaviorParams,
    SavedBehavior,
    UpdateBehaviorParams,
)
from mixpanel_async.entities.behaviors.definitions import KINDS, BehaviorDefinition, check, written


async def listed(connection: Connection, kind: str | None, name_contains: str | None) -> list[SavedBehavior]:
    """Those of one *kind*, with a text in their names."""
    every = await connection.perform(BEHAVIORS.every())
    return chosen(every, kind, KINDS, name_contains)


async def saved(connection: Connection, params: CreateBehaviorParams, *, validate: bool) -> SavedBehavior:
    """The behavior saved."""
    given(params, CreateBehaviorParams)
    if validate:
        check(params.behavior)
    return await connection.perform(BEHAVIORS.creation(params.to_body()))


async def updated(
    connection: Connection, behavior_id: int, params: UpdateBehaviorParams, *, validate: bool
) -> SavedBehavior:
    """The behavior after a change."""
    body, behavior = given(params, UpdateBehaviorParams).to_body(), params.behavior
    if behavior is not UNSET:
        if validate:
            check(behavior)
        body["definition"] = _redefined(await connection.perform(BEHAVIORS.one(behavior_id)), behavior)
    return await changed(connection, BEHAVIORS.change(behavior_id, body), BEHAVIORS.one(behavior_id))


def _redefined(stored: SavedBehavior, behavior: BehaviorDefinition) -> dict[str, object]:
    definition = written(behavior)
    refuse_another_kind(stored, definition["behavior"]["type"])
    return {**(stored.definition or {}), **definition}
