"""Events as they arrive, as rows or polars batches."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mixpanel_async.arguments import at_least_one
from mixpanel_async.call import Call
from mixpanel_async.connection import Connection
from mixpanel_async.export.lines import lines
from mixpanel_async.export.rows import normalised, parse
from mixpanel_async.paging import Stream

if TYPE_CHECKING:
    import polars as pl


class EventStream(Stream[dict[str, Any]]):
    """A ``Stream`` of events that can also be taken as polars frames."""

    def __init__(self, connection: Connection, call: Call[Any], *, raw: bool) -> None:
        super().__init__(_pages(connection, call, raw=raw))
        self._raw = raw

    async def frames(self, *, rows: int = 50_000) -> AsyncGenerator[pl.DataFrame, None]:
        """The events not yet taken, in frames of *rows* (the last one shorter), every one of the same five columns.

        ``event_name`` and ``distinct_id`` String, ``event_time`` Datetime (UTC) and ``insert_id`` String (null when the
        event has none), ``properties`` String: the other properties as JSON text, for ``.str.json_decode``.
        """
        at_least_one(rows, "rows")
        kept: list[dict[str, Any]] = []
        async for page in self.pages():
            kept.extend(page)
            while len(kept) >= rows:
                yield self._frame(kept[:rows])
                del kept[:rows]
        if kept:
            yield self._frame(kept)

    def _frame(self, events: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        import polars as pl

        rows = [normalised(dict(event)) for event in events] if self._raw else events
        return pl.DataFrame(
            {
                "event_name": [row["event_name"] for row in rows],
                "event_time": [row["event_time"] for row in rows],
                "distinct_id": [_text(row["distinct_id"]) for row in rows],
                "insert_id": [_text(row["insert_id"]) for row in rows],
                "properties": [json.dumps(row["properties"], ensure_ascii=False) for row in rows],
            },
            schema={
                "event_name": pl.String,
                "event_time": pl.Datetime("us", "UTC"),
                "distinct_id": pl.String,
                "insert_id": pl.String,
                "properties": pl.String,
            },
        )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


async def _pages(connection: Connection, call: Call[Any], *, raw: bool) -> AsyncGenerator[list[dict[str, Any]], None]:
    """Events a chunk at a time; the request is sent when the first page is asked for."""
    seen = 0
    batches = lines(await connection.stream(call))
    try:
        async for batch in batches:
            events = parse(batch, connection.masked, first_line=seen + 1)
            seen += len(batch)
            yield events if raw else [normalised(event) for event in events]
    finally:
        await batches.aclose()
