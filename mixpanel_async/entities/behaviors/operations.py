"""Operations on saved behaviors."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.call import Operations
from mixpanel_async.entities._collection import remove_one, remove_several
from mixpanel_async.entities.behaviors.behavior import (
    BEHAVIORS,
    CreateBehaviorParams,
    SavedBehavior,
    UpdateBehaviorParams,
)
from mixpanel_async.entities.behaviors.changing import listed, saved, updated
from mixpanel_async.specs.references import BehaviorType


class SavedBehaviors(Operations):
    """Behaviors saved in the project."""

    async def list_behaviors(
        self, *, behavior_type: BehaviorType | None = None, name_contains: str | None = None
    ) -> list[SavedBehavior]:
        """The saved behaviors, or those of one type, with a text in their names in any case.

        ``[behavior.name for behavior in await ws.list_behaviors(behavior_type="funnel")]``
        """
        return await listed(self._connection, behavior_type, name_contains)

    async def get_behavior(self, behavior_id: int) -> SavedBehavior:
        """One saved behavior.

        ``await ws.query(FunnelMetric((await ws.get_behavior(801)).to_ref()))``
        """
        return await self._call(BEHAVIORS.one(behavior_id))

    async def create_behavior(self, params: CreateBehaviorParams, *, validate: bool = True) -> SavedBehavior:
        """The behavior saved.

        One that breaks rules of questions is a ``BookmarkValidationError``, and nothing is sent, unless *validate* is
        False.

        ``await ws.create_behavior(CreateBehaviorParams(name="Signup", behavior=FunnelBehavior(["Visit", "Sign Up"])))``
        """
        return await saved(self._connection, params, validate=validate)

    async def update_behavior(
        self, behavior_id: int, params: UpdateBehaviorParams, *, validate: bool = True
    ) -> SavedBehavior:
        """The behavior as it is after the change.

        Where it becomes another funnel, or another of what it is, it is read first, and what somebody else changes of
        its definition in between is lost. *validate* as in ``create_behavior``.

        ``await ws.update_behavior(801, UpdateBehaviorParams(behavior=FunnelBehavior(["Visit", "Trial", "Sign Up"])))``
        """
        return await updated(self._connection, behavior_id, params, validate=validate)

    async def delete_behavior(self, behavior_id: int, *, force: bool = False) -> None:
        """Remove one saved behavior.

        It is read before: a behavior that is not there is a ``QueryError`` with status 404, one that the account may
        not change is refused, unless *force* leaves that to the server.

        ``await ws.delete_behavior(801)``
        """
        return await remove_one(self._connection, BEHAVIORS, behavior_id, force=force)

    async def delete_behaviors(self, behavior_ids: Sequence[int], *, force: bool = False) -> None:
        """Remove saved behaviors. If the account may not change one of them, none is removed, unless *force* is given.

        ``await ws.delete_behaviors([801, 802])``
        """
        return await remove_several(self._connection, BEHAVIORS, behavior_ids, force=force)
