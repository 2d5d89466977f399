"""Several events that count as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from mixpanel_async.errors import ParamTypeError, ParamValidationError, ValidationError
from mixpanel_async.specs.event_names import check_name
from mixpanel_async.specs.filtered_events import event_entry, event_name
from mixpanel_async.specs.funnel_parts import FunnelStep
from mixpanel_async.specs.name_rules import EVENT_NAMES
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.references import CustomEventRef
from mixpanel_async.specs.shown import shown

__all__ = ["SimpleBehavior"]

Member = str | CustomEventRef | FunnelStep


def own_members(events: Sequence[Member]) -> tuple[Member, ...]:
    """*events* as a tuple; there is at least one, and all names are good."""
    if not isinstance(events, list | tuple):
        raise ParamTypeError(f"events is {events!r}; give a list of events")
    if not events:
        raise ParamValidationError("there is no event; name at least one", "BH1_STEP_COUNT")
    for index, event in enumerate(events):
        if isinstance(event, str):
            check_name(event, f"events[{index}]", "BH2_EMPTY_EVENT")
        elif not isinstance(event, CustomEventRef | FunnelStep):
            message = f"events[{index}] is {event!r}; give a name, a CustomEventRef or a FunnelStep"
            raise ParamValidationError(message, "MT5_INVALID_EVENT_TYPE")
    return tuple(events)


@frozen(repr=False)
class SimpleBehavior:
    """Any of *events*, counted as one event called *name*; a ``FunnelStep`` gives one of them filters of its own."""

    events: tuple[Member, ...] = field(converter=own_members)
    name: str | None = None

    def __repr__(self) -> str:
        return shown(self)

    def clause(self) -> dict[str, Any]:
        """The ``behavior`` of a clause that measures it."""
        named = self.name and self.name.strip() and self.name
        entries = [_entry(event) for event in self.events]
        return simple_clause(named or " or ".join(map(_title, self.events)), entries)

    def name_problems(self) -> Sequence[ValidationError]:
        """Rules its events' names break."""
        return [
            problem
            for index, event in enumerate(self.events)
            if not isinstance(event, CustomEventRef)
            for problem in placed(EVENT_NAMES.broken_by(_plain_name(event)), ".events", index)
        ]

    def property_problems(self) -> Sequence[ValidationError]:
        """Rules that the custom properties of its events' filters break."""
        return [
            problem
            for index, event in enumerate(self.events)
            if isinstance(event, FunnelStep)
            for problem in placed(list(event.property_problems()), ".events", index)
        ]


def simple_clause(name: str, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The ``behavior`` of a clause that counts several events as one."""
    return {
        "type": "simple",
        "name": name,
        "resourceType": "events",
        "filtersDeterminer": "all",
        "filters": [],
        "behaviors": list(entries),
    }


def _entry(event: Member) -> dict[str, Any]:
    return event.clause() if isinstance(event, FunnelStep) else event_entry(event, None, "all")


def _title(event: Member) -> str:
    return event.title if isinstance(event, FunnelStep) else event_name(event)


def _plain_name(event: str | FunnelStep) -> str:
    return event.event if isinstance(event, FunnelStep) else event
