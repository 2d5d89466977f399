# Generated from mixpanel_async.entities.flags.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations on feature flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.flags.flag import (
    ChangeFeatureFlagParams,
    CreateFeatureFlagParams,
    FeatureFlag,
    UpdateFeatureFlagParams,
)
from mixpanel_async.entities.flags.operations import SetTestUsersParams
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities.flags import operations as core


class FeatureFlags(Face):
    """Switches for parts of your code. They belong to a data view: the pinned one, else the one for all data."""

    _core: core.FeatureFlags

    def list_feature_flags(self, *, include_archived: bool = False) -> list[FeatureFlag]:
        """The flags, archived ones too where *include_archived* asks for them.

        ``[flag.key for flag in ws.list_feature_flags() if flag.status == "enabled"]``
        """
        return drive(self._core.list_feature_flags(include_archived=include_archived))

    def create_feature_flag(self, params: CreateFeatureFlagParams) -> FeatureFlag:
        """The flag made.

        ``ws.create_feature_flag(CreateFeatureFlagParams(name="Dark mode", key="dark_mode"))``
        """
        return drive(self._core.create_feature_flag(params))

    def get_feature_flag(self, flag_id: str) -> FeatureFlag:
        """One flag.

        ``(ws.get_feature_flag("8d3f2a70-5b1c-4e0e-9f62-0c6f7a1f4b11")).ruleset["variants"]``
        """
        return drive(self._core.get_feature_flag(flag_id))

    def change_feature_flag(self, flag_id: str, params: ChangeFeatureFlagParams) -> FeatureFlag:
        """The flag after a change of a part of it: it is read, changed and sent back, with all the server keeps of it.

        What somebody else changes between the two calls is undone.

        ``ws.change_feature_flag(flag.id, ChangeFeatureFlagParams(status="enabled"))``
        """
        return drive(self._core.change_feature_flag(flag_id, params))

    def update_feature_flag(self, flag_id: str, params: UpdateFeatureFlagParams) -> FeatureFlag:
        """The flag after it was replaced by what *params* say: what they leave out is lost.

        ``change_feature_flag`` keeps it.

        ``ws.update_feature_flag(flag.id, UpdateFeatureFlagParams(name="Dark mode", key="dark_mode",
        status="enabled", ruleset=flag.ruleset))``
        """
        return drive(self._core.update_feature_flag(flag_id, params))

    def delete_feature_flag(self, flag_id: str) -> None:
        """Remove one flag; ``archive_feature_flag`` can be taken back.

        ``ws.delete_feature_flag(flag.id)``
        """
        drive(self._core.delete_feature_flag(flag_id))

    def archive_feature_flag(self, flag_id: str) -> None:
        """Take a flag out of use and of lists.

        ``ws.archive_feature_flag(flag.id)``
        """
        drive(self._core.archive_feature_flag(flag_id))

    def restore_feature_flag(self, flag_id: str) -> FeatureFlag:
        """The flag, no longer archived.

        ``(ws.restore_feature_flag(flag.id)).status``
        """
        return drive(self._core.restore_feature_flag(flag_id))

    def duplicate_feature_flag(self, flag_id: str) -> FeatureFlag:
        """A new flag like another.

        ``(ws.duplicate_feature_flag(flag.id)).key``
        """
        return drive(self._core.duplicate_feature_flag(flag_id))

    def set_flag_test_users(self, flag_id: str, params: SetTestUsersParams) -> None:
        """Say who gets which variant of a flag for a test.

        ``ws.set_flag_test_users(flag.id, SetTestUsersParams(users={"qa_user_1": "On"}))``
        """
        drive(self._core.set_flag_test_users(flag_id, params))
