# Generated from mixpanel_async.export.stream by mixpanel_sync._generate: edit that module, not this one.
# pyright: reportIncompatibleVariableOverride=false
"""Events as they arrive, as rows or polars batches."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from mixpanel_sync._face import drive_items
from mixpanel_sync.paging import Stream

if TYPE_CHECKING:
    import polars as pl

    from mixpanel_async.export import stream as core


class EventStream(Stream[dict[str, Any]]):
    """A ``Stream`` of events that can also be taken as polars frames."""

    _core: core.EventStream

    def frames(self, *, rows: int = 50000) -> Generator[pl.DataFrame, None, None]:
        """The events not yet taken, in frames of *rows* (the last one shorter), every one of the same five columns.

        ``event_name`` and ``distinct_id`` String, ``event_time`` Datetime (UTC) and ``insert_id`` String (null when the
        event has none), ``properties`` String: the other properties as JSON text, for ``.str.json_decode``.
        """
        return drive_items(self._core.frames(rows=rows))
