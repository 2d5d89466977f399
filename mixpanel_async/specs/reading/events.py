"""Events with filters of their own read back, from among the ``behaviors`` of a behavior."""

from __future__ import annotations

from typing import Any

from mixpanel_async.specs.funnel_parts import FunnelStep
from mixpanel_async.specs.reading.filters import read_filters
from mixpanel_async.specs.reading.place import Place
from mixpanel_async.specs.references import CustomEventRef
from mixpanel_async.specs.retention_events import RetentionEvent
from mixpanel_async.specs.words import FunnelOrder


def read_event(place: Place) -> str | CustomEventRef:
    """The event an entry names: by its name, or a saved custom event by its id."""
    if place.get("type").value == "custom-event":
        return place.made(CustomEventRef, place.get("id").whole())
    return place.get("name").text()


def read_combinator(place: Place) -> Any:
    """Whether all filters of an entry must pass, or any."""
    return place.get("filtersDeterminer").if_given(Place.text) or "all"


def read_step(place: Place, order: FunnelOrder | None = None) -> FunnelStep:
    """The step of an entry; *order* is the funnel's, which a step need not repeat."""
    own: Any = place.get("funnelOrder").if_given(Place.text)
    return place.made(
        FunnelStep,
        place.get("name").text(),
        place.get("renamed").if_given(Place.text),
        read_filters(place.get("filters")),
        read_combinator(place),
        None if own == order else own,
    )


def read_retention_event(place: Place) -> RetentionEvent:
    """The event of an entry in a retention."""
    filters = read_filters(place.get("filters"))
    return place.made(RetentionEvent, place.get("name").text(), filters, read_combinator(place))
