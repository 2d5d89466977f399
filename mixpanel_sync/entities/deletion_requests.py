# Generated from mixpanel_async.entities.deletion_requests by mixpanel_sync._generate: edit that module, not this one.
"""Deletion requests: events that are to be removed from the data for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mixpanel_async.entities.deletion_requests import (
    CreateDeletionRequestParams,
    EventDeletionRequest,
    PreviewDeletionFiltersParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import deletion_requests as core


class DeletionRequests(Face):
    """Events that are to be removed from the data for good."""

    _core: core.DeletionRequests

    def list_deletion_requests(self) -> list[EventDeletionRequest]:
        """All requests that were made, and how far they are.

        ``[request.status for request in ws.list_deletion_requests()]``
        """
        return drive(self._core.list_deletion_requests())

    def create_deletion_request(self, params: CreateDeletionRequestParams) -> list[EventDeletionRequest]:
        """Remove events, for good; gives all requests there are then. ``preview_deletion_filters`` shows what is meant.

        ``ws.create_deletion_request(CreateDeletionRequestParams(event_name="Test", from_date="2026-01-01",
        to_date="2026-01-31"))``
        """
        return drive(self._core.create_deletion_request(params))

    def cancel_deletion_request(self, request_id: int) -> list[EventDeletionRequest]:
        """Withdraw a request that has not begun; gives all requests there are then.

        ``ws.cancel_deletion_request(66)``
        """
        return drive(self._core.cancel_deletion_request(request_id))

    def preview_deletion_filters(self, params: PreviewDeletionFiltersParams) -> list[dict[str, Any]]:
        """What a request would remove, as it is sent; nothing is removed.

        ``ws.preview_deletion_filters(PreviewDeletionFiltersParams(event_name="Test", from_date="2026-01-01",
        to_date="2026-01-31"))``
        """
        return drive(self._core.preview_deletion_filters(params))
