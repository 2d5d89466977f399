"""Operations on feature flags."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mixpanel_async.call import Operations
from mixpanel_async.entities._calls import done, many, one, one_or_nothing
from mixpanel_async.entities._model import Params, given
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities.flags.calls import look, of_flag, of_flags
from mixpanel_async.entities.flags.changing import partly_changed, replaced
from mixpanel_async.entities.flags.flag import (
    ChangeFeatureFlagParams,
    CreateFeatureFlagParams,
    FeatureFlag,
    UpdateFeatureFlagParams,
)

__all__ = ["SetTestUsersParams"]


@frozen(kw_only=True, eq=False, repr=False)
class SetTestUsersParams(Params):
    """Who gets which variant for a test, instead of those said before.

    *users* are sent as they are given. Which way round is undocumented for this call; a flag's own
    ``ruleset["test"]["users"]`` is documented from user to variant, ``{"qa_user_1": "On"}``.
    """

    users: Mapping[str, str]


class FeatureFlags(Operations):
    """Switches for parts of your code. They belong to a data view: the pinned one, else the one for all data."""

    async def list_feature_flags(self, *, include_archived: bool = False) -> list[FeatureFlag]:
        """The flags, archived ones too where *include_archived* asks for them.

        ``[flag.key for flag in await ws.list_feature_flags() if flag.status == "enabled"]``
        """
        query = {"include_archived": "true" if include_archived else None}
        return await self._call(await of_flags(self._connection, "GET", many(FeatureFlag), query=query))

    async def create_feature_flag(self, params: CreateFeatureFlagParams) -> FeatureFlag:
        """The flag made.

        ``await ws.create_feature_flag(CreateFeatureFlagParams(name="Dark mode", key="dark_mode"))``
        """
        return await self._call(await of_flags(self._connection, "POST", one(FeatureFlag), params=params))

    async def get_feature_flag(self, flag_id: str) -> FeatureFlag:
        """One flag.

        ``(await ws.get_feature_flag("8d3f2a70-5b1c-4e0e-9f62-0c6f7a1f4b11")).ruleset["variants"]``
        """
        return await self._call(await look(self._connection, flag_id))

    async def change_feature_flag(self, flag_id: str, params: ChangeFeatureFlagParams) -> FeatureFlag:
        """The flag after a change of a part of it: it is read, changed and sent back, with all the server keeps of it.

        What somebody else changes between the two calls is undone.

        ``await ws.change_feature_flag(flag.id, ChangeFeatureFlagParams(status="enabled"))``
        """
        return await partly_changed(self._connection, flag_id, params)

    async def update_feature_flag(self, flag_id: str, params: UpdateFeatureFlagParams) -> FeatureFlag:
        """The flag after it was replaced by what *params* say: what they leave out is lost.

        ``change_feature_flag`` keeps it.

        ``await ws.update_feature_flag(flag.id, UpdateFeatureFlagParams(name="Dark mode", key="dark_mode",
        status="enabled", ruleset=flag.ruleset))``
        """
        return await replaced(self._connection, flag_id, given(params, UpdateFeatureFlagParams).to_body())

    async def delete_feature_flag(self, flag_id: str) -> None:
        """Remove one flag; ``archive_feature_flag`` can be taken back.

        ``await ws.delete_feature_flag(flag.id)``
        """
        return await self._call(await of_flag(self._connection, "DELETE", flag_id, done))

    async def archive_feature_flag(self, flag_id: str) -> None:
        """Take a flag out of use and of lists.

        ``await ws.archive_feature_flag(flag.id)``
        """
        return await self._call(await of_flag(self._connection, "POST", flag_id, done, part="archive/"))

    async def restore_feature_flag(self, flag_id: str) -> FeatureFlag:
        """The flag, no longer archived.

        ``(await ws.restore_feature_flag(flag.id)).status``
        """
        restoring = await of_flag(self._connection, "DELETE", flag_id, one_or_nothing(FeatureFlag), part="archive/")
        return await changed(self._connection, restoring, await look(self._connection, flag_id))

    async def duplicate_feature_flag(self, flag_id: str) -> FeatureFlag:
        """A new flag like another.

        ``(await ws.duplicate_feature_flag(flag.id)).key``
        """
        return await self._call(await of_flag(self._connection, "POST", flag_id, one(FeatureFlag), part="duplicate/"))

    async def set_flag_test_users(self, flag_id: str, params: SetTestUsersParams) -> None:
        """Say who gets which variant of a flag for a test.

        ``await ws.set_flag_test_users(flag.id, SetTestUsersParams(users={"qa_user_1": "On"}))``
        """
        return await self._call(
            await of_flag(self._connection, "PUT", flag_id, done, part="test-users/", params=params)
        )
