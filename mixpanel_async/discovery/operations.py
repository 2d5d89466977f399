"""Operations that list what a project holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, Operations, QueryValue
from mixpanel_async.dates import Day, day_text
from mixpanel_async.discovery.similar import similar
from mixpanel_async.discovery.top_event import TopEvent, read_top_events
from mixpanel_async.errors import EventNotFoundError, QueryError

# The server lists ten names unless told otherwise; a project is allowed 5,000 events.
MOST_NAMES = 5000
_FIRST_DAY = "2000-01-01"
_HISTORY_LIMIT = re.compile(r"exceeds\s+(\d+)\s+days")


class Discovery(Operations):
    """Event names, their properties, the properties' values."""

    async def events(
        self, *, limit: int | None = None, from_date: Day | None = None, to_date: Day | None = None
    ) -> list[str]:
        """Names of the events seen between two days (default: ever), sorted; at most *limit* (default 5,000).

        On a plan that limits history, and without *from_date*, the days the plan allows are asked.
        """
        today = self._connection.today()
        last = today.isoformat() if to_date is None else day_text(to_date, "to_date")
        first = _FIRST_DAY if from_date is None else day_text(from_date, "from_date")
        try:
            return await self._call(_names(limit, first, last))
        except QueryError as refusal:
            days = _HISTORY_LIMIT.search(refusal.message) if refusal.status_code == 403 and from_date is None else None
            if days is None:
                raise
            return await self._call(_names(limit, (today - timedelta(days=int(days[1]))).isoformat(), last))

    async def properties(self, event: str) -> list[str]:
        """Names of the properties of *event*, sorted; an unknown one is an ``EventNotFoundError`` with close names."""
        try:
            return await self._call(_property_names(event))
        except QueryError as refusal:
            if refusal.status_code != 400:
                raise
            raise EventNotFoundError(event, similar(event, await self.events())) from refusal

    async def property_values(self, property_name: str, *, event: str | None = None, limit: int = 100) -> list[str]:
        """Values of a property as text, most frequent first, of one *event* or of all; at most *limit*."""
        return await self._call(
            Call(
                path="/events/properties/values",
                query={"name": property_name, "limit": limit, "event": event or None},
                read=lambda answer: [str(value) for value in answer.array()],
            )
        )

    async def top_events(
        self, *, type: Literal["general", "average", "unique"] = "general", limit: int | None = None
    ) -> list[TopEvent]:
        """Today's most frequent events, most frequent first; *limit* defaults to the server's 100."""
        return await self._call(Call(path="/events/top", query={"type": type, "limit": limit}, read=read_top_events))


def _names(limit: int | None, first: str, last: str) -> Call[list[str]]:
    query: dict[str, QueryValue] = {"type": "general", "limit": limit or MOST_NAMES}
    return Call(path="/events/names", query=query | {"from_date": first, "to_date": last}, read=_sorted_if(list))


def _property_names(event: str) -> Call[list[str]]:
    return Call(path="/events/properties/top", query={"event": event, "limit": MOST_NAMES}, read=_sorted_if(dict))


def _sorted_if(kind: type[list[Any] | dict[Any, Any]]) -> Callable[[Answer], list[str]]:
    """A reader that sorts the names; a project without any answers with the other kind of emptiness."""

    def read(answer: Answer) -> list[str]:
        names = answer.value
        return sorted(str(name) for name in names) if isinstance(names, kind) else []

    return read
