"""What is asked of the server at once, and how it is cut where that is too much."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from attrs import evolve, frozen

from mixpanel_async.arguments import event_names
from mixpanel_async.call import Call
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.export.windows import Window

_PATIENCE: Final = 3 * 3600.0
"""Seconds a request may wait for its turn: the longest wait for a budget by the hour, and then some."""
_DAY: Final = 86_400


def events_asked_for(events: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """The names in *events*, one or several, each once; None for all events."""
    if events is None:
        return None
    names = event_names([events] if isinstance(events, str) else events)
    if not names:
        raise ParamValidationError("events is empty; name some, or leave it out for all")
    return tuple(dict.fromkeys(names))


@frozen
class Ask:
    """Events of a window, of *events* only unless that is empty, that meet *where*; of a single day perhaps only those
    from second *start* to second *end* of the day, the end not included.
    """

    window: Window
    events: Sequence[str] = ()
    where: str | None = None
    start: int = 0
    end: int = _DAY

    def __str__(self) -> str:
        return f"{self.window} {_clock(self.start)}-{_clock(self.end)}" if self.is_timed else f"{self.window}"

    @property
    def is_timed(self) -> bool:
        """Whether it is about some hours of a day only."""
        return self.start > 0 or self.end < _DAY

    def halves(self) -> list[Ask]:
        """Two asks that together are this one, by event where several are named, else by time; none if too small."""
        if len(self.events) > 1:
            half = len(self.events) // 2
            return [evolve(self, events=part) for part in (self.events[:half], self.events[half:])]
        middle = (self.start + self.end) // 2
        if len(self.window) > 1 or middle == self.start:
            return []
        return [evolve(self, end=middle), evolve(self, start=middle)]

    def call(self, *, silence: float) -> Call[Any]:
        """The call that asks it."""
        return Call(
            family="export",
            path="/export",
            query={
                "from_date": self.window.first.isoformat(),
                "to_date": self.window.last.isoformat(),
                "event": json.dumps(list(self.events)) if self.events else None,
                "where": self._condition(),
                "time_in_ms": "true",
            },
            deadline=_PATIENCE,
            silence=silence,
            bulk=True,
            read=repr,
        )

    def _condition(self) -> str | None:
        """*where* and the time of day, in the form of the documents' own example.

        Both halves of a cut compare with the same moment, so that whatever clock it is read by, each event is in one.
        """
        terms = [f"({self.where})"] if self.where else []
        if self.start > 0:
            terms.append(f'event["$time"] >= datetime("{_moment(self.window.first, self.start)}")')
        if self.end < _DAY:
            terms.append(f'event["$time"] < datetime("{_moment(self.window.first, self.end)}")')
        return self.where if len(terms) == 1 and self.where else " and ".join(terms) or None


def _moment(day: date, second: int) -> str:
    return (datetime.combine(day, time()) + timedelta(seconds=second)).isoformat()


def _clock(second: int) -> str:
    if second == _DAY:
        return "24:00"
    return f"{datetime.min + timedelta(seconds=second):{'%H:%M:%S' if second % 60 else '%H:%M'}}"
