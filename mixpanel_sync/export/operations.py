# Generated from mixpanel_async.export.operations by mixpanel_sync._generate: edit that module, not this one.
"""Operations that read raw events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mixpanel_async.dates import Day
from mixpanel_sync._face import Face, wrap
from mixpanel_sync.export.stream import EventStream

if TYPE_CHECKING:
    from mixpanel_async.export import operations as core


class Exports(Face):
    """Raw events of a project."""

    _core: core.Exports

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
        """Events from one day to another (both included, project time zone), as they arrive, in no order.

        Rows are ``{event_name, event_time (UTC), distinct_id, insert_id, properties}``; with *raw*, the line as sent.
        ``.frames()`` gives polars batches. *events* picks by name, one or several, *where* by expression; *limit* is 1
        to 100,000.
        A stream that is cut short, damaged or ends in an error of the server raises ``ExportError``.

            with ws.stream_events(from_date="2026-01-01", to_date="2026-01-31") as stream:
                for event in stream:
                    print(event["event_name"], event["distinct_id"])
        """
        return wrap(
            EventStream,
            self._core.stream_events(
                from_date=from_date, to_date=to_date, events=events, where=where, limit=limit, raw=raw
            ),
        )
