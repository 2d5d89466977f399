"""Events as the lines Mixpanel exports, one file of the store at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from attrs import evolve, frozen
from sqlglot import exp

from mixpanel_dataset.columns import plain
from mixpanel_dataset.names import PROCESSED, RARE, Kind, column_name
from mixpanel_dataset.store import Files, Store
from mixpanel_local.engine.calendar import Zone
from mixpanel_local.engine.database import Query
from mixpanel_local.engine.expression import condition
from mixpanel_local.engine.scan import EVENT, Scan, core_column
from mixpanel_local.engine.sql import all_of, column, number, text
from mixpanel_local.engine.where import Node

_ROWS: Final = 2_000
_CORE: Final = ("event", "distinct_id", "time", "insert_id")
_TIME: Final = ("time", "n")
"""A time finer than milliseconds is a property too; Mixpanel sends whole numbers."""


@frozen
class ExportPlan:
    """Events of *first* to *last*, of *events* only unless that is empty, that meet *where*; at most *limit*."""

    first: date
    last: date
    events: tuple[str, ...] = ()
    where: Node | None = None
    limit: int | None = None
    milliseconds: bool = False


def export_chunks(store: Store, query: Query, plan: ExportPlan) -> Iterator[bytes]:
    """Lines of NDJSON, some thousand at a time, in order of date; within a file of the store, of user and time."""
    left = plan.limit
    span = Zone(store.time_zone).span(plan.first, plan.last)
    for scan in _daily(Scan.of(store, span)):
        for names, rows in query.rows(_select(scan, plan, left), _ROWS):
            left = None if left is None else left - len(rows)
            yield _lines(scan.events, names, rows, plan)
        if left == 0:
            return


def _daily(scan: Scan) -> Iterator[Scan]:
    for part in scan.events.each():
        yield evolve(scan, events=part)


def _select(scan: Scan, plan: ExportPlan, limit: int | None) -> exp.Select:
    named = [core_column(EVENT).isin(*map(text, plan.events))] if plan.events else []
    properties = [column_name(*known) for known in sorted(scan.events.columns - {_TIME})]
    processed = [PROCESSED] if scan.events.processed else []
    rare = [RARE] if scan.events.rare else []
    columns = [column(name, "e") for name in (*_CORE, *processed, *properties, *rare)]
    query = scan.select(*columns, where=all_of([*named, condition(plan.where, scan)]))
    return query if limit is None else query.limit(number(limit))


def _lines(files: Files, names: Sequence[str], rows: Sequence[tuple[Any, ...]], plan: ExportPlan) -> bytes:
    known = {column_name(name, kind): _reader(name, kind) for name, kind in files.columns}
    known[PROCESSED] = _reader(PROCESSED, "i")
    readers = [known.get(name) for name in names[len(_CORE) :]]
    return b"".join(_line(row, readers, plan) for row in rows)


def _line(row: tuple[Any, ...], readers: Sequence[Reader | None], plan: ExportPlan) -> bytes:
    event, distinct_id, time_ms, insert_id, *values = row
    core = {
        "time": time_ms if plan.milliseconds else time_ms // 1000,
        "distinct_id": distinct_id,
        "$insert_id": insert_id,
    }
    properties = {name: value for name, value in core.items() if value is not None}
    for reader, value in zip(readers, values, strict=True):
        if value is not None:
            properties.update(json.loads(value) if reader is None else reader(value))
    line = json.dumps({"event": event, "properties": properties}, ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n"


Reader = Callable[[Any], dict[str, Any]]


def _reader(name: str, kind: Kind) -> Reader:
    return lambda value: {name: plain(kind, value)}
