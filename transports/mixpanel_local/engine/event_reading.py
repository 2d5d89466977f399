"""The events that a name stands for: itself, any event, or those of a custom event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from mixpanel_local.engine.plan import Arm, Filters, Unhidden
from mixpanel_local.engine.setting import Setting
from mixpanel_local.engine.shape import entries, item, read_json, text
from mixpanel_local.errors import BadRequest

ReadFilters: TypeAlias = Callable[[object, object, str, Setting], Filters]

ANY_EVENT: Final = frozenset({"$all_events", "$any_event"})
CUSTOM: Final = "$custom_event:"
"""What the names of custom events begin with in questions; their ids follow."""


def arms_of(
    name: str, filters: Filters, setting: Setting, read: ReadFilters, within: Sequence[str] = ()
) -> tuple[Arm, ...]:
    """The events called *name* that pass *filters*; *read* reads those that a custom event has of its own."""
    if not name.startswith(CUSTOM):
        return (Arm(None, _both(filters, _unhidden(setting))) if name in ANY_EVENT else Arm(name, filters),)
    if name in within:
        raise BadRequest(f"the custom event {name!r} is made of itself")
    found: list[Arm] = []
    for event, own in _alternatives(name, setting, read):
        found += arms_of(event, _both(filters, own), setting, read, (*within, name))
    return tuple(found)


def _unhidden(setting: Setting) -> Filters:
    """What any event is that the Lexicon does not hide."""
    hidden = setting.hidden_events
    return Filters((Unhidden(hidden),) if hidden else ())


def _alternatives(name: str, setting: Setting, read: ReadFilters) -> list[tuple[str, Filters]]:
    saved = setting.saved("custom_event", name.removeprefix(CUSTOM))
    alternatives = item(saved, "alternatives", name)
    # As it is sent, in a form, it is JSON in text.
    several = entries(read_json(alternatives, name) if isinstance(alternatives, str) else alternatives, name)
    return [(text(item(one, "event", name), name), _own(one, name, setting, read)) for one in several]


def _own(alternative: Mapping[str, Any], where: str, setting: Setting, read: ReadFilters) -> Filters:
    return read(alternative.get("filters") or [], alternative.get("filtersDeterminer", "all"), where, setting)


def _both(one: Filters, other: Filters) -> Filters:
    several = tuple(filters for filters in (one, other) if filters.conditions)
    return several[0] if len(several) == 1 else Filters(several)
