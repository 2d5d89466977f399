"""Operations that read raw events."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mixpanel_async.arguments import at_least_one, expression, yes_or_no
from mixpanel_async.call import Call, Operations
from mixpanel_async.dates import Day, day_range
from mixpanel_async.errors import ParamValidationError
from mixpanel_async.export.asks import events_asked_for
from mixpanel_async.export.stream import EventStream

MOST_EVENTS = 100_000  # docs.mixpanel.com/reference/raw-event-export, limit


class Exports(Operations):
    """Raw events of a project."""

    def stream_events(
        self,
        *,
        from_date: Day,
        to_date: Day,
        events: str | Sequence[str] | None = None,
        where: str | None = None,
        limit: int | None = None,
        raw: bool = False,
    ) -> EventStream:
        """Events from one day to another, both included, as they arrive, in no order.

        Days are UTC's, or those of the project's time zone for a project made before 2023, as its times are.
        Rows are ``{event_name, event_time (UTC), distinct_id, insert_id, properties}``; with *raw*, the line as sent.
        ``.frames()`` gives polars batches. *events* picks by name, one or several, *where* by expression; *limit* is 1
        to 100,000.
        A stream that is cut short, damaged or ends in an error of the server raises ``ExportError``.

            async with ws.stream_events(from_date="2026-01-01", to_date="2026-01-31") as stream:
                async for event in stream:
                    print(event["event_name"], event["distinct_id"])
        """
        first, last = day_range(from_date, to_date)
        names = events_asked_for(events)
        query = {
            "from_date": first,
            "to_date": last,
            "event": None if names is None else json.dumps(names),
            "where": expression(where, "where"),
            "limit": _checked(limit),
        }
        call = Call(family="export", path="/export", query=query, read=repr)
        return EventStream(self._connection, call, raw=yes_or_no(raw, "raw"))


def _checked(limit: int | None) -> int | None:
    if limit is None:
        return None
    if isinstance(limit, int) and limit < 1:
        raise ParamValidationError(f"limit is {limit}; it is 1 or more, leave it out for all", "WR2_LIMIT_TOO_SMALL")
    if at_least_one(limit, "limit") > MOST_EVENTS:
        raise ParamValidationError(
            f"limit is {limit}; it is at most {MOST_EVENTS:,}, leave it out for all", "WR3_LIMIT_TOO_LARGE"
        )
    return limit
