"""An event with filters of its own: what it may be given, its rules, its entry among the events of a behavior."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mixpanel_async.errors import ParamTypeError, ValidationError
from mixpanel_async.specs.filters import Filter
from mixpanel_async.specs.problems import placed
from mixpanel_async.specs.references import CustomEventRef

_LISTS = (list, tuple)


def own_filters(filters: Sequence[Filter] | None) -> tuple[Filter, ...] | None:
    """*filters* as a tuple; anything but filters is refused."""
    if filters is None:
        return None
    if not isinstance(filters, _LISTS) or not all(map(_is_filter, filters)):
        raise ParamTypeError(
            f"filters is {filters!r}; give a list of Filter objects, as [Filter.equals('plan', 'pro')]"
        )
    return tuple(filters)


def _is_filter(item: object) -> bool:
    return isinstance(item, Filter)


def are_sound(filters: Sequence[Filter]) -> bool:
    """Whether each of *filters* is."""
    return all(map(Filter.is_sound, filters))


def filter_problems(filters: Sequence[Filter] | None) -> Iterator[ValidationError]:
    """Rules that the custom properties of *filters* break."""
    for index, item in enumerate(filters or ()):
        yield from placed(item.problems(), ".filters", index)


def event_name(event: str | CustomEventRef) -> str:
    """What the params call *event*."""
    return event.name if isinstance(event, CustomEventRef) else event


def event_entry(event: str | CustomEventRef, filters: Sequence[Filter] | None, combinator: str) -> dict[str, Any]:
    """The entry in ``behaviors`` of an event and its filters."""
    entry: dict[str, Any] = {
        "type": "event",
        "id": None,
        "name": event,
        "filters": [item.clause() for item in filters or ()],
        "filtersDeterminer": combinator,
    }
    if isinstance(event, CustomEventRef):
        entry |= {"type": "custom-event", "id": event.id, "name": event.name}
    return entry
