"""Feature flags themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from mixpanel_async.entities._lengths import length
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "ChangeFeatureFlagParams",
    "CreateFeatureFlagParams",
    "FeatureFlag",
    "FeatureFlagStatus",
    "ServingMethod",
    "UpdateFeatureFlagParams",
]

# developer.mixpanel.com, feature-flags-management.openapi.yaml: FeatureFlagRequest
_NAME = length(1, 255)
_SALT = length(32, 32)


class FeatureFlagStatus(StrEnum):
    """Whether a flag is served; an archived one is left out of lists."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ARCHIVED = "archived"


class ServingMethod(StrEnum):
    """Where it is worked out who gets which variant.

    In clients, on servers only, remotely with local evaluation to fall back on (remote_or_local), or remotely only.
    """

    CLIENT = "client"
    SERVER = "server"
    REMOTE_OR_LOCAL = "remote_or_local"
    REMOTE_ONLY = "remote_only"


@frozen(kw_only=True, eq=False, repr=False)
class FeatureFlag(Entity):
    """A switch in your code, by its *key*, and who gets which variant of what it switches.

    *context* is the property that tells who is who, ``distinct_id`` for one. *ruleset* holds ``variants`` (their
    ``split`` are shares of 1.0), ``rollout`` (groups of users with a ``rollout_percentage``, 0 to 1) and ``test``.
    *hash_salt* decides who falls into which share. *deleted* is when it was archived. The ``can_`` fields are about
    the account that asks.
    """

    id: str
    project_id: int
    name: str
    key: str
    description: str | None = None
    status: FeatureFlagStatus | str = FeatureFlagStatus.DISABLED
    tags: tuple[str, ...] = ()
    experiment_id: str | None = None
    is_experiment_active: bool | None = None
    context: str = ""
    data_group_id: str | int | None = None
    serving_method: ServingMethod | str = ServingMethod.CLIENT
    ruleset: Mapping[str, Any] = field(factory=dict)
    hash_salt: str | None = None
    reset_hash_salt: bool | None = None
    workspace_id: int | None = None
    content_type: str | None = None
    content_environments_id: str | None = None
    project_name: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    enabled_at: datetime | None = None
    deleted: datetime | None = None
    creator_id: int | None = None
    creator_name: str | None = None
    creator_email: str | None = None
    last_modified_by_id: int | None = None
    last_modified_by_name: str | None = None
    last_modified_by_email: str | None = None
    is_favorited: bool | None = None
    pinned_date: str | None = None
    can_edit: bool = False
    can_update_basic: bool = False
    can_view: bool = False
    can_share: bool = False
    can_pin: bool = False
    is_shared_with_project: bool = False
    is_superadmin: bool = False
    allow_staff_override: bool = False


def _on_or_off() -> Mapping[str, Any]:
    on = {"key": "On", "value": True, "is_control": False, "split": 1.0, "is_sticky": False}
    off = {"key": "Off", "value": False, "is_control": True, "split": 0.0, "is_sticky": False}
    return {"variants": [on, off], "rollout": []}


@frozen(kw_only=True, eq=False, repr=False)
class _Settings(Params):
    """What need not be said of a flag."""

    description: str | Unset | None = UNSET
    experiment_id: str | Unset | None = UNSET
    is_experiment_active: bool | Unset | None = UNSET
    data_group_id: str | int | Unset | None = UNSET
    workspace_id: int | Unset | None = UNSET
    hash_salt: str | Unset | None = field(default=UNSET, validator=_SALT)
    reset_hash_salt: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class _WholeFlag(_Settings):
    """A flag as a whole."""

    name: str = field(validator=_NAME)
    key: str = field(validator=_NAME)
    tags: Sequence[str] = ()
    context: str = field(default="distinct_id", validator=_NAME)
    serving_method: ServingMethod | str = ServingMethod.CLIENT


@frozen(kw_only=True, eq=False, repr=False)
class CreateFeatureFlagParams(_WholeFlag):
    """A flag to be made, disabled unless *status* says otherwise; for whom, the fields of ``FeatureFlag`` tell.

    Without a *ruleset* it has the variants On (true, for all that a rollout names) and Off, and no rollout yet.
    *hash_salt* has 32 characters.
    """

    status: FeatureFlagStatus | str | Unset | None = UNSET
    ruleset: Mapping[str, Any] = field(factory=_on_or_off)


@frozen(kw_only=True, eq=False, repr=False)
class UpdateFeatureFlagParams(_WholeFlag):
    """A flag as it shall be, whole: what is not said here is lost, or becomes the default that stands here.

    ``ChangeFeatureFlagParams`` say only what shall be different.
    """

    status: FeatureFlagStatus | str
    ruleset: Mapping[str, Any]


@frozen(kw_only=True, eq=False, repr=False)
class ChangeFeatureFlagParams(_Settings):
    """What to change of a flag; all else stays. *tags* and *ruleset* replace those it has.

    *reset_hash_salt* deals the users out anew.
    """

    name: str | Unset = field(default=UNSET, validator=_NAME)
    key: str | Unset = field(default=UNSET, validator=_NAME)
    status: FeatureFlagStatus | str | Unset = UNSET
    tags: Sequence[str] | Unset = UNSET
    context: str | Unset = field(default=UNSET, validator=_NAME)
    serving_method: ServingMethod | str | Unset = UNSET
    ruleset: Mapping[str, Any] | Unset = UNSET
