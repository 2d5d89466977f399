"""The raw export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mixpanel_local.engine.export import ExportPlan, export_chunks
from mixpanel_local.engine.where import parse
from mixpanel_local.routes.context import Context

_MOST: Final = 100_000


def export(context: Context) -> Iterator[bytes]:
    """GET /export: events as lines of JSON."""
    call = context.call
    first, last = call.days()
    where = call.arguments.get("where")
    plan = ExportPlan(
        first,
        last,
        events=call.texts("event"),
        where=parse(where) if where else None,
        limit=call.number("limit", _MOST, _MOST) if call.arguments.get("limit") else None,
        milliseconds=call.choice("time_in_ms", ("false", "true")) == "true",
        # docs.mixpanel.com/reference/raw-event-export: UTC for projects made since 2023, whose times are UTC too.
        zone="UTC",
    )
    return export_chunks(context.store, context.query, plan)
