"""What users did, as their profile pages list it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.frames import anything, frame
from mixpanel_async.results import Result, Value

if TYPE_CHECKING:
    import polars as pl

_EPOCH = datetime.fromtimestamp(0, UTC)
_ID_KEYS = ("$distinct_id", "distinct_id")
_HAVE_COLUMNS = frozenset({"time", *_ID_KEYS})
# The column of the event's name is taken: a property of that name gets a prefix, and so does one that has the prefix.
_TAKEN = re.compile(r"(properties\.)*event")


@frozen
class UserEvent(Value):
    """Something a user did; *properties* are as the server sent them, *time* is in UTC."""

    event: str
    time: datetime
    properties: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def read(cls, row: Answer) -> Self:
        """The event a row is about."""
        properties = row.get("properties")
        return cls(row.get("event").text_or(), _moment(properties.required("time")), properties.object())

    @property
    def distinct_id(self) -> str:
        """Whose event it is; empty where the server does not say."""
        given = (self.properties.get(key) for key in _ID_KEYS)
        return str(next((each for each in given if each is not None), ""))


@frozen(repr=False)
class ActivityFeedResult(Result):
    """What the users *distinct_ids* did, in the server's order.

    *from_date* and *to_date* are the days that were asked for. *sentinel_event* is the server's mark of where the list
    ends.
    """

    distinct_ids: Sequence[str]
    from_date: str | None
    to_date: str | None
    events: Sequence[UserEvent] = field(factory=list)
    sentinel_event: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, answer: Answer, distinct_ids: Sequence[str], from_date: str | None, to_date: str | None) -> Self:
        """The events in *answer*."""
        answer.object()
        results = answer.part("results")
        return cls(
            distinct_ids,
            from_date,
            to_date,
            [UserEvent.read(row) for row in results.part("events").items()],
            results.get("sentinel_event").if_given(Answer.object),
        )

    @cached_property
    def df(self) -> pl.DataFrame:
        """One row per event: ``event``, ``time`` (Datetime in UTC), ``distinct_id``, then a column for each property.

        Properties are in the order they are met. A column has the type its values share, nested ones List or Struct;
        what shares none is String, as JSON. A property called ``event`` is ``properties.event``.
        """
        import polars as pl

        named = [event.properties for event in self.events]
        names = (name for name in dict.fromkeys(name for row in named for name in row) if name not in _HAVE_COLUMNS)
        own = {
            "event": pl.Series([event.event for event in self.events], dtype=pl.String),
            "time": pl.Series([event.time for event in self.events], dtype=pl.Datetime("us", "UTC")),
            "distinct_id": pl.Series([event.distinct_id for event in self.events], dtype=pl.String),
        }
        return frame(own | {_column(name): anything([row.get(name) for row in named]) for name in names})

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain data, with the ``event_count``."""
        return super().to_dict() | {"event_count": len(self.events)}

    def __repr__(self) -> str:
        return f"<ActivityFeedResult {', '.join(map(repr, self.distinct_ids))}: {len(self.events)} events>"


def _moment(place: Answer) -> datetime:
    """The time that many seconds after 1970 began."""
    seconds = place.number()
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise place.refusal(f"{place.shown} is no time in seconds") from None


def _column(name: str) -> str:
    return f"properties.{name}" if _TAKEN.fullmatch(name) else name
