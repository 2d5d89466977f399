"""Which properties events were seen with, and how often; thousands of properties cost no more than reading them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sqlglot import exp

from mixpanel_dataset.names import RARE
from mixpanel_local.engine.database import Frames
from mixpanel_local.engine.scan import EVENT, Scan, core_column
from mixpanel_local.engine.sql import Sql, alias, call, cast, column, not_null, text

_MEMBERS: Final = text('"MAP(VARCHAR, JSON)"')
_MEMBER: Final = "member"
_ROWS: Final = "r"


def sightings(scan: Scan, run: Frames, where: Sql) -> dict[str, Counter[str]]:
    """For each event for which *where* holds, how many of them have each property; an explicit null is none."""
    if scan.empty:
        return {}
    found = _in_columns(scan, run, where)
    if scan.events.rare:
        for event, name, count in run(_in_objects(scan, where)).rows():
            found[event][name] += count
    return found


def _in_columns(scan: Scan, run: Frames, where: Sql) -> dict[str, Counter[str]]:
    names = sorted({name for name, _ in scan.events.columns})
    seen = (cast(call("count_if", scan.in_columns(name).is_set()), "BIGINT") for name in names)
    columns = [core_column(EVENT), *(alias(count, f"c{at}") for at, count in enumerate(seen))]
    rows = run(scan.select(*columns, where=where).group_by(core_column(EVENT))).rows()
    return {event: +Counter(dict(zip(names, counts, strict=True))) for event, *counts in rows}


def _in_objects(scan: Scan, where: Sql) -> exp.Select:
    """Events, properties and counts of what stands in the objects that rare properties share."""
    members = call("unnest", call("map_entries", call("from_json", column(RARE, "e"), _MEMBERS)))
    rows = scan.select(alias(core_column(EVENT), EVENT), alias(members, _MEMBER), where=where).subquery(_ROWS)
    event, name = column(EVENT, _ROWS), call("struct_extract", column(_MEMBER, _ROWS), text("key"))
    value = call("struct_extract", column(_MEMBER, _ROWS), text("value"))
    return exp.select(event, name, call("count")).from_(rows).where(not_null(value)).group_by(event, name)
