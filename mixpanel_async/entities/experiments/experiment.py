"""Experiments themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from mixpanel_async.entities._lengths import length
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "CreateExperimentParams",
    "DuplicateExperimentParams",
    "Experiment",
    "ExperimentConcludeParams",
    "ExperimentCreator",
    "ExperimentDecideParams",
    "ExperimentStatus",
    "UpdateExperimentParams",
]

# developer.mixpanel.com, experiments.openapi.yaml: CreateExperimentRequest
_NAME = length(1, 255)
_DESCRIPTION = length(0, 400)


class ExperimentStatus(StrEnum):
    """How far an experiment is: a draft, launched (active), concluded, and then decided: a success or a fail."""

    DRAFT = "draft"
    ACTIVE = "active"
    CONCLUDED = "concluded"
    SUCCESS = "success"
    FAIL = "fail"


@frozen(kw_only=True, eq=False, repr=False)
class ExperimentCreator(Entity):
    """Who made an experiment."""

    id: int | None = None
    first_name: str | None = None
    last_name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class Experiment(Entity):
    """Something that is tried out: *variants* are given to users, *metrics* tell which of them does better.

    Users get their variant by *feature_flag*, where there is one. *exposures_cache* and *results_cache* are what
    Mixpanel last counted. What is in these, in *variants*, *metrics* and *settings*, is undocumented. *deleted* is
    when it was archived. The ``can_`` fields are about the account that asks.
    """

    id: str
    name: str
    description: str | None = None
    hypothesis: str | None = None
    status: ExperimentStatus | str | None = None
    variants: tuple[Any, ...] | Mapping[str, Any] | None = None
    metrics: tuple[Any, ...] | Mapping[str, Any] | None = None
    settings: Mapping[str, Any] | None = None
    exposures_cache: Mapping[str, Any] | None = None
    results_cache: Mapping[str, Any] | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    created: datetime | None = None
    modified: datetime | None = None
    updated: datetime | None = None
    deleted: datetime | None = None
    creator: ExperimentCreator | None = None
    creator_id: int | None = None
    creator_name: str | None = None
    creator_email: str | None = None
    last_modified_by_id: int | None = None
    last_modified_by_name: str | None = None
    last_modified_by_email: str | None = None
    feature_flag: Mapping[str, Any] | None = None
    content_type: str | None = None
    tags: tuple[str, ...] | None = None
    is_favorited: bool | None = None
    pinned_date: str | None = None
    can_edit: bool | None = None
    can_view: bool | None = None
    can_update_basic: bool | None = None
    can_update_restricted: bool | None = None
    can_update_visibility: bool | None = None
    can_share: bool | None = None
    is_shared_with_project: bool | None = None
    is_superadmin: bool | None = None
    allow_staff_override: bool | None = None


Parts = Sequence[Any] | Mapping[str, Any]


@frozen(kw_only=True, eq=False, repr=False)
class CreateExperimentParams(Params):
    """An experiment to be made, as a draft. A name has at most 255 characters, a description 400."""

    name: str = field(validator=_NAME)
    description: str | Unset | None = field(default=UNSET, validator=_DESCRIPTION)
    hypothesis: str | Unset | None = UNSET
    settings: Mapping[str, Any] | Unset | None = UNSET
    variants: Parts | Unset | None = UNSET
    metrics: Parts | Unset | None = UNSET
    global_access_type: str | Unset | None = UNSET
    access_type: str | Unset | None = UNSET
    can_edit: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateExperimentParams(Params):
    """What to change of an experiment. *variants*, *metrics*, *settings* and *tags* replace those it has.

    A name has at most 255 characters, a description 400.
    """

    name: str | Unset | None = field(default=UNSET, validator=_NAME)
    description: str | Unset | None = field(default=UNSET, validator=_DESCRIPTION)
    hypothesis: str | Unset | None = UNSET
    variants: Parts | Unset | None = UNSET
    metrics: Parts | Unset | None = UNSET
    settings: Mapping[str, Any] | Unset | None = UNSET
    start_date: str | date | Unset | None = UNSET
    end_date: str | date | Unset | None = UNSET
    tags: Sequence[str] | Unset | None = UNSET
    exposures_cache: Mapping[str, Any] | Unset | None = UNSET
    results_cache: Mapping[str, Any] | Unset | None = UNSET
    status: ExperimentStatus | str | Unset | None = UNSET
    global_access_type: str | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class DuplicateExperimentParams(Params):
    """What the copy of an experiment is to be called; at most 255 characters."""

    name: str = field(validator=_NAME)


@frozen(kw_only=True, eq=False, repr=False)
class ExperimentConcludeParams(Params):
    """When an experiment is taken to have ended, where that is not now."""

    end_date: str | date | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class ExperimentDecideParams(Params):
    """What came of an experiment: whether it was a *success*, which *variant* is kept, by its key, and why."""

    success: bool
    variant: str | Unset | None = UNSET
    message: str | Unset | None = UNSET
