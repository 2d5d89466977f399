"""Alerts themselves: what is known of one, and what is said to make or change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from attrs import field, frozen

from mixpanel_async.entities._lengths import length
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "AlertBookmark",
    "AlertCount",
    "AlertCreator",
    "AlertFrequencyPreset",
    "AlertProject",
    "AlertScreenshotResponse",
    "AlertWorkspace",
    "CreateAlertParams",
    "CustomAlert",
    "UpdateAlertParams",
]

LONGEST_NAME = 50


class AlertFrequencyPreset(IntEnum):
    """How often an alert looks at its report, in seconds: the choices that the app offers."""

    HOURLY = 3600
    DAILY = 86400
    WEEKLY = 604800


@frozen(kw_only=True, eq=False, repr=False)
class AlertBookmark(Entity):
    """The saved report that an alert looks at."""

    id: int
    name: str | None = None
    type: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class AlertCreator(Entity):
    """Who made an alert."""

    id: int
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class AlertWorkspace(Entity):
    """The data view that an alert belongs to."""

    id: int
    name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class AlertProject(Entity):
    """The project that an alert belongs to."""

    id: int
    name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class CustomAlert(Entity):
    """An alert: every *frequency* seconds its report is looked at, and where it meets the *condition*, people are told.

    *subscriptions* say who: ``[{"type": "email", "value": "team@example.com"}]``. *condition* and *results*, what the
    last look found, are as they are sent; they are undocumented. *valid* is false where the report has changed so that
    the condition no longer fits it.
    """

    id: int
    name: str
    bookmark: AlertBookmark | None = None
    condition: Mapping[str, Any] = field(factory=dict)
    frequency: int = 0
    paused: bool = False
    subscriptions: tuple[Mapping[str, Any], ...] = ()
    notification_windows: Mapping[str, Any] | None = None
    creator: AlertCreator | None = None
    workspace: AlertWorkspace | None = None
    project: AlertProject | None = None
    created: datetime | None = None
    modified: datetime | None = None
    last_checked: datetime | None = None
    last_fired: datetime | None = None
    valid: bool = True
    results: Mapping[str, Any] | None = None


@frozen(kw_only=True, eq=False, repr=False)
class CreateAlertParams(Params):
    """An alert to be made. *frequency* is in seconds, an ``AlertFrequencyPreset`` for one; a name has 50 characters.

    ``condition={"keys": [{"header": "Signup", "value": "Signup"}], "type": "absolute", "op": "<", "value": 100}`` is
    met where there are fewer than 100 signups.
    """

    bookmark_id: int
    name: str = field(validator=length(0, LONGEST_NAME))
    condition: Mapping[str, Any]
    frequency: int
    paused: bool
    subscriptions: Sequence[Mapping[str, Any]]
    notification_windows: Mapping[str, Any] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class UpdateAlertParams(Params):
    """What to change of an alert. *condition* and *subscriptions* replace those it has."""

    name: str | Unset | None = field(default=UNSET, validator=length(0, LONGEST_NAME))
    bookmark_id: int | Unset | None = UNSET
    condition: Mapping[str, Any] | Unset | None = UNSET
    frequency: int | Unset | None = UNSET
    paused: bool | Unset | None = UNSET
    subscriptions: Sequence[Mapping[str, Any]] | Unset | None = UNSET
    notification_windows: Mapping[str, Any] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class AlertCount(Entity):
    """How many anomaly alerts there are, and how many there may be."""

    anomaly_alerts_count: int
    alert_limit: int
    is_below_limit: bool


@frozen(kw_only=True, eq=False, repr=False)
class AlertScreenshotResponse(Entity):
    """Where a picture of the report is, as it was when an alert went off; the address is good for a short time."""

    signed_url: str
