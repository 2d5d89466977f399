"""Breakdowns become the text that names an event's segment, or a list of such texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from mixpanel_local.engine.plan import Buckets, Group
from mixpanel_local.engine.scan import Scan, member
from mixpanel_local.engine.sql import Sql, alias, call, case, column, is_null, number, text
from mixpanel_local.engine.value import NOT_SET, Value

NON_NUMERIC = "(non-numeric values)"


def segment_name(at: int) -> str:
    """The column of the breakdown at that place."""
    return f"g{at}"


def segments(scan: Scan, groups: Sequence[Group]) -> list[tuple[Sql, bool]]:
    """For each breakdown the segment of an event, and whether it is a list of segments."""
    return [_segment(scan.property(group.property.name, group.property.resource), group) for group in groups]


def spread(query: exp.Select, lists: Sequence[bool], others: Sequence[str]) -> exp.Select:
    """*query* with one row per item of those breakdowns that are lists; *others* are its further columns."""
    for at in (at for at, is_list in enumerate(lists) if is_list):
        kept = [column(segment_name(other)) for other in range(len(lists)) if other != at]
        single = alias(call("unnest", column(segment_name(at))), segment_name(at))
        query = exp.select(single, *kept, *map(column, others)).from_(query.subquery(f"s{at}"))
    return query


def _segment(value: Value, group: Group) -> tuple[Sql, bool]:
    if group.buckets is not None:
        return _bucket(value, group.buckets), False
    return value_segment(value, group.member)


def value_segment(value: Value, member_name: str | None = None) -> tuple[Sql, bool]:
    """The segment of *value*, or of that member of the objects in it, and whether it is a list of segments."""
    plain = text(NOT_SET) if member_name is not None else call("coalesce", value.label(), text(NOT_SET))
    if value.json is None:
        return plain, False
    # An event counts once in the segment of each different item: docs/reports, list properties.
    labels = call("list_distinct", _labels(value.json, member_name))
    return case((value.is_list(), labels), default=call("list_value", plain)), True


def _labels(json: Sql, name: str | None) -> Sql:
    item = column("item")
    inner = item if name is None else member(item, name)
    body = call("coalesce", Value.of_json(inner).label(), text(NOT_SET))
    function = exp.Lambda(this=body, expressions=[exp.to_identifier("item", quoted=True)])
    return exp.Anonymous(this="list_transform", expressions=[call("json_extract", json, text("$[*]")), function])


def _bucket(value: Value, buckets: Buckets) -> Sql:
    amount = value.as_number()
    ranges = list(_ranges(buckets))
    return case(
        (value.is_set().not_(), text(NOT_SET)),
        (is_null(amount), text(NON_NUMERIC)),
        (amount < number(buckets.low), text(f"< {_written(buckets.low)}")),
        *((amount < number(high), text(f"{_written(low)} - {_written(high)}")) for low, high in ranges),
        default=text(f">= {_written(buckets.high)}"),
    )


def _ranges(buckets: Buckets) -> Iterator[tuple[float, float]]:
    low, at = buckets.low, 0
    while low < buckets.high:
        at += 1
        # Multiples of 0.1 are off by a rounding error far behind the twelfth digit.
        high = min(round(buckets.low + at * buckets.size, 12), buckets.high)
        yield low, high
        low = high


def _written(bound: float) -> str:
    return f"{int(bound) if float(bound).is_integer() else bound:,}"
