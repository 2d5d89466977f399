"""What the known programs come to: questions about raw events, answered by SQL in place of JavaScript."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from sqlglot import exp

from mixpanel_dataset.columns import plain
from mixpanel_dataset.names import Kind
from mixpanel_dataset.store import Store
from mixpanel_local.engine.calendar import Zone, day_key
from mixpanel_local.engine.database import Frames
from mixpanel_local.engine.grouping import By
from mixpanel_local.engine.measures import COUNT, KEY, RESULT, USER, VALUE
from mixpanel_local.engine.scan import EVENT, Scan, core_column
from mixpanel_local.engine.scan import USER as USER_COLUMN
from mixpanel_local.engine.sql import Sql, alias, all_of, any_of, call, cast, not_null, text

if TYPE_CHECKING:
    import polars as pl

_EPOCH: Final = date(1970, 1, 1)


@frozen
class Asked:
    """Events called one of *events*, or all where there are none, from day *first* to day *last* of the project."""

    first: date
    last: date
    events: Sequence[str] = ()


@frozen
class Programs:
    """Answers the programs from *store*. Rows are what ``main`` returns."""

    store: Store
    run: Frames

    def distribution(self, asked: Asked, name: str) -> list[dict[str, Any]]:
        """``{value, count}``, the most frequent first, of events that have the property; null is a value."""
        scan = self._scan(asked)
        parts = scan.property(name).parts()
        if not parts:
            return []
        there = any_of(not_null(part) for part in parts.values())
        rows = self._counted(scan, asked, {str(kind): part for kind, part in parts.items()}, there)
        found = [{"value": _json_value(row), "count": row[RESULT]} for row in rows]
        return sorted(found, key=lambda row: (-row["count"], json.dumps(row["value"])))

    def summary(self, asked: Asked, name: str, percentiles: Sequence[float]) -> list[list[Any]]:
        """``[summary, percentiles, least, largest]`` of the numbers; no row where there are none.

        The deviation is the population's. Percentiles are exact, interpolated between neighbours.
        """
        scan = self._scan(asked)
        if scan.empty:
            return []
        number = scan.property(name).numeric()
        query = scan.select(alias(number, VALUE), where=all_of([_named(asked), not_null(number)]))
        values = self.run(query)[VALUE].sort()
        if values.is_empty():
            return []
        ranked = [{"percentile": rank, "value": values.quantile(rank / 100, "linear")} for rank in percentiles]
        return [[_moments(values), ranked, values[0], values[-1]]]

    def days(self, asked: Asked) -> list[dict[str, Any]]:
        """``{date, event, count}``, by day and then by name."""
        scan = self._scan(asked)
        key = day_key(Zone(self.store.time_zone), scan.span)
        rows = self._counted(scan, asked, {KEY: key, EVENT: core_column(EVENT)}, exp.true())
        return [
            {"date": (_EPOCH + timedelta(days=row[KEY])).isoformat(), "event": row[EVENT], "count": row[RESULT]}
            for row in sorted(rows, key=lambda row: (row[KEY], row[EVENT]))
        ]

    def engagement(self, asked: Asked, buckets: Sequence[int]) -> list[dict[str, int]]:
        """``{bucket_min, user_count}``, users by the last of *buckets* that they reached with their events."""
        user = call("nullif", core_column(USER_COLUMN), text(""))
        scan = self._scan(asked)
        if scan.empty:
            return []
        rows = scan.select(alias(user, USER), where=all_of([_named(asked), not_null(user)]))
        active = By.of(RESULT).group(COUNT.lower(rows, By.of(USER)), alias(exp.Count(this=exp.Star()), VALUE))
        users: Counter[int] = Counter()
        for events, several in self.run(active).iter_rows():
            users[_reached(events, buckets)] += several
        return [{"bucket_min": least, "user_count": users[least]} for least in sorted(users)]

    def coverage(self, asked: Asked, names: Sequence[str]) -> list[dict[str, Any]]:
        """``{total, properties}``: all events, and those in which each property is set."""
        scan = self._scan(asked)
        if scan.empty:
            return [{"total": 0, "properties": dict.fromkeys(names, 0)}]
        counts = [call("count"), *(cast(call("count_if", scan.property(name).is_set()), "BIGINT") for name in names)]
        columns = (alias(count, f"c{at}") for at, count in enumerate(counts))
        total, *found = self.run(scan.select(*columns, where=_named(asked))).row(0)
        return [{"total": total, "properties": dict(zip(names, found, strict=True))}]

    def _scan(self, asked: Asked) -> Scan:
        return Scan.of(self.store, Zone(self.store.time_zone).span(asked.first, asked.last))

    def _counted(self, scan: Scan, asked: Asked, keys: dict[str, Sql], where: Sql) -> list[dict[str, Any]]:
        """How many events there are, by *keys*."""
        if scan.empty:
            return []
        columns = (alias(value, name) for name, value in keys.items())
        rows = scan.select(*columns, where=all_of([_named(asked), where]))
        return self.run(COUNT.lower(rows, By.of(*keys))).to_dicts()


def _named(asked: Asked) -> Sql:
    return core_column(EVENT).isin(*map(text, asked.events)) if asked.events else exp.true()


def _json_value(row: dict[str, Any]) -> Any:
    kinds: tuple[Kind, ...] = ("n", "i", "s", "b", "j")
    return next(plain(kind, row[kind]) for kind in kinds if row.get(kind) is not None)


def _moments(values: pl.Series) -> dict[str, Any]:
    """What ``numeric_summary`` gives. A sum beyond all floats is null, as JavaScript writes infinity."""
    try:
        total = math.fsum(values)
    except OverflowError:
        total = math.inf
    moments = {"sum": total, "avg": total / len(values), "stddev": values.std(ddof=0)}
    return {"count": len(values)} | {name: value if _is_finite(value) else None for name, value in moments.items()}


def _is_finite(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _reached(events: int, buckets: Sequence[int]) -> int:
    """The last of *buckets* that begins no later; 0 where none does."""
    return next((least for least in reversed(buckets) if least <= events), 0)
