# Generated from mixpanel_async.entities.drop_filters by mixpanel_sync._generate: edit that module, not this one.
"""Drop filters: events that are thrown away as they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixpanel_async.entities.drop_filters import (
    CreateDropFilterParams,
    DropFilter,
    DropFilterLimitsResponse,
    UpdateDropFilterParams,
)
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.entities import drop_filters as core


class DropFilters(Face):
    """Events that are thrown away as they arrive."""

    _core: core.DropFilters

    def list_drop_filters(self) -> list[DropFilter]:
        """The drop filters there are.

        ``[each.event_name for each in ws.list_drop_filters() if each.active]``
        """
        return drive(self._core.list_drop_filters())

    def create_drop_filter(self, params: CreateDropFilterParams) -> list[DropFilter]:
        """All drop filters there are, with the one made.

        ``ws.create_drop_filter(CreateDropFilterParams(event_name="Heartbeat", filters=[]))``
        """
        return drive(self._core.create_drop_filter(params))

    def update_drop_filter(self, params: UpdateDropFilterParams) -> list[DropFilter]:
        """All drop filters as they are after the change of one.

        ``ws.update_drop_filter(UpdateDropFilterParams(id=8008, active=False))``
        """
        return drive(self._core.update_drop_filter(params))

    def delete_drop_filter(self, drop_filter_id: int) -> list[DropFilter]:
        """Remove one drop filter; the others are given.

        ``ws.delete_drop_filter(8008)``
        """
        return drive(self._core.delete_drop_filter(drop_filter_id))

    def get_drop_filter_limits(self) -> DropFilterLimitsResponse:
        """How many drop filters the project may have.

        ``(ws.get_drop_filter_limits()).filter_limit``
        """
        return drive(self._core.get_drop_filter_limits())
