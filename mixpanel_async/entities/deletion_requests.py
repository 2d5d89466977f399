"""Deletion requests: events that are to be removed from the data for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

from mixpanel_async.answer import Answer
from mixpanel_async.arguments import at_least_one
from mixpanel_async.call import Call, Operations
from mixpanel_async.dates import Day
from mixpanel_async.entities._calls import app_call, entities, objects
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = ["CreateDeletionRequestParams", "EventDeletionRequest", "PreviewDeletionFiltersParams"]


@frozen(kw_only=True, eq=False, repr=False)
class EventDeletionRequest(Entity):
    """Events of one name between two days that are to be removed, and how far that is.

    *status* is ``"Submitted"``, ``"Processing"``, ``"Completed"`` or ``"Failed"``. *filters* is None where all events
    of the name are meant; where the server sends a list of filters, it is under ``"items"``.
    """

    camel: ClassVar[bool] = True

    id: int
    display_name: str | None = None
    event_name: str
    from_date: str
    to_date: str
    filters: Mapping[str, Any] | None = None
    status: str
    deleted_events_count: int
    created: datetime
    requesting_user: Mapping[str, Any]


@frozen(kw_only=True, eq=False, repr=False)
class PreviewDeletionFiltersParams(Params):
    """Events that might be removed: of one name, between two days or times, that pass *filters* where given."""

    camel: ClassVar[bool] = True

    event_name: str
    from_date: Day
    to_date: Day
    filters: Mapping[str, Any] | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class CreateDeletionRequestParams(Params):
    """Events to be removed: of one name, between two days or times, that pass *filters* where given."""

    camel: ClassVar[bool] = True

    from_date: Day
    to_date: Day
    event_name: str
    filters: Mapping[str, Any] | Unset | None = UNSET


class DeletionRequests(Operations):
    """Events that are to be removed from the data for good."""

    async def list_deletion_requests(self) -> list[EventDeletionRequest]:
        """All requests that were made, and how far they are.

        ``[request.status for request in await ws.list_deletion_requests()]``
        """
        return await self._call(_list())

    async def create_deletion_request(self, params: CreateDeletionRequestParams) -> list[EventDeletionRequest]:
        """Remove events, for good; gives all requests there are then. ``preview_deletion_filters`` shows what is meant.

        ``await ws.create_deletion_request(CreateDeletionRequestParams(event_name="Test", from_date="2026-01-01",
        to_date="2026-01-31"))``
        """
        return await changed(self._connection, app_call("POST", _ALL, _requests_or_nothing, params=params), _list())

    async def cancel_deletion_request(self, request_id: int) -> list[EventDeletionRequest]:
        """Withdraw a request that has not begun; gives all requests there are then.

        ``await ws.cancel_deletion_request(66)``
        """
        change = app_call("DELETE", _ALL, _requests_or_nothing, body={"id": at_least_one(request_id, "request_id")})
        return await changed(self._connection, change, _list())

    async def preview_deletion_filters(self, params: PreviewDeletionFiltersParams) -> list[dict[str, Any]]:
        """What a request would remove, as it is sent; nothing is removed.

        ``await ws.preview_deletion_filters(PreviewDeletionFiltersParams(event_name="Test", from_date="2026-01-01",
        to_date="2026-01-31"))``
        """
        return await self._call(app_call("POST", f"{_ALL}preview-filters/", objects, params=params, safe=True))


_ALL = "{scope}/data-definitions/events/deletion-requests/"


def _list() -> Call[list[EventDeletionRequest]]:
    return app_call("GET", _ALL, _requests)


def _requests_or_nothing(answer: Answer) -> list[EventDeletionRequest] | None:
    return _requests(answer) if isinstance(answer.results().value, list) else None


def _requests(answer: Answer) -> list[EventDeletionRequest]:
    said = answer.results()
    return entities(EventDeletionRequest, said.at([_with_object(row) for row in said.array()], ""))


def _with_object(row: Any) -> Any:
    """The row with its filters in an object, None where there are none."""
    if not isinstance(row, dict) or not isinstance(row.get("filters"), list):
        return row
    return {**row, "filters": {"items": row["filters"]} if row["filters"] else None}
