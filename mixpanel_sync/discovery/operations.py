# Generated from mixpanel_async.discovery.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations that list what a project holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mixpanel_async.dates import Day
from mixpanel_async.discovery.subproperties import SubPropertyInfo
from mixpanel_async.discovery.top_event import TopEvent
from mixpanel_sync._face import Face
from mixpanel_transports.drive import drive

if TYPE_CHECKING:
    from mixpanel_async.discovery import operations as core


class Discovery(Face):
    """Event names, their properties, the properties' values.

    Answers are kept for the Workspace's ``discovery_ttl``; *refresh* asks again. ``top_events`` always asks.
    """

    _core: core.Discovery

    def events(
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
        return drive(self._core.events(limit=limit, from_date=from_date, to_date=to_date, refresh=refresh))

    def properties(self, event: str, *, refresh: bool = False) -> list[str]:
        """Names of the properties of *event*, sorted; an unknown one is an ``EventNotFoundError`` with close names."""
        return drive(self._core.properties(event, refresh=refresh))

    def property_values(
        self, property_name: str, *, event: str | None = None, limit: int = 100, refresh: bool = False
    ) -> list[str]:
        """Values of a property as text, most frequent first, of one *event* or of all; at most *limit*."""
        return drive(self._core.property_values(property_name, event=event, limit=limit, refresh=refresh))

    def subproperties(
        self, property_name: str, *, event: str | None = None, sample_size: int = 50, refresh: bool = False
    ) -> list[SubPropertyInfo]:
        """What the objects in a list property hold, by name, told from its *sample_size* most frequent values.

        What holds values of several types, or further objects, is said by a ``UserWarning``.

            for inner in ws.subproperties("cart", event="Purchase"):
                print(inner.name, inner.type, inner.sample_values)
        """
        return drive(self._core.subproperties(property_name, event=event, sample_size=sample_size, refresh=refresh))

    def top_events(
        self, *, type: Literal["general", "average", "unique"] = "general", limit: int | None = None
    ) -> list[TopEvent]:
        """Today's most frequent events, most frequent first; *limit* defaults to the server's 100."""
        return drive(self._core.top_events(type=type, limit=limit))

    def clear_discovery_cache(self) -> None:
        """Forget what was listed so far, so that everything is asked for again."""
        self._core.clear_discovery_cache()
