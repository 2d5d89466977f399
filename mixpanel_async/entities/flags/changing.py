"""A flag as it is after a change of the whole, or of a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import one_or_nothing
from mixpanel_async.entities._model import given
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities.flags.calls import look, of_flag
from mixpanel_async.entities.flags.flag import ChangeFeatureFlagParams, FeatureFlag

# What documented replies have and documented requests have not: feature-flags-management.openapi.yaml. can_edit is
# undocumented. reset_hash_salt is an order: said again, it would deal the users out again.
_NOT_SENT_BACK = frozenset({
    "id", "project_id", "project_name", "content_type", "content_environments_id",
    "created", "modified", "enabled_at", "deleted",
    "creator_id", "creator_name", "creator_email",
    "last_modified_by_id", "last_modified_by_name", "last_modified_by_email",
    "is_favorited", "pinned_date", "is_shared_with_project", "is_superadmin", "allow_staff_override",
    "can_edit", "can_update_basic", "can_view", "can_share", "can_pin", "reset_hash_salt",
})  # fmt: skip


async def replaced(connection: Connection, flag_id: str, body: Mapping[str, Any]) -> FeatureFlag:
    """The flag, which is now what *body* says, and nothing else."""
    change = await of_flag(connection, "PUT", flag_id, one_or_nothing(FeatureFlag), body=body)
    return await changed(connection, change, await look(connection, flag_id))


async def partly_changed(connection: Connection, flag_id: str, change: ChangeFeatureFlagParams) -> FeatureFlag:
    """The flag, of which now is different what *change* says, and nothing else."""
    said = given(change, ChangeFeatureFlagParams).to_body()
    flag = await connection.perform(await look(connection, flag_id))
    return await replaced(connection, flag_id, {**settings(flag), **said})


def settings(flag: FeatureFlag) -> Mapping[str, Any]:
    """What makes *flag* what it is, as it was sent: also what nobody declared."""
    return {name: value for name, value in flag.to_dict().items() if name not in _NOT_SENT_BACK}
