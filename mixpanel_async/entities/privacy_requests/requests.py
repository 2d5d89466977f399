"""What is known of a request under a privacy law."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from attrs import field, frozen

from mixpanel_async.entities._model import Entity

__all__ = ["ComplianceType", "DataDeletion", "DataRetrieval", "DisclosureType", "PrivacyRequestStatus"]

ComplianceType = Literal["GDPR", "CCPA"]
"""By which law: the European Union's, or California's."""

DisclosureType = Literal["Data", "Categories", "Sources"]
"""What is to be disclosed under CCPA: the data, of which kinds it is, or where it comes from."""


class PrivacyRequestStatus(StrEnum):
    """How far a request is. A deletion can be withdrawn until it is ``STARTED``.

    ``NOT_FOUND``: there is no such request. ``UNKNOWN``: Mixpanel failed to look; ask again.
    """

    PENDING = "PENDING"
    STAGING = "STAGING"
    STARTED = "STARTED"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    REVOKED = "REVOKED"
    NOT_FOUND = "NOT_FOUND"
    UNKNOWN = "UNKNOWN"


@frozen(kw_only=True, eq=False, repr=False)
class DataRetrieval(Entity):
    """A request for all that is known of some users: what was asked, and how far it is.

    *link* leads to the export once the request is a ``SUCCESS``. *date_requested* is ISO text, of no named time zone.
    What Mixpanel does not say is None; of a new request it may say the *tracking_id* alone.
    """

    tracking_id: str
    status: PrivacyRequestStatus | str | None = None
    link: str | None = field(default=None, repr=False, metadata={"wire": "results"})
    distinct_ids: tuple[str, ...] = ()
    compliance_type: str | None = None
    disclosure_type: str | None = None
    project_id: int | str | None = None
    date_requested: str | None = None
    requesting_user: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class DataDeletion(Entity):
    """A request to delete some users, their events and profiles: what was asked, and how far it is.

    *date_requested* is ISO text, of no named time zone. What Mixpanel does not say is None; of a new request it may say
    the *tracking_id* alone.
    """

    tracking_id: str
    status: PrivacyRequestStatus | str | None = None
    distinct_ids: tuple[str, ...] = ()
    compliance_type: str | None = None
    project_id: int | str | None = None
    date_requested: str | None = None
    requesting_user: str | None = None
