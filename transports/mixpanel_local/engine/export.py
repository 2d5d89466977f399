"""Events as the lines Mixpanel exports, one file of the store at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.names import PROCESSED, RARE, column_name
from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.cells import properties_reader
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.expression import condition
from mixpanel_local.engine.language import Node
from mixpanel_local.engine.scan import EVENT, USER, Scan, core_column
from mixpanel_local.engine.sql import all_of, column, number, text

Event: TypeAlias = dict[str, Any]
"""``{"event": name, "properties": {...}}``."""

_ROWS: Final = 2_000
_CORE: Final = ("event", "distinct_id", "time", "insert_id")
_TIME: Final = ("time", "n")
"""A time finer than milliseconds is a property too; Mixpanel sends whole numbers."""


@frozen
class ExportPlan:
    """Events of *first* to *last*, of *events* and *users* only unless these are empty, that meet *where*.

    At most *limit* of them. Days are those of *zone*, or of the project.
    """

    first: date
    last: date
    events: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    where: Node | None = None
    limit: int | None = None
    milliseconds: bool = False
    zone: str | None = None


def export_chunks(store: Store, query: Query, plan: ExportPlan) -> Iterator[bytes]:
    """Lines of NDJSON, some thousand at a time, in order of date; within a file of the store, of user and time."""
    for events in exported(store, query, plan):
        yield b"".join(map(_line, events))


def exported(store: Store, query: Query, plan: ExportPlan) -> Iterator[list[Event]]:
    """The same events as they are sent, some thousand at a time."""
    left = plan.limit
    span = Zone(plan.zone or store.time_zone).span(plan.first, plan.last)
    for scan in _daily(Scan.of(store, span)):
        for names, rows in query.rows(_select(scan, plan, left), _ROWS):
            left = None if left is None else left - len(rows)
            yield _events(scan.events, names, rows, plan)
        if left == 0:
            return


def _daily(scan: Scan) -> Iterator[Scan]:
    for part in scan.events.each():
        yield evolve(scan, events=part)


def _select(scan: Scan, plan: ExportPlan, limit: int | None) -> exp.Select:
    wanted = {EVENT: plan.events, USER: plan.users}
    named = [core_column(name).isin(*map(text, values)) for name, values in wanted.items() if values]
    properties = [column_name(*known) for known in sorted(scan.events.columns - {_TIME})]
    processed = [PROCESSED] if scan.events.processed else []
    rare = [RARE] if scan.events.rare else []
    columns = [column(name, "e") for name in (*_CORE, *processed, *properties, *rare)]
    query = scan.select(*columns, where=all_of([*named, condition(plan.where, scan)]))
    return query if limit is None else query.limit(number(limit))


def _events(files: Files, names: Sequence[str], rows: Sequence[tuple[Any, ...]], plan: ExportPlan) -> list[Event]:
    read = properties_reader(files.columns, names[len(_CORE) :])
    return [_event(row, read, plan) for row in rows]


def _event(row: tuple[Any, ...], read: Callable[[Sequence[Any]], dict[str, Any]], plan: ExportPlan) -> Event:
    event, distinct_id, time_ms, insert_id, *values = row
    core = {
        "time": time_ms if plan.milliseconds else time_ms // 1000,
        "distinct_id": distinct_id,
        "$insert_id": insert_id,
    }
    known = {name: value for name, value in core.items() if value is not None}
    return {"event": event, "properties": {**known, **read(values)}}


def _line(event: Event) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
