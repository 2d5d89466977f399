"""How the end of a request is waited for."""

from __future__ import annotations

from typing import TypeVar

from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.entities._patience import Patience, Wait
from mixpanel_async.entities._steps import next_step
from mixpanel_async.entities.privacy_requests.requests import DataDeletion, DataRetrieval, PrivacyRequestStatus
from mixpanel_async.errors import IncompleteChangeError, QueryError

R = TypeVar("R", DataDeletion, DataRetrieval)

FAILURES = {
    PrivacyRequestStatus.FAILURE: "look at its distinct_ids, then make a new one",
    PrivacyRequestStatus.REVOKED: "somebody has withdrawn it; make a new one",
    PrivacyRequestStatus.NOT_FOUND: "check the tracking_id, the project_token and the region",
}
"""How a request ends badly, and what is to be done about it."""


async def ended(connection: Connection, look: Call[R], tracking_id: str, operation: str, patience: Patience) -> R:
    """The request once it is a success; *operation* is what goes on waiting."""
    wait, details = Wait(connection.runtime, patience), {"tracking_id": tracking_id}
    label, way_on = f"request {tracking_id} is under way", f"go on with {operation}({tracking_id!r})"
    while True:
        found = await next_step(connection, look, label, way_on, details)
        if found.status == PrivacyRequestStatus.SUCCESS:
            return found
        _refuse(found)
        if not await wait.again():
            raise IncompleteChangeError(
                f"{label}, after {patience.max_poll_seconds:g} seconds still {found.status}; {way_on}",
                "PRIVACY_REQUEST_TIMEOUT",
                details,
            )


def _refuse(found: DataDeletion | DataRetrieval) -> None:
    """Raise where the request has ended without success."""
    for status, step in FAILURES.items():
        if found.status == status:
            raise QueryError(
                f"request {found.tracking_id} ended as {status}: {step}",
                200,
                response_body=found.to_dict(),
                code="PRIVACY_REQUEST_FAILED",
            )
