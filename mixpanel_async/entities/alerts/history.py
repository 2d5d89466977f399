"""When an alert has gone off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call
from mixpanel_async.entities._history import page_of, pages_of
from mixpanel_async.entities._model import Entity
from mixpanel_async.entities.alerts.operations import ALERT
from mixpanel_async.paging import Stream

__all__ = ["AlertHistoryPagination", "AlertHistoryResponse"]


@frozen(kw_only=True, eq=False, repr=False)
class AlertHistoryPagination(Entity):
    """Where the pages next to this one begin; no *next_cursor* says that it is the last."""

    next_cursor: str | None = None
    previous_cursor: str | None = None
    page_size: int = 20


@frozen(kw_only=True, eq=False, repr=False)
class AlertHistoryResponse(Entity):
    """A page of an alert's history. *results* are the entries as they are sent; they are undocumented."""

    results: tuple[Any, ...] = ()
    pagination: AlertHistoryPagination | None = None


class AlertHistories(Operations):
    """When alerts have gone off."""

    async def get_alert_history(
        self,
        alert_id: int,
        *,
        page_size: int | None = None,
        next_cursor: str | None = None,
        previous_cursor: str | None = None,
    ) -> AlertHistoryResponse:
        """A page of an alert's history: the first one, or the one that a cursor of another page's leads to.

        ``(await ws.get_alert_history(5005, page_size=50)).pagination``
        """
        return await self._call(_page(alert_id, page_size, next_cursor, previous_cursor))

    def stream_alert_history(self, alert_id: int, *, page_size: int | None = None) -> Stream[Mapping[str, Any]]:
        """All of an alert's history, entry by entry; pages are asked for as they are needed.

        ``[entry async for entry in ws.stream_alert_history(5005)]``
        """
        return Stream(pages_of(lambda cursor: self._call(_page(alert_id, page_size, cursor))))


def _page(
    alert_id: int, page_size: int | None, following: str | None, preceding: str | None = None
) -> Call[AlertHistoryResponse]:
    query = {"page_size": page_size, "next_cursor": following, "previous_cursor": preceding}
    return app_call("GET", f"{ALERT}history/", page_of(AlertHistoryResponse), args={"id": alert_id}, query=query)
