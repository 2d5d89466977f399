"""Operations that list what a project holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mixpanel_async.arguments import at_least_one, at_least_one_if_given, one_of
from mixpanel_async.call import Call, QueryValue
from mixpanel_async.dates import Day, day_range, day_text
from mixpanel_async.discovery.cache import CachedOperations
from mixpanel_async.discovery.names import (
    event_names,
    property_names,
    value_text,
    values_of,
    within_history,
)
from mixpanel_async.discovery.similar import similar
from mixpanel_async.discovery.subproperties import SubPropertyInfo, subproperties_of
from mixpanel_async.discovery.top_event import TopEvent, read_top_events
from mixpanel_async.errors import EventNotFoundError, QueryError
from mixpanel_async.specs.words import CountType

_FIRST_DAY = "2000-01-01"


class Discovery(CachedOperations):
    """Event names, their properties, the properties' values.

    Answers are kept for the Workspace's ``discovery_ttl``; *refresh* asks again. ``top_events`` always asks.
    """

    async def events(
        self,
        *,
        limit: int | None = None,
        from_date: Day | None = None,
        to_date: Day | None = None,
        refresh: bool = False,
    ) -> list[str]:
        """Names of the events seen between two days (default: ever), sorted; at most *limit* (default 5,000).

        On a plan that limits history, and without *from_date*, the days the plan allows are asked.
        """
        last = self._connection.today().isoformat() if to_date is None else day_text(to_date, "to_date")
        if from_date is None:
            return await self._cached_names(event_names(limit, _FIRST_DAY, last), refresh=refresh)
        first = day_text(from_date, "from_date") if to_date is None else day_range(from_date, to_date)[0]
        return await self._cached("events", event_names(limit, first, last), refresh=refresh)

    async def properties(self, event: str, *, refresh: bool = False) -> list[str]:
        """Names of the properties of *event*, sorted; an unknown one is an ``EventNotFoundError`` with close names."""
        try:
            return await self._cached("properties", property_names(event), refresh=refresh)
        except QueryError as refusal:
            if refusal.status_code != 400:
                raise
            raise EventNotFoundError(event, similar(event, await self.events())) from refusal

    async def property_values(
        self, property_name: str, *, event: str | None = None, limit: int = 100, refresh: bool = False
    ) -> list[str]:
        """Values of a property as text, most frequent first, of one *event* or of all; at most *limit*."""
        call = values_of(property_name, event, at_least_one(limit, "limit"))
        return [value_text(value) for value in await self._cached_values(call, refresh=refresh)]

    async def subproperties(
        self, property_name: str, *, event: str | None = None, sample_size: int = 50, refresh: bool = False
    ) -> list[SubPropertyInfo]:
        """What the objects in a list property hold, by name, told from its *sample_size* most frequent values.

        What holds values of several types, or further objects, is said by a ``UserWarning``.

            for inner in await ws.subproperties("cart", event="Purchase"):
                print(inner.name, inner.type, inner.sample_values)
        """
        call = values_of(property_name, event, at_least_one(sample_size, "sample_size"))
        return subproperties_of(property_name, await self._cached_values(call, refresh=refresh))

    async def top_events(self, *, type: CountType = "general", limit: int | None = None) -> list[TopEvent]:
        """Today's most frequent events, most frequent first; *limit* defaults to the server's 100."""
        query: dict[str, QueryValue] = {
            "type": one_of(CountType, type, "type"),
            "limit": at_least_one_if_given(limit, "limit"),
        }
        return await self._call(Call(path="/events/top", query=query, read=read_top_events))

    def clear_discovery_cache(self) -> None:
        """Forget what was listed so far, so that everything is asked for again."""
        self._connection.cache.clear()

    async def _cached_names(self, call: Call[list[str]], *, refresh: bool) -> list[str]:
        """Event names ever seen; where the plan refuses to go back that far, those of the days it allows."""

        async def ask() -> list[str]:
            try:
                return await self._call(call)
            except QueryError as refusal:
                return await self._call(within_history(call, refusal, self._connection.today()))

        return await self._kept(("events", tuple(call.query.items())), ask, refresh=refresh)

    async def _cached_values(self, call: Call[list[Any]], *, refresh: bool) -> Sequence[Any]:
        """A property's values as sent, shared by all that is told from them."""
        return await self._cached("values", call, refresh=refresh)
