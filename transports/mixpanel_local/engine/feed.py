"""What single users did, event by event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, dropwhile, islice
from typing import Any, Final

from attrs import frozen

from mixpanel_dataset.store import Store
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.export import Event, ExportPlan, exported
from mixpanel_local.errors import BadRequest

_MS: Final = 1000


@frozen
class Feed:
    """The events of *plan*, but for those called one of *excluded*, that hold the text *search*, at most *limit*.

    *properties* say where the text is looked for, everywhere where there are none. *after* is the last event of an
    earlier page.
    """

    plan: ExportPlan
    newest_first: bool
    excluded: Sequence[str] = ()
    search: str | None = None
    properties: Sequence[str] = ()
    limit: int | None = None
    after: Mapping[str, Any] | None = None


def feed_events(store: Store, query: Query, feed: Feed) -> tuple[list[Event], Event | None]:
    """A page of events in order of time, and the last of them where more follow."""
    found = sorted(
        (event for event in chain.from_iterable(exported(store, query, feed.plan)) if _wanted(event, feed)),
        key=lambda event: event["properties"]["time"],
        reverse=feed.newest_first,
    )
    for event in found:
        event["properties"]["time"] //= _MS
    left = _after(found, feed.after)
    page = list(islice(left, feed.limit))
    return page, page[-1] if page and len(page) < len(left) else None


def _wanted(event: Event, feed: Feed) -> bool:
    return event["event"] not in feed.excluded and (feed.search is None or _holds(event, feed.search, feed.properties))


def _holds(event: Event, search: str, names: Sequence[str]) -> bool:
    properties = event["properties"]
    values = (
        [properties[name] for name in names if name in properties] if names else [event["event"], *properties.values()]
    )
    return any(search.casefold() in _text(value).casefold() for value in values)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _after(events: Sequence[Event], last: Mapping[str, Any] | None) -> Sequence[Event]:
    if last is None:
        return events
    rest: Iterable[Event] = dropwhile(lambda event: event != last, events)
    left = list(rest)
    if not left:
        raise BadRequest("sentinel_event: no such event is in the list; give the one of the page before")
    return left[1:]
