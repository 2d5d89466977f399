"""What has become of a feature flag."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from attrs import frozen

from mixpanel_async.call import Operations
from mixpanel_async.connection import Connection
from mixpanel_async.entities._calls import one
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._unset import UNSET, Unset
from mixpanel_async.entities.flags.calls import of_flag
from mixpanel_async.errors import ResponseValidationError
from mixpanel_async.paging import Stream

__all__ = ["FlagHistoryParams", "FlagHistoryResponse"]


@frozen(kw_only=True, eq=False, repr=False)
class FlagHistoryParams(Params):
    """Which page of a flag's history, to be kept: ``await ws.get_flag_history(flag.id, **params.to_dict())``."""

    page: str | Unset | None = UNSET
    page_size: int | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class FlagHistoryResponse(Entity):
    """A page of a flag's history. *count* are the events of all pages; each event is a list, undocumented."""

    events: tuple[Any, ...]
    count: int | None


class FlagHistories(Operations):
    """What has become of feature flags."""

    async def get_flag_history(
        self, flag_id: str, *, page: str | None = None, page_size: int | None = None
    ) -> FlagHistoryResponse:
        """A page of a flag's history: the first one, or the one named.

        ``(await ws.get_flag_history(flag.id, page_size=50)).events``
        """
        return await _page(self._connection, flag_id, page, page_size)

    def stream_flag_history(self, flag_id: str, *, page_size: int | None = None) -> Stream[Sequence[Any]]:
        """All of a flag's history, event by event; pages are asked for as they are needed.

        How Mixpanel names pages is undocumented: they are taken to be numbered from 1. Where the pages do not come to
        as many events as the history is said to have, it ends with a ``ResponseValidationError``.

        ``[event async for event in ws.stream_flag_history(flag.id)]``
        """
        return Stream(_pages(lambda page: _page(self._connection, flag_id, page, page_size)))


async def _page(connection: Connection, flag_id: str, page: str | None, page_size: int | None) -> FlagHistoryResponse:
    query = {"page": page, "page_size": page_size}
    call = await of_flag(connection, "GET", flag_id, one(FlagHistoryResponse), part="history/", query=query)
    return await connection.perform(call)


async def _pages(
    ask: Callable[[str | None], Awaitable[FlagHistoryResponse]],
) -> AsyncGenerator[Sequence[Sequence[Any]], None]:
    """The events of page after page, until there are as many as the history has; *ask* gives the page of a name."""
    before, page, number, taken = None, await ask(None), 1, 0
    while page.events and page.events != before:
        yield page.events
        before, number, taken = page.events, number + 1, taken + len(page.events)
        if page.count is None or taken >= page.count:
            break
        page = await ask(str(number))
    if taken != page.count:
        raise ResponseValidationError(
            f"the history has {page.count} events, its pages hold {taken}; ask for pages with get_flag_history",
            details={"count": page.count, "events": taken},
        )
