"""Drop filters: events that are thrown away as they arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

from mixpanel_async.arguments import at_least_one
from mixpanel_async.call import Call, Operations
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import app_call, many, many_or_nothing, one
from mixpanel_async.entities._model import Entity, Params, given
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = ["CreateDropFilterParams", "DropFilter", "DropFilterLimitsResponse", "UpdateDropFilterParams"]


@frozen(kw_only=True, eq=False, repr=False)
class DropFilter(Entity):
    """While it is *active*, the events *event_name* that meet *filters* are thrown away as they arrive.

    *filters* are as the server keeps them; their form is undocumented.
    """

    camel: ClassVar[bool] = True

    id: int
    event_name: str
    filters: tuple[Any, ...] | Mapping[str, Any] | None = None
    active: bool | None = None
    display_name: str | None = None
    created: datetime | None = None


@frozen(kw_only=True, eq=False, repr=False)
class CreateDropFilterParams(Params):
    """Events to be thrown away from now on; they cannot be had back. *filters* are as in the filters there are."""

    event_name: str
    filters: Sequence[Any] | Mapping[str, Any]


@frozen(kw_only=True, eq=False, repr=False)
class UpdateDropFilterParams(Params):
    """What to change of the drop filter *id*. *filters* replace those it has; ``active=False`` suspends it."""

    id: int
    event_name: str | Unset | None = UNSET
    filters: Sequence[Any] | Mapping[str, Any] | Unset | None = UNSET
    active: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class DropFilterLimitsResponse(Entity):
    """How many drop filters the project may have."""

    camel: ClassVar[bool] = True

    filter_limit: int


class DropFilters(Operations):
    """Events that are thrown away as they arrive."""

    async def list_drop_filters(self) -> list[DropFilter]:
        """The drop filters there are.

        ``[each.event_name for each in await ws.list_drop_filters() if each.active]``
        """
        return await self._call(_LISTED)

    async def create_drop_filter(self, params: CreateDropFilterParams) -> list[DropFilter]:
        """All drop filters there are, with the one made.

        ``await ws.create_drop_filter(CreateDropFilterParams(event_name="Heartbeat", filters=[]))``
        """
        return await _after(self._connection, "POST", given(params, CreateDropFilterParams).to_body())

    async def update_drop_filter(self, params: UpdateDropFilterParams) -> list[DropFilter]:
        """All drop filters as they are after the change of one.

        ``await ws.update_drop_filter(UpdateDropFilterParams(id=8008, active=False))``
        """
        return await _after(self._connection, "PATCH", given(params, UpdateDropFilterParams).to_body())

    async def delete_drop_filter(self, drop_filter_id: int) -> list[DropFilter]:
        """Remove one drop filter; the others are given.

        ``await ws.delete_drop_filter(8008)``
        """
        return await _after(self._connection, "DELETE", {"id": at_least_one(drop_filter_id, "drop_filter_id")})

    async def get_drop_filter_limits(self) -> DropFilterLimitsResponse:
        """How many drop filters the project may have.

        ``(await ws.get_drop_filter_limits()).filter_limit``
        """
        return await self._call(app_call("GET", f"{_FILTERS}limits/", one(DropFilterLimitsResponse)))


_FILTERS = "{scope}/data-definitions/events/drop-filters/"
_LISTED: Call[list[DropFilter]] = app_call("GET", _FILTERS, many(DropFilter))


async def _after(connection: Connection, method: str, body: Mapping[str, Any]) -> list[DropFilter]:
    """The drop filters after a change; they are asked for where the server does not answer with them."""
    change = app_call(method, _FILTERS, many_or_nothing(DropFilter), body=body)
    return await changed(connection, change, _LISTED)
